/** One instrument zone, played through one preset zone, as a region: its tuning, level, loop and wave. */
import type { ChunkReader } from '../riff/chunk-reader.ts';
import type { Region, WaveLoop, WaveSample } from '../sound-bank.ts';
import { convertArticulation, effectiveScaleTuning } from './convert-articulation.ts';
import { type GeneratorAmounts, SfGenerator } from './generators.ts';
import type { Hydra, SampleRecord } from './read-hydra.ts';
import { addressOffset, isReadable, recordedKey, type WavePart, type WaveTable } from './wave-table.ts';
import type { ZoneRange } from './zones.ts';

/** An opened file, as far as conversion needs it. */
export interface Sf2Context {
  readonly reader: ChunkReader;
  readonly hydra: Hydra;
  readonly waves: WaveTable;
}

/** What two zones amount to. */
export interface PlayedZone {
  readonly sampleIndex: number;
  /** Index of the wave that the zone makes of the sample. */
  readonly waveIndex: number;
  readonly keys: ZoneRange;
  readonly velocities: ZoneRange;
  readonly amounts: GeneratorAmounts;
}

/**
 * `initialAttenuation` attenuates by 0.4 of what it says: so did the EMU hardware that banks were made on, and so do
 * today's synths, because banks would be out of balance otherwise.
 */
export const EMU_ATTENUATION_FACTOR = 0.4;

/** 0.1 dB and 1 cent in a file's fixed point. */
const FRACTION = 65_536;
const MAX_FINE_TUNE_CENTS = 32_767;
/** Attenuation by velocity: 40 log10(127 / velocity) dB, in 0.1 dB. */
const VELOCITY_TENTHS_OF_DB = 400;
const NOT_GIVEN = -1;
/** `sampleModes`, section 8.1.3. */
const SAMPLE_MODE = { looped: 1, loopedUntilRelease: 3 } as const;
const CHANNEL_LEFT_OR_MONO = 1;

/** The region. `zone` must play a sample that exists. */
export function convertRegion(context: Sf2Context, zone: PlayedZone): Region {
  const sample = context.hydra.samples[zone.sampleIndex]!;
  const part = context.waves.part(zone.waveIndex);
  return {
    keyLow: zone.keys.low,
    keyHigh: zone.keys.high,
    velocityLow: zone.velocities.low,
    velocityHigh: zone.velocities.high,
    // Only exclusive classes cut notes; a key struck again sounds beside its former self.
    selfNonExclusive: true,
    keyGroup: zone.amounts[SfGenerator.exclusiveClass]!,
    layer: 0,
    waveLink: {
      waveIndex: zone.waveIndex,
      channel: CHANNEL_LEFT_OR_MONO,
      phaseGroup: 0,
      phaseMaster: false,
      multichannel: false,
    },
    waveSample: waveSampleOf(context, sample, part, zone.amounts),
    connections: convertArticulation(zone.amounts),
  };
}

function waveSampleOf(
  context: Sf2Context,
  sample: SampleRecord,
  part: WavePart,
  amounts: GeneratorAmounts,
): WaveSample {
  const unityNote =
    amounts[SfGenerator.overridingRootKey] === NOT_GIVEN
      ? recordedKey(sample)
      : amounts[SfGenerator.overridingRootKey]!;
  const loop = loopOf(context, sample, part, amounts);
  return {
    unityNote,
    fineTuneCents: fineTuneOf(sample, unityNote, amounts),
    gain: gainOf(amounts),
    noTruncation: true,
    noCompression: false,
    loops: loop === undefined ? [] : [loop],
  };
}

/**
 * DLS pitch is what the key gives, from key 0 on, less the unity note's 100 cents a key. SF2 counts keys from the root,
 * so where a key is not 100 cents wide the difference at the root is made up for here.
 */
function fineTuneOf(sample: SampleRecord, rootKey: number, amounts: GeneratorAmounts): number {
  const tuning = 100 * amounts[SfGenerator.coarseTune]! + amounts[SfGenerator.fineTune]! + sample.pitchCorrectionCents;
  const centsPerKey = effectiveScaleTuning(amounts);
  const keyOverride = amounts[SfGenerator.keynum]!;
  const fromKey = keyOverride === NOT_GIVEN ? -rootKey * centsPerKey : (keyOverride - rootKey) * centsPerKey;
  const cents = tuning + 100 * rootKey + fromKey;
  return Math.max(-MAX_FINE_TUNE_CENTS, Math.min(MAX_FINE_TUNE_CENTS, cents));
}

function gainOf(amounts: GeneratorAmounts): number {
  const velocity = amounts[SfGenerator.velocity]!;
  const fixedVelocityTenths =
    velocity === NOT_GIVEN ? 0 : VELOCITY_TENTHS_OF_DB * Math.log10(127 / Math.max(1, velocity));
  const attenuationTenths = EMU_ATTENUATION_FACTOR * amounts[SfGenerator.initialAttenuation]! + fixedVelocityTenths;
  return attenuationTenths === 0 ? 0 : -Math.round(FRACTION * attenuationTenths);
}

/** Loop in frames of the wave. One that leaves it is cut, and left out where nothing remains, with a warning. */
function loopOf(
  { reader, hydra }: Sf2Context,
  sample: SampleRecord,
  part: WavePart,
  amounts: GeneratorAmounts,
): WaveLoop | undefined {
  const type = loopTypeOf(amounts[SfGenerator.sampleModes]!);
  if (type === undefined || !isReadable(sample)) return undefined;
  const G = SfGenerator;
  const start = sample.loopStart + addressOffset(amounts, G.startloopAddrsOffset, G.startloopAddrsCoarseOffset);
  const end = sample.loopEnd + addressOffset(amounts, G.endloopAddrsOffset, G.endloopAddrsCoarseOffset);
  const fittedStart = Math.max(part.start, start);
  const fittedEnd = Math.min(part.end, end);
  if (fittedStart !== start || fittedEnd !== end || fittedEnd <= fittedStart) {
    const extent = `loop ${start}…${end} does not lie within frames ${part.start}…${part.end}`;
    reader.warn(hydra.sampleHeaders, `sample '${sample.name}': ${extent}; cut, or left out`, sample.byteOffset);
  }
  if (fittedEnd <= fittedStart) return undefined;
  return { type, start: fittedStart - part.start, length: fittedEnd - fittedStart };
}

function loopTypeOf(sampleModes: number): WaveLoop['type'] | undefined {
  if (sampleModes === SAMPLE_MODE.looped) return 'forward';
  return sampleModes === SAMPLE_MODE.loopedUntilRelease ? 'release' : undefined;
}
