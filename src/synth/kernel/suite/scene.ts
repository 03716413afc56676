import fc from 'fast-check';
import { CELL_FRAMES, LONGEST_STAGE_FRAMES } from '../layout.ts';
import { type CuttingPlan, KernelRig, type MakeKernel, type Rendering, type TimedCommand } from './kernel-rig.ts';
import { noise, type SuiteWave } from './suite-wave.ts';
import type { VoiceField, VoiceSettings } from './voice-settings.ts';

/** Voices in a random scene start within these frames. */
const LAST_START = 300;

export interface SceneVoice {
  /** Index in {@link WAVES}. */
  readonly wave: number;
  readonly settings: VoiceSettings;
  readonly startFrame: number;
}

/** Voices and what happens to them. */
export interface Scene {
  readonly voices: readonly SceneVoice[];
  readonly commands: readonly TimedCommand[];
  readonly frameCount: number;
}

/** A few partials, smooth enough that the nearest interpolation phase hardly differs from its neighbours. */
function tone(length: number, period: number, amplitude: number): Float64Array {
  return Float64Array.from({ length }, (_, frame) => {
    const angle = (2 * Math.PI * frame) / period;
    return amplitude * (0.7 * Math.sin(angle) + 0.2 * Math.sin(2 * angle + 1) + 0.1 * Math.sin(3 * angle + 2));
  });
}

function integers(samples: Float64Array): Int16Array {
  return Int16Array.from(samples, (sample) => Math.round(sample * 32767));
}

/** Looped and not, integers and floats, long and very short. */
const SMOOTH_WAVES: readonly SuiteWave[] = [
  { format: 'i16', samples: integers(tone(600, 600, 1)), loop: { start: 0, length: 600 } },
  { format: 'f32', samples: Float32Array.from(tone(1000, 500, 1)), loop: { start: 250, length: 500 } },
  { format: 'i16', samples: integers(tone(2000, 700, 0.8)), loop: { start: 400, length: 700, untilRelease: true } },
  { format: 'i16', samples: integers(tone(3000, 811, 1)) },
  { format: 'f32', samples: Float32Array.from(tone(500, 450, 0.5)) },
  { format: 'f32', samples: Float32Array.from(tone(105, 5000, 0.3)), loop: { start: 100, length: 5 } },
];

const WAVES: readonly SuiteWave[] = [
  ...SMOOTH_WAVES,
  { format: 'i16', samples: noise(3000) },
  { format: 'i16', samples: noise(60), loop: { start: 12, length: 37, untilRelease: true } },
  { format: 'f32', samples: Float32Array.from(noise(9), (sample) => sample / 32768), loop: { start: 2, length: 3 } },
];

/** Evenly spread; floating-point arbitraries prefer tiny numbers, which would be silence. */
function between(min: number, max: number): fc.Arbitrary<number> {
  const steps = 2 ** 20;
  return fc.integer({ min: 0, max: steps }).map((step) => Math.fround(min + ((max - min) * step) / steps));
}

const sometimes = (value: fc.Arbitrary<number>): fc.Arbitrary<number> => fc.oneof(fc.constant(0), value);
const stage: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 41, max: 1500 }),
);
const fallStage: fc.Arbitrary<number> = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 301, max: 9600 }),
  fc.constant(LONGEST_STAGE_FRAMES),
);

const settableFields = {
  gainDb: between(-30, 0),
  panLeft: between(0, 1),
  panRight: between(0, 1),
  reverbSend: sometimes(between(0, 1)),
  chorusSend: sometimes(between(0, 1)),
  lfoToPitch: sometimes(between(-100, 100)),
  lfoToGain: sometimes(between(-6, 6)),
  lfoToCutoff: sometimes(between(-2400, 2400)),
  vibratoToPitch: sometimes(between(-100, 100)),
  vibratoToGain: sometimes(between(-6, 6)),
  vibratoToCutoff: sometimes(between(-2400, 2400)),
  eg2ToPitch: sometimes(between(-1200, 1200)),
  eg2ToGain: sometimes(between(-12, 0)),
  eg2ToCutoff: sometimes(between(-3600, 3600)),
  cutoffCents: between(6000, 12500),
  resonanceDb: sometimes(between(0, 18)),
  lfoRate: between(0, 0.001),
  vibratoRate: between(0, 0.001),
  pitchCents: between(-2400, 2400),
} as const satisfies Partial<Record<VoiceField, fc.Arbitrary<number>>>;

const settings: fc.Arbitrary<VoiceSettings> = fc.record({
  ...settableFields,
  filterOn: fc.integer({ min: 0, max: 1 }),
  lfoDelay: stage,
  vibratoDelay: stage,
  eg1Delay: sometimes(fc.nat(300)),
  eg1Attack: stage,
  eg1Hold: stage,
  eg1Decay: fallStage,
  eg1SustainDb: fc.oneof(between(0, 40), fc.constant(96)),
  eg1Release: fallStage,
  eg1Shutdown: fc.integer({ min: 0, max: 960 }),
  eg2Delay: stage,
  eg2Attack: stage,
  eg2Hold: stage,
  eg2Decay: stage,
  eg2Sustain: between(0, 1),
  eg2Release: stage,
});

const PITCH_DEPTHS: readonly VoiceField[] = ['lfoToPitch', 'vibratoToPitch', 'eg2ToPitch'];

const change: fc.Arbitrary<Pick<TimedCommand, 'kind' | 'field' | 'value'>> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom({ kind: 'release' as const }, { kind: 'shutdown' as const }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(...(Object.keys(settableFields) as (keyof typeof settableFields)[]))
      .chain((field) => settableFields[field].map((value) => ({ kind: 'set' as const, field, value }))),
  },
);

function scenesOf(waveCount: number, voiceCount: number, frameCount: number): fc.Arbitrary<Scene> {
  const voice = fc.record({ wave: fc.nat(waveCount - 1), settings, startFrame: fc.nat(LAST_START) });
  return fc.array(voice, { minLength: 1, maxLength: voiceCount }).chain((voices) => {
    const command = fc
      .record({ slot: fc.nat(voices.length - 1), delay: fc.nat(frameCount - 1), change })
      .map(({ slot, delay, change: kind }) => {
        const frame = Math.min(frameCount - 1, voices[slot]!.startFrame + delay);
        return { frame, slot, ...kind };
      });
    return fc.record({
      voices: fc.constant(voices),
      commands: fc.array(command, { maxLength: 4 * voiceCount }),
      frameCount: fc.constant(frameCount),
    });
  });
}

/** Random scenes with any wave and everything that can move. Changes come after their voice's start. */
export function scenes(voiceCount: number, frameCount: number): fc.Arbitrary<Scene> {
  return scenesOf(WAVES.length, voiceCount, frameCount);
}

/**
 * Random scenes without noise: where two kernels' pitches differ by a rounding, a frame may fall to the neighbouring
 * interpolation phase, and these waves hardly tell one from the other.
 */
export function smoothScenes(voiceCount: number, frameCount: number): fc.Arbitrary<Scene> {
  return scenesOf(SMOOTH_WAVES.length, voiceCount, frameCount);
}

/** Random scenes with any wave in which no modulator moves the pitch, so that all kernels have the same positions. */
export function steadyScenes(voiceCount: number, frameCount: number): fc.Arbitrary<Scene> {
  const steady = Object.fromEntries(PITCH_DEPTHS.map((field) => [field, 0]));
  return scenes(voiceCount, frameCount).map(({ voices, commands }) => ({
    voices: voices.map((voice) => ({ ...voice, settings: { ...voice.settings, ...steady } })),
    commands: commands.filter(({ field }) => field === undefined || !PITCH_DEPTHS.includes(field)),
    frameCount,
  }));
}

/** How random scenes are cut. */
export const cuttingPlans: fc.Arbitrary<CuttingPlan> = fc
  .record({
    cuts: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: CELL_FRAMES - 1 }), { maxLength: 5 }), {
      minLength: 1,
      maxLength: 8,
    }),
    linking: fc.constantFrom('early', 'late', 'alone'),
  })
  .map(({ cuts, linking }) => {
    const sorted = cuts.map((cell) => cell.toSorted((a, b) => a - b));
    return { cutsOfCell: (cell: number) => sorted[cell % sorted.length]!, linking };
  });

/** Plays a scene on a fresh kernel. */
export function playScene(makeKernel: MakeKernel, scene: Scene, plan?: CuttingPlan): Rendering {
  const rig = new KernelRig(makeKernel);
  for (const { wave, settings: voiceSettings, startFrame } of scene.voices)
    rig.play(WAVES[wave]!, voiceSettings, startFrame);
  rig.schedule(...scene.commands);
  return rig.render(scene.frameCount, plan);
}
