import { describe, expect, it } from 'vitest';
import { CELL_FRAMES, SILENCE_DB } from '../layout.ts';
import { type ControlPhase, controlCurve, gainOfDb } from './control-curve.ts';
import { endedInCell, expectCurve, KernelRig, type MakeKernel } from './kernel-rig.ts';
import { FLAT_WAVE } from './suite-wave.ts';
import type { VoiceSettings } from './voice-settings.ts';

interface Stages {
  readonly delay: number;
  readonly attack: number;
  readonly hold: number;
  readonly decay: number;
  /** EG1: attenuation, dB. EG2: level, 0…1. */
  readonly sustain: number;
}

const TOLERANCE = 5e-6;

function stageEnds({ delay, attack, hold, decay }: Stages): [number, number, number, number] {
  return [delay, delay + attack, delay + attack + hold, delay + attack + hold + decay];
}

/** EG1's level before any release, linear. */
function eg1Level(stages: Stages, frame: number): number {
  const [delayEnd, attackEnd, holdEnd, decayEnd] = stageEnds(stages);
  if (frame < delayEnd) return 0;
  if (frame < attackEnd) return (frame - delayEnd) / stages.attack;
  if (frame < holdEnd) return 1;
  if (frame < decayEnd) return gainOfDb((-stages.sustain * (frame - holdEnd)) / stages.decay);
  return stages.sustain >= SILENCE_DB ? 0 : gainOfDb(-stages.sustain);
}

/** EG2's level before any release. */
function eg2Level(stages: Stages, frame: number): number {
  const [delayEnd, attackEnd, holdEnd, decayEnd] = stageEnds(stages);
  if (frame < delayEnd) return 0;
  if (frame < attackEnd) return (frame - delayEnd) / stages.attack;
  if (frame < holdEnd) return 1;
  if (frame < decayEnd) return 1 + ((stages.sustain - 1) * (frame - holdEnd)) / stages.decay;
  return stages.sustain;
}

function eg1Settings(stages: Stages): VoiceSettings {
  return {
    eg1Delay: stages.delay,
    eg1Attack: stages.attack,
    eg1Hold: stages.hold,
    eg1Decay: stages.decay,
    eg1SustainDb: stages.sustain,
  };
}

function eg2Settings(stages: Stages): VoiceSettings {
  return {
    eg2Delay: stages.delay,
    eg2Attack: stages.attack,
    eg2Hold: stages.hold,
    eg2Decay: stages.decay,
    eg2Sustain: stages.sustain,
  };
}

/** A fall from `fromDb` that begins at `firstFrame` and would take `fullRange` frames for 96 dB. */
function fall(firstFrame: number, fromDb: number, fullRange: number): Required<ControlPhase> {
  const length = Math.round((fullRange * (SILENCE_DB - fromDb)) / SILENCE_DB);
  const gainAt = (frame: number): number => {
    const part = (frame - firstFrame) / length;
    return frame < firstFrame + length ? gainOfDb(-(fromDb + part * (SILENCE_DB - fromDb))) : 0;
  };
  return { firstFrame, gainAt, corners: [firstFrame + length] };
}

const EG1_SETTINGS: readonly Stages[] = [
  { delay: 0, attack: 480, hold: 240, decay: 2400, sustain: 12 },
  { delay: 100, attack: 1000, hold: 0, decay: 777, sustain: 40 },
  { delay: 0, attack: 0, hold: 0, decay: 0, sustain: 20 },
  { delay: 0, attack: 0, hold: 0, decay: 1000, sustain: 6 },
  { delay: 64, attack: 0, hold: 128, decay: 64, sustain: 3 },
  { delay: 3, attack: 5, hold: 1, decay: 2, sustain: 9 },
  { delay: 17, attack: 33, hold: 15, decay: 130, sustain: 0 },
];

const EG2_SETTINGS: readonly Stages[] = [
  { delay: 0, attack: 480, hold: 240, decay: 900, sustain: 0.25 },
  { delay: 100, attack: 0, hold: 0, decay: 777, sustain: 0 },
  { delay: 0, attack: 0, hold: 0, decay: 0, sustain: 0.5 },
  { delay: 3, attack: 5, hold: 1, decay: 2, sustain: 0.75 },
  { delay: 17, attack: 33, hold: 15, decay: 130, sustain: 1 },
];

function describeStages(makeKernel: MakeKernel): void {
  it.each(EG1_SETTINGS)('EG1 follows its stages: %o', (stages) => {
    const rig = new KernelRig(makeKernel);
    rig.play(FLAT_WAVE, eg1Settings(stages));
    const { buses } = rig.render(4096);
    const gainAt = (frame: number): number => eg1Level(stages, frame);
    expectCurve(buses[0]!, controlCurve([{ firstFrame: 0, gainAt, corners: stageEnds(stages) }], 4096), TOLERANCE);
  });

  it.each(EG2_SETTINGS)('EG2 follows its stages, all linear: %o', (stages) => {
    const rig = new KernelRig(makeKernel);
    rig.play(FLAT_WAVE, { ...eg2Settings(stages), eg2ToGain: -24 });
    const { buses } = rig.render(2048);
    const gainAt = (frame: number): number => gainOfDb(-24 * eg2Level(stages, frame));
    expectCurve(buses[0]!, controlCurve([{ firstFrame: 0, gainAt, corners: stageEnds(stages) }], 2048), TOLERANCE);
  });

  it('a sustain level of 96 dB ends the voice with its decay', () => {
    const rig = new KernelRig(makeKernel);
    const stages: Stages = { delay: 0, attack: 0, hold: 64, decay: 960, sustain: SILENCE_DB };
    rig.play(FLAT_WAVE, eg1Settings(stages));
    const rendering = rig.render(1280);
    const gainAt = (frame: number): number => eg1Level(stages, frame);
    expectCurve(
      rendering.buses[0]!,
      controlCurve([{ firstFrame: 0, gainAt, corners: stageEnds(stages) }], 1280),
      TOLERANCE,
    );
    expect(endedInCell(rendering)).toBe(1024 / CELL_FRAMES);
  });

  it('a sustain level of 0 sounds until it is released', () => {
    const rig = new KernelRig(makeKernel);
    rig.play(FLAT_WAVE);
    const rendering = rig.render(48000);
    expect(rendering.buses[0]!.every((sample) => Math.abs(sample - 1) < TOLERANCE)).toBe(true);
    expect(endedInCell(rendering)).toBe(-1);
  });
}

function describeReleases(makeKernel: MakeKernel): void {
  it.each([4800, 961, 96])('the release falls 96 dB in %i frames, linear in dB', (fullRange) => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg1Release: fullRange });
    rig.at(100, slot, 'release');
    const rendering = rig.render(5120);
    const release = fall(100, 0, fullRange);
    expectCurve(rendering.buses[0]!, controlCurve([{ firstFrame: 0, gainAt: () => 1 }, release], 5120), TOLERANCE);
    expect(endedInCell(rendering)).toBe(Math.floor((100 + fullRange) / CELL_FRAMES));
  });

  it('a release in the attack falls from the level reached, in a share of the time', () => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg1Attack: 1000, eg1Release: 4800 });
    rig.at(500, slot, 'release');
    const rendering = rig.render(5312);
    const attack = { firstFrame: 0, gainAt: (frame: number) => frame / 1000 };
    const release = fall(500, -20 * Math.log10(0.5), 4800);
    expectCurve(rendering.buses[0]!, controlCurve([attack, release], 5312), TOLERANCE);
    expect(endedInCell(rendering)).toBe(Math.floor((500 + 4800 * (1 - 6.0206 / 96)) / CELL_FRAMES));
  });

  it('a release in the delay ends the voice without a sound', () => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg1Delay: 1000, eg1Release: 4800 });
    rig.at(500, slot, 'release');
    const rendering = rig.render(1280);
    expect(rendering.buses[0]!.every((sample) => sample === 0)).toBe(true);
    expect(endedInCell(rendering)).toBe(Math.floor(500 / CELL_FRAMES));
  });

  it('a shutdown in the release falls faster from where the release is', () => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg1Release: 9600, eg1Shutdown: 480 });
    rig.at(64, slot, 'release');
    rig.at(1264, slot, 'shutdown');
    const rendering = rig.render(1920);
    const phases = [{ firstFrame: 0, gainAt: () => 1 }, fall(64, 0, 9600), fall(1264, 12, 480)];
    expectCurve(rendering.buses[0]!, controlCurve(phases, 1920), TOLERANCE);
    expect(endedInCell(rendering)).toBe(Math.floor((1264 + 420) / CELL_FRAMES));
  });

  it.each(['release', 'shutdown'] as const)('a %s of no length fades in one segment, then ends the voice', (kind) => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg1Release: 0, eg1Shutdown: 0 });
    rig.at(70, slot, kind);
    const rendering = rig.render(256);
    const phases = [
      { firstFrame: 0, gainAt: () => 1 },
      { firstFrame: 70, gainAt: () => 0 },
    ];
    expectCurve(rendering.buses[0]!, controlCurve(phases, 256), TOLERANCE);
    expect(rendering.buses[0]![127]).toBeGreaterThan(0.01);
    expect(rendering.buses[0]!.subarray(128).every((sample) => sample === 0)).toBe(true);
    expect(endedInCell(rendering)).toBe(2);
  });

  it('EG2 falls to 0 from where it is, from 1 in the time of its release', () => {
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(FLAT_WAVE, { eg2Sustain: 0.5, eg2Release: 1600, eg2ToGain: -20, eg1Release: 0x3fffffff });
    rig.at(100, slot, 'release');
    const { buses } = rig.render(1280);
    const levelAt = (frame: number): number => Math.max(0, 0.5 * (1 - (frame - 100) / 800));
    const phases = [
      { firstFrame: 0, gainAt: () => gainOfDb(-10) },
      { firstFrame: 100, gainAt: (frame: number) => gainOfDb(-20 * levelAt(frame)), corners: [900] },
    ];
    expectCurve(buses[0]!, controlCurve(phases, 1280), 1e-4);
  });
}

/** Envelope generators: lengths and shapes of their stages, releases from everywhere. */
export function describeEnvelopes(makeKernel: MakeKernel): void {
  describe('envelopes', () => {
    describeStages(makeKernel);
    describeReleases(makeKernel);
  });
}
