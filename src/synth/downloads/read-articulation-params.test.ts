import { describe, expect, it } from 'vitest';
import {
  codeOf,
  rawArticulation,
  rawArticulationParams,
  rawBlock,
  rawInstrument,
  rawRegion,
} from '../../../test/rig/raw-block.ts';
import { DownloadType, ARTICULATION_PARAMS_OFFSETS as FIELD } from '../../ddi/dls-download.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import { ZERO_SECONDS_IN_TIME_CENTS } from '../../formats/dls/units.ts';
import { Articulation } from '../articulation/articulation.ts';
import { sumTerms } from '../articulation/signals.ts';
import { Channel } from '../channel.ts';
import { DLS2_RULES } from '../rules.ts';
import { DownloadBlock } from './block-reader.ts';
import { readArticulationParams } from './read-articulation-params.ts';
import { readInstrument } from './read-instrument.ts';

const FULL_SUSTAIN = 10000 * 65536;

/** Articulation of a Level 1 download with these fields; the others are 0, sustains full. */
function articulationOf(fields: Readonly<Record<number, number>>): Articulation {
  const params = rawArticulationParams({
    [FIELD.volumeSustain]: FULL_SUSTAIN,
    [FIELD.pitchSustain]: FULL_SUSTAIN,
    ...fields,
  });
  const block = new DownloadBlock(rawBlock(DownloadType.instrument, 1, [params]));
  return new Articulation(DLS2_RULES, readArticulationParams(block, 0), undefined);
}

const CONTEXT = { rules: DLS2_RULES, channel: new Channel(0), key: 96, velocity: 64 };

function valueAt(fields: Readonly<Record<number, number>>, destination: number): number {
  return sumTerms(articulationOf(fields).terms(destination), CONTEXT);
}

describe('the fixed articulation of Level 1 downloads', () => {
  it.each([
    ['LFO frequency', FIELD.lfoFrequency, 6900 * 65536, To.LFO_FREQUENCY, 6900],
    ['LFO delay', FIELD.lfoDelay, 1200 * 65536, To.LFO_START_DELAY, 1200],
    ['volume attack', FIELD.volumeAttack, -1200 * 65536, To.EG1_ATTACK_TIME, -1200],
    ['volume decay', FIELD.volumeDecay, 600 * 65536, To.EG1_DECAY_TIME, 600],
    ['volume release', FIELD.volumeRelease, 77 * 65536, To.EG1_RELEASE_TIME, 77],
    ['pitch attack', FIELD.pitchAttack, 5 * 65536, To.EG2_ATTACK_TIME, 5],
    ['pitch decay', FIELD.pitchDecay, 6 * 65536, To.EG2_DECAY_TIME, 6],
    ['pitch release', FIELD.pitchRelease, 7 * 65536, To.EG2_RELEASE_TIME, 7],
    ['pan', FIELD.defaultPan, -250 * 65536, To.PAN, -25],
    ['volume sustain', FIELD.volumeSustain, 9000 * 65536, To.EG1_SUSTAIN_LEVEL, 90],
    ['pitch sustain', FIELD.pitchSustain, 2500 * 65536, To.EG2_SUSTAIN_LEVEL, 25],
    ['velocity to attack', FIELD.volumeVelocityToAttack, 2400 * 65536, To.EG1_ATTACK_TIME, 1200],
    ['key to decay', FIELD.volumeKeyToDecay, 2400 * 65536, To.EG1_DECAY_TIME, 1800],
    ['velocity to pitch attack', FIELD.pitchVelocityToAttack, 2400 * 65536, To.EG2_ATTACK_TIME, 1200],
    ['key to pitch decay', FIELD.pitchKeyToDecay, 2400 * 65536, To.EG2_DECAY_TIME, 1800],
  ])('%s goes where it belongs', (_, field, stored, destination, expected) => {
    expect(valueAt({ [field]: stored }, destination)).toBeCloseTo(expected, 3);
  });

  it.each([
    ['LFO to volume', FIELD.lfoVolumeScale, From.LFO, To.GAIN, 655360, 0, 1],
    ['LFO to pitch', FIELD.lfoPitchScale, From.LFO, To.PITCH, 65536, 0, 1],
    ['wheel to tremolo', FIELD.lfoWheelToVolume, From.LFO, To.GAIN, 655360, 64, 0.5],
    ['wheel to vibrato', FIELD.lfoWheelToPitch, From.LFO, To.PITCH, 65536, 64, 0.5],
    ['pitch envelope', FIELD.pitchRange, From.EG2, To.PITCH, 65536, 0, 1],
  ])('%s is a depth', (_, field, modulator, destination, unit, wheel, share) => {
    const channel = new Channel(0);
    channel.controllers[1] = wheel;
    const terms = articulationOf({ [field]: 12 * unit }).depthTerms(modulator, destination);
    expect(sumTerms(terms, { ...CONTEXT, channel })).toBeCloseTo(12 * share, 6);
  });

  it('no time stays no time', () => {
    const fields = { [FIELD.volumeDecay]: ZERO_SECONDS_IN_TIME_CENTS, [FIELD.volumeKeyToDecay]: 2400 * 65536 };
    expect(2 ** (valueAt(fields, To.EG1_DECAY_TIME) / 1200)).toBe(0);
  });

  it('an LFO frequency of 0 leaves the default of 5 Hz', () => {
    expect(440 * 2 ** ((valueAt({}, To.LFO_FREQUENCY) - 6900) / 1200)).toBeCloseTo(5, 4);
  });

  it('is read through the instrument and its regions', () => {
    const params = rawArticulationParams({ [FIELD.defaultPan]: 655360 });
    const bytes = rawBlock(DownloadType.instrument, 1, [
      rawInstrument(0, 1, 2),
      rawRegion({ articulation: 4 }),
      rawArticulation(3),
      rawArticulationParams(),
      rawArticulation(5),
      params,
    ]);
    const { connections, regions } = readInstrument(new DownloadBlock(bytes));
    const panOf = (list: typeof connections | undefined): number | undefined =>
      list?.find(({ destination }) => destination === To.PAN)?.scale;
    expect([panOf(connections), panOf(regions[0]!.connections)]).toEqual([0, 655360]);
  });

  it.each([
    ['outside the table', [rawInstrument(0, 1, 2), rawRegion(), rawArticulation(9)]],
    ['cut short', [rawInstrument(0, 1, 2), rawRegion(), rawArticulation(3), new Uint8Array(76)]],
  ])('parameters %s are refused', (_, objects) => {
    const block = new DownloadBlock(rawBlock(DownloadType.instrument, 1, objects));
    expect(codeOf(() => readInstrument(block))).toBe('DMUS_E_BADARTICULATION');
  });
});
