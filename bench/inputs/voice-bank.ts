/** A bank of two presets for sustained voices: 0 is plain, 1 has a low-pass of 2.5 kHz. One looped wave of 64 harmonics. */
import { buildSf2, type ZoneSpec } from '../../src/formats/sf2/build-sf2.test-support.ts';
import { SfGenerator } from '../../src/formats/sf2/generators.ts';

const SAMPLE_RATE = 44_100;
const PERIOD_FRAMES = 400;
const PERIODS = 110;
const HARMONICS = 64;
const ROOT_KEY = 45;
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

/** The bank as a SoundFont. */
export function voiceBank(): Uint8Array {
  const plain: ZoneSpec = [
    [SfGenerator.sampleModes, LOOPED],
    [SfGenerator.sampleID, 0],
  ];
  const filtered: ZoneSpec = [
    [SfGenerator.initialFilterFc, CUTOFF_CENTS],
    [SfGenerator.initialFilterQ, RESONANCE_CENTIBELS],
    ...plain,
  ];
  return buildSf2({
    presets: [0, 1].map((program) => ({ program, zones: [[[SfGenerator.instrument, program]]] })),
    instruments: [plain, filtered].map((zone) => ({ zones: [zone] })),
    samples: [
      {
        frames: wave(),
        loopStart: PERIOD_FRAMES * 3,
        loopEnd: PERIOD_FRAMES * (PERIODS - 3),
        sampleRate: SAMPLE_RATE,
        originalKey: ROOT_KEY,
      },
    ],
  });
}
