import { describe, expect, it } from 'vitest';
import { connect, LEVEL_WAVES, oneWaveCollection, time } from '../../test/rig/bank.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import {
  channelPressure,
  control,
  noteOff,
  noteOn,
  pitchBend,
  polyPressure,
  registeredParameter,
} from '../../test/rig/midi.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { dbToGain } from '../formats/dls/units.ts';
import { WINDOWS_RULES } from './rules.ts';

/** Released notes last so long that they are still there at the end of a test. */
const LONG_RELEASE = [time(To.EG1_RELEASE_TIME, 10)];
const SECOND = 48000;

function rigWith(...parameters: ConstructorParameters<typeof EngineRig>): EngineRig {
  return new EngineRig(...parameters).setFullVolume();
}

describe('the sustain pedal', () => {
  const collection = oneWaveCollection(LEVEL_WAVES[0]!);

  it.each([
    [0, 0],
    [63, 0],
    [64, 1],
    [127, 1],
  ])('at %i holds %i released notes', (value, held) => {
    const rig = rigWith(collection);
    rig.at(0, control(64, value), noteOn(60));
    rig.at(64, noteOff(60));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(held);
  });

  it('holds from 1 on in Windows', () => {
    const rig = rigWith(collection, { rules: WINDOWS_RULES });
    rig.at(0, control(64, 1), noteOn(60));
    rig.at(64, noteOff(60));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(1);
    rig.now(control(64, 0));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('going up lets go the notes whose keys are up, and keeps the others', () => {
    const rig = rigWith(collection);
    rig.at(0, control(64, 127), noteOn(60), noteOn(61), noteOff(60));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(2);
    rig.now(control(64, 63));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(1);
    rig.now(noteOff(61));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('holds one channel only', () => {
    const rig = rigWith(collection);
    rig.at(0, control(64, 127, 1), noteOn(60), noteOn(60, 127, 1));
    rig.at(64, noteOff(60), noteOff(60, 1));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(1);
  });

  it('a key struck again under the pedal cuts its earlier note', () => {
    const rig = rigWith(collection);
    rig.at(0, control(64, 127));
    for (let i = 0; i < 10; i++) rig.at(64 * i, noteOn(60), noteOff(60));
    rig.render(3000);
    expect(rig.engine.activeVoices).toBe(1);
  });
});

describe('channel mode messages', () => {
  const collection = oneWaveCollection(LEVEL_WAVES[0]!, LONG_RELEASE);

  it('CC 120 ends even what the pedal holds and what is released, in the shutdown time', () => {
    const rig = rigWith(collection);
    rig.at(0, control(64, 127), noteOn(60), noteOn(61), noteOff(61), noteOn(62));
    rig.at(64, control(120, 0));
    rig.render(64 + 0.015 * SECOND + 128);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it.each([123, 124, 125, 126, 127])('CC %i releases all keys of its channel', (controller) => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, noteOn(60), noteOn(61), noteOn(60, 127, 1));
    rig.at(64, control(controller, 0));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(1);
  });

  it('CC 123 leaves what the pedal holds until the pedal goes up', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, control(64, 127), noteOn(60));
    rig.at(64, control(123, 0));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(1);
    rig.now(control(64, 0));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('CC 121 lets the pedal’s notes go and moves sounding notes back', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, control(64, 127), noteOn(60), noteOff(60), noteOn(61), control(11, 30));
    rig.render(1000);
    rig.now(control(121, 0));
    expect(rig.levelAfter(1000)).toBeCloseTo(0.01, 4);
    expect(rig.engine.activeVoices).toBe(1);
  });

  it('CC 122 changes nothing', () => {
    const rig = rigWith(collection);
    rig.at(0, noteOn(60));
    rig.at(64, control(122, 0));
    expect(rig.levelAfter(1000)).toBeCloseTo(0.01, 4);
  });
});

describe('controllers and sounding notes', () => {
  /** dB that a message moves a held note by, through a connection of 6 dB from `source`. */
  function movedBy(source: number, message: number, ...before: number[]): number {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[4]!, [connect(source, To.GAIN, dbToGain(6))]));
    rig.at(0, ...before, noteOn(60));
    const level = rig.levelAfter(128);
    rig.now(message);
    return 20 * Math.log10(rig.levelAfter(128) / level);
  }

  it.each([
    ['the modulation wheel', From.CC1, control(1, 64), []],
    ['any other controller', 0x80 + 74, control(74, 64), []],
    ['the pedal', 0x80 + 64, control(64, 64), []],
    ['channel pressure', From.CHANNEL_PRESSURE, channelPressure(64), []],
    ['the key’s pressure', From.POLY_PRESSURE, polyPressure(60, 64), []],
    ['the pitch wheel', From.PITCH_WHEEL, pitchBend(12288), []],
    ['fine tuning', From.RPN1, control(6, 96), registeredParameter(1, 64)],
    ['coarse tuning', From.RPN2, control(6, 96), registeredParameter(2, 64)],
  ])('%s acts on them', (_, source, message, before) => {
    expect(movedBy(source, message, ...before)).toBeCloseTo(3, 3);
  });

  it('the pressure of another key does not', () => {
    expect(movedBy(From.POLY_PRESSURE, polyPressure(61, 64))).toBe(0);
  });

  it('another channel’s controller does not', () => {
    expect(movedBy(From.CC1, control(1, 64, 1))).toBe(0);
  });

  it('volume and expression act on released notes too', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[4]!, LONG_RELEASE));
    rig.at(0, noteOn(60));
    rig.at(64, noteOff(60));
    rig.render(128);
    const before = rig.levelAfter(1);
    rig.now(control(11, 64));
    const drop = 20 * Math.log10(rig.levelAfter(65) / before);
    expect(drop).toBeCloseTo(40 * Math.log10(64 / 127) - (96 * 65) / (10 * SECOND), 1);
  });

  it('an NRPN shields the parameters from data entry', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, control(101, 0), control(100, 0), control(99, 1), control(98, 8), control(6, 90), control(38, 5));
    rig.render(64);
    expect(rig.engine.channel(1, 0)!.bendRangeCents).toBe(200);
  });
});
