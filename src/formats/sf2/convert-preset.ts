/** A preset as an instrument: a region for each pair of a preset zone and a zone of its instrument that meet. */
import type { Region } from '../sound-bank.ts';
import { convertRegion, type Sf2Context } from './convert-region.ts';
import { effectiveAmounts, instrumentZones, intersection, presetZones, type Zone } from './zones.ts';

/** Regions of one preset; real ones have up to some thousand. */
export const MAX_REGIONS = 8_192;
/** Pairs of zones that are looked at for one preset. */
const MAX_ZONE_PAIRS = 1_048_576;

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

/** Regions of preset `presetIndex`, in the order of its zones and of those of their instruments. */
export function convertPreset(context: Sf2Context, presetIndex: number): Region[] {
  const regions: Region[] = [];
  let pairCount = 0;
  for (const [presetZone, instrumentZone] of zonePairs(context, presetIndex)) {
    if (regions.length === MAX_REGIONS || ++pairCount > MAX_ZONE_PAIRS) {
      const { chunk } = context.hydra.presetZones.records;
      context.reader.warn(chunk, `preset ${presetIndex} has more than ${MAX_REGIONS} regions; the others are left out`);
      break;
    }
    const region = convertPair(context, presetZone, instrumentZone);
    if (region !== undefined) regions.push(region);
  }
  return regions;
}

function* zonePairs(context: Sf2Context, presetIndex: number): Generator<[Zone, Zone], void, undefined> {
  const { hydra } = context;
  const zonesByInstrument = new Map<number, Zone[]>();
  for (const presetZone of presetZones(hydra.presetZones, hydra.presets[presetIndex]!)) {
    const zones = zonesByInstrument.get(presetZone.target) ?? zonesOf(context, presetZone.target);
    zonesByInstrument.set(presetZone.target, zones);
    for (const zone of zones) yield [presetZone, zone];
  }
}

function zonesOf({ reader, hydra }: Sf2Context, instrumentIndex: number): Zone[] {
  const instrument = hydra.instruments[instrumentIndex];
  if (instrument !== undefined) return instrumentZones(hydra.instrumentZones, instrument);
  const { chunk } = hydra.presetZones.records;
  reader.warn(chunk, `a preset zone plays instrument ${instrumentIndex}, which does not exist; left out`);
  return [];
}

function convertPair(context: Sf2Context, presetZone: Zone, instrumentZone: Zone): Region | undefined {
  const keys = intersection(presetZone.keys, instrumentZone.keys);
  const velocities = intersection(presetZone.velocities, instrumentZone.velocities);
  if (keys.low > keys.high || velocities.low > velocities.high) return undefined;
  const amounts = effectiveAmounts(instrumentZone, presetZone);
  return convertRegion(context, { sampleIndex: instrumentZone.target, keys, velocities, amounts });
}
