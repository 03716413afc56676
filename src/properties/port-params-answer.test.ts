import { expect, it } from 'vitest';
import { answerPortParams } from './port-params-answer.ts';
import { NotAllAssigned } from './property-handler.ts';
import { packPortParams } from './synth-structures.ts';

const params = {
  voices: 32,
  channelGroups: 1,
  audioChannels: 2,
  sampleRate: 44_100,
  effects: 0,
  share: false,
  features: 0,
} as const;

it('PORTPARAMETERS are answered with the bytes that came, and with a remark exactly where something was altered', () => {
  const requested = packPortParams(params);
  expect(answerPortParams(requested, { params, changed: false })).toEqual(requested);
  const altered = answerPortParams(packPortParams({ voices: 99 }), { params, changed: true });
  expect(altered).toBeInstanceOf(NotAllAssigned);
  expect((altered as NotAllAssigned<Uint8Array>).value).toEqual(requested);
});
