/** A preset as an instrument: a region for each pair of a preset zone and a zone of its instrument that meet. */
import type { Region } from '../sound-bank.ts';
import { convertRegion, type Sf2Context } from './convert-region.ts';
import { effectiveAmounts, instrumentZones, intersection, presetZones, type Zone } from './zones.ts';

/** Regions of one preset; real ones have up to some thousand. */
export const MAX_REGIONS = 8_192;
/** Pairs of zones that are looked at for one preset. */
const MAX_ZONE_PAIRS = 262_144;

const DRUM_BANK = 128;
const DRUM_FLAG = 0x8000_0000;

/**
 * Patch of a preset. Bank 128 is drums. Banks below it are the bank MSB, as GS numbers its variations. Files with
 * higher numbers put the LSB above it: bank 128 × LSB + MSB, so that no two banks meet in one patch.
 *
 * @param bank 0…16383; higher bits have no meaning
 * @param program 0…127; higher bits have no meaning
 */
export function presetPatch(bank: number, program: number): number {
  if (bank === DRUM_BANK) return (DRUM_FLAG | (program & 127)) >>> 0;
  return ((bank & 127) << 16) | (((bank >> 7) & 127) << 8) | (program & 127);
}

/** An instrument zone, and the wave that it plays. */
interface PlayableZone {
  readonly zone: Zone;
  readonly waveIndex: number;
}

/** Regions of preset `presetIndex`, in the order of its zones and of those of their instruments. */
export function convertPreset(context: Sf2Context, presetIndex: number): Region[] {
  const regions: Region[] = [];
  let pairCount = 0;
  for (const [presetZone, playable] of zonePairs(context, presetIndex)) {
    if (regions.length === MAX_REGIONS || ++pairCount > MAX_ZONE_PAIRS) {
      const { chunk } = context.hydra.presetZones.records;
      context.reader.warn(chunk, `preset ${presetIndex} has more than ${MAX_REGIONS} regions; the others are left out`);
      break;
    }
    const region = convertPair(context, presetZone, playable);
    if (region !== undefined) regions.push(region);
  }
  return regions;
}

function* zonePairs(context: Sf2Context, presetIndex: number): Generator<[Zone, PlayableZone], void, undefined> {
  const { hydra } = context;
  const zonesByInstrument = new Map<number, PlayableZone[]>();
  for (const presetZone of presetZones(hydra.presetZones, hydra.presets[presetIndex]!)) {
    const zones = zonesByInstrument.get(presetZone.target) ?? playableZones(context, presetZone.target);
    zonesByInstrument.set(presetZone.target, zones);
    for (const zone of zones) yield [presetZone, zone];
  }
}

function playableZones(context: Sf2Context, instrumentIndex: number): PlayableZone[] {
  const { reader, hydra } = context;
  const instrument = hydra.instruments[instrumentIndex];
  if (instrument !== undefined) {
    return instrumentZones(hydra.instrumentZones, instrument).flatMap((zone) => playableZone(context, zone));
  }
  const { chunk } = hydra.presetZones.records;
  reader.warn(chunk, `a preset zone plays instrument ${instrumentIndex}, which does not exist; left out`);
  return [];
}

/** None, with a warning, where there is nothing to play. */
function playableZone({ reader, hydra, waves }: Sf2Context, zone: Zone): PlayableZone[] {
  const sample = hydra.samples[zone.target];
  const waveIndex = waves.indexOf(zone.target, zone.amounts);
  if (sample === undefined || waveIndex === undefined) {
    reader.warn(hydra.sampleHeaders, `a zone plays sample ${zone.target}, which does not exist; left out`);
    return [];
  }
  const { start, end } = waves.part(waveIndex);
  if (end > start) return [{ zone, waveIndex }];
  reader.warn(hydra.sampleHeaders, `a zone plays no frame of sample '${sample.name}'; left out`, sample.byteOffset);
  return [];
}

function convertPair(context: Sf2Context, presetZone: Zone, { zone, waveIndex }: PlayableZone): Region | undefined {
  const keys = intersection(presetZone.keys, zone.keys);
  const velocities = intersection(presetZone.velocities, zone.velocities);
  if (keys.low > keys.high || velocities.low > velocities.high) return undefined;
  const amounts = effectiveAmounts(zone, presetZone);
  return convertRegion(context, { sampleIndex: zone.target, waveIndex, keys, velocities, amounts });
}
