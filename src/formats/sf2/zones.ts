/**
 * Zones of presets and instruments, with what their global zone gives them (sections 7.3, 7.7 and 9.4). In an
 * instrument the zone's own amount stands over the global zone's, and that over the default. A preset's amounts, its
 * global zone's or its own, are added to them.
 */
import {
  defaultAmounts,
  GENERATOR_NUMBER_COUNT,
  GENERATORS,
  type GeneratorAmounts,
  generatorEntry,
  SfGenerator,
} from './generators.ts';
import type { ZoneGenerators, ZoneOwner } from './read-hydra.ts';

/** Keys or velocities, 0…127, both inclusive; empty where `low` is above `high`. */
export interface ZoneRange {
  readonly low: number;
  readonly high: number;
}

/** A zone that leads to a sample, or in a preset to an instrument. */
export interface Zone {
  readonly keys: ZoneRange;
  readonly velocities: ZoneRange;
  /** Instrument's: complete amounts. Preset's: what is to be added. */
  readonly amounts: GeneratorAmounts;
  /** Sample index, or instrument index. */
  readonly target: number;
}

type Draft = Omit<Zone, 'target'> & { readonly target: number | undefined };

interface Level {
  /** Generator that names the target and ends the zone. */
  readonly targetGenerator: SfGenerator;
  readonly isPreset: boolean;
}

const PRESET: Level = { targetGenerator: SfGenerator.instrument, isPreset: true };
const INSTRUMENT: Level = { targetGenerator: SfGenerator.sampleID, isPreset: false };
const FULL_RANGE: ZoneRange = { low: 0, high: 127 };

/** Zones of a preset. */
export function presetZones(zones: ZoneGenerators, owner: ZoneOwner): Zone[] {
  return zonesOf(zones, owner, PRESET, new Int32Array(GENERATOR_NUMBER_COUNT));
}

/** Zones of an instrument. */
export function instrumentZones(zones: ZoneGenerators, owner: ZoneOwner): Zone[] {
  return zonesOf(zones, owner, INSTRUMENT, defaultAmounts());
}

/** Where both ranges are; empty where they do not meet. */
export function intersection(left: ZoneRange, right: ZoneRange): ZoneRange {
  return { low: Math.max(left.low, right.low), high: Math.min(left.high, right.high) };
}

/** Amounts of an instrument zone played through a preset zone, each held within its generator's limits. */
export function effectiveAmounts(instrumentZone: Zone, presetZone: Zone): GeneratorAmounts {
  const amounts = new Int32Array(GENERATOR_NUMBER_COUNT);
  for (const { number, unit, lowest, highest } of GENERATORS) {
    const sum = instrumentZone.amounts[number]! + presetZone.amounts[number]!;
    amounts[number] = unit === 'flags' ? sum & highest : Math.max(lowest, Math.min(highest, sum));
  }
  return amounts;
}

/** A first zone without a target is the global one; later ones without are ignored, as the specification has it. */
function zonesOf(zones: ZoneGenerators, owner: ZoneOwner, level: Level, initial: GeneratorAmounts): Zone[] {
  let base: Draft = { keys: FULL_RANGE, velocities: FULL_RANGE, amounts: initial, target: undefined };
  const found: Zone[] = [];
  for (let zone = owner.firstZone; zone < owner.endZone; zone++) {
    const draft = readZone(zones, zone, level, base);
    if (draft.target !== undefined) found.push({ ...draft, target: draft.target });
    else if (zone === owner.firstZone) base = draft;
  }
  return found;
}

/** Of two equal generators the later counts; what follows the target is ignored. */
function readZone(zones: ZoneGenerators, zone: number, level: Level, base: Draft): Draft {
  const { view } = zones.records;
  const amounts = base.amounts.slice();
  let { keys, velocities } = base;
  const end = zones.starts[zone + 1]!;
  for (let index = zones.starts[zone]!; index < end; index++) {
    const number = view.getUint16(4 * index, true);
    const amountOffset = 4 * index + 2;
    if (number === level.targetGenerator) {
      return { keys, velocities, amounts, target: view.getUint16(amountOffset, true) };
    }
    if (number === SfGenerator.keyRange) keys = readRange(view, amountOffset);
    else if (number === SfGenerator.velRange) velocities = readRange(view, amountOffset);
    else if (isAllowed(number, level)) amounts[number] = view.getInt16(amountOffset, true);
  }
  return { keys, velocities, amounts, target: undefined };
}

function isAllowed(number: number, { isPreset }: Level): boolean {
  const entry = generatorEntry(number);
  return entry !== undefined && entry.unit !== 'index' && (entry.isPresetLevel || !isPreset);
}

function readRange(view: DataView, byteOffset: number): ZoneRange {
  return { low: view.getUint8(byteOffset), high: Math.min(view.getUint8(byteOffset + 1), 127) };
}
