/** A bank for sustained voices: one looped wave of 64 harmonics, in presets that differ in filter and transposition. */
import { buildSf2, rangeAmount, type ZoneSpec } from '../../src/formats/sf2/build-sf2.test-support.ts';
import { SfGenerator } from '../../src/formats/sf2/generators.ts';

const SAMPLE_RATE = 44_100;
const PERIOD_FRAMES = 400;
const PERIODS = 110;
const HARMONICS = 64;
/** Root of the lowest zone of a preset that has a zone for each octave, as sampled instruments do. */
const LOWEST_ROOT_KEY = 42;
const OCTAVES = 6;
const FAR_ROOT_KEY = 45;
const PEAK = 24_000;
/** Absolute cents: 8.176 Hz · 2^(9900 / 1200). */
const CUTOFF_CENTS = 9_900;
const RESONANCE_CENTIBELS = 60;
const LOOPED = 1;

function wave(): number[] {
  const frames = Array.from({ length: PERIOD_FRAMES * PERIODS }, (_, i) => {
    let sum = 0;
    for (let h = 1; h <= HARMONICS; h++) sum += Math.sin((2 * Math.PI * h * i) / PERIOD_FRAMES + h * h) / h ** 0.8;
    return sum;
  });
  const loudest = Math.max(...frames.slice(0, PERIOD_FRAMES).map(Math.abs));
  return frames.map((sample) => Math.round((sample / loudest) * PEAK));
}

/** Presets of the bank. */
export const VoicePreset = {
  /** No key is more than half an octave from its root. */
  plain: 0,
  /** The same with a low-pass of 2.5 kHz. */
  filtered: 1,
  /** One root for all keys: up to 4.5 octaves away. */
  far: 2,
} as const;

function octaveZones(more: ZoneSpec): ZoneSpec[] {
  return Array.from({ length: OCTAVES }, (_, octave) => {
    const root = LOWEST_ROOT_KEY + 12 * octave;
    return [[SfGenerator.keyRange, rangeAmount(root - 6, root + 5)], ...more, ...zone(root)];
  });
}

function zone(rootKey: number): ZoneSpec {
  return [
    [SfGenerator.overridingRootKey, rootKey],
    [SfGenerator.sampleModes, LOOPED],
    [SfGenerator.sampleID, 0],
  ];
}

/** The bank as a SoundFont. */
export function voiceBank(): Uint8Array {
  const lowPass: ZoneSpec = [
    [SfGenerator.initialFilterFc, CUTOFF_CENTS],
    [SfGenerator.initialFilterQ, RESONANCE_CENTIBELS],
  ];
  const instruments = [octaveZones([]), octaveZones(lowPass), [zone(FAR_ROOT_KEY)]];
  return buildSf2({
    presets: instruments.map((_, program) => ({ program, zones: [[[SfGenerator.instrument, program]]] })),
    instruments: instruments.map((zones) => ({ zones })),
    samples: [
      {
        frames: wave(),
        loopStart: PERIOD_FRAMES * 3,
        loopEnd: PERIOD_FRAMES * (PERIODS - 3),
        sampleRate: SAMPLE_RATE,
        originalKey: FAR_ROOT_KEY,
      },
    ],
  });
}
