import { describe, expect, it } from 'vitest';
import { connect, sustain, time } from '../../test/rig/bank.ts';
import { EffectFlags } from '../ddi/port-params.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { centsToRelativePitch, dbToGain, hzToAbsolutePitch, percentToScale } from '../formats/dls/units.ts';
import type { Connection, WaveLoop } from '../formats/sound-bank.ts';
import { Articulation } from './articulation/articulation.ts';
import { Channel } from './channel.ts';
import type { PlayableRegion } from './downloads/download-store.ts';
import { KernelMemory } from './kernel/kernel-memory.ts';
import {
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_SET_F64,
  GUARD_FRAMES,
  LONGEST_STAGE_FRAMES,
  VOICE_CUTOFF_CENTS,
  VOICE_EG1_ATTACK,
  VOICE_EG1_DECAY,
  VOICE_EG1_DELAY,
  VOICE_EG1_HOLD,
  VOICE_EG1_RELEASE,
  VOICE_EG1_SHUTDOWN,
  VOICE_EG1_SUSTAIN_DB,
  VOICE_EG2_ATTACK,
  VOICE_EG2_DECAY,
  VOICE_EG2_DELAY,
  VOICE_EG2_HOLD,
  VOICE_EG2_RELEASE,
  VOICE_EG2_SUSTAIN,
  VOICE_EG2_TO_PITCH,
  VOICE_FILTER_ON,
  VOICE_GAIN_DB,
  VOICE_LFO_DELAY,
  VOICE_LFO_RATE,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_PAN_LEFT,
  VOICE_PAN_RIGHT,
  VOICE_RELEASE_ADDRESS,
  VOICE_RESONANCE_DB,
  VOICE_VIBRATO_DELAY,
  VOICE_VIBRATO_RATE,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
} from './kernel/layout.ts';
import { createWasmKernel } from './kernel/wasm-kernel.ts';
import { DLS2_RULES, type RuleSet, WINDOWS_RULES } from './rules.ts';
import { Voice } from './voice.ts';
import {
  computeDynamic,
  DYNAMIC_FIELD_COUNT,
  updateVoice,
  type VoiceSettings,
  writeVoice,
} from './voice-parameters.ts';

const SETTINGS: VoiceSettings = { sampleRate: 48000, portGainDb: 6, effects: 0 };
const SLOT = 1;

interface Setup {
  readonly connections?: readonly Connection[];
  readonly contents?: Partial<PlayableRegion['contents']>;
  readonly loop?: WaveLoop;
  readonly waveRate?: number;
  readonly rules?: RuleSet;
  readonly channel?: Channel;
  readonly key?: number;
  readonly velocity?: number;
}

function makeVoice(setup: Setup = {}): Voice {
  const { rules = DLS2_RULES, connections = [], contents = {}, channel = new Channel(0) } = setup;
  const voice = new Voice(SLOT, rules, DYNAMIC_FIELD_COUNT);
  voice.channel = channel;
  voice.key = setup.key ?? 60;
  voice.velocity = setup.velocity ?? 127;
  voice.region = {
    contents: {
      keyLow: 0,
      keyHigh: 127,
      velocityLow: 0,
      velocityHigh: 127,
      selfNonExclusive: false,
      keyGroup: 0,
      waveDownloadId: 0,
      unityNote: 60,
      fineTuneCents: 0,
      gainDb: 0,
      loop: setup.loop,
      connections: undefined,
      ...contents,
    },
    articulation: new Articulation(rules, connections, undefined),
    waveRate: setup.waveRate ?? 48000,
    waveFrameCount: 1000,
    loop: setup.loop,
    image: { address: 50_000, format: 0, scale: 1 / 32768 },
    releaseImage: { address: 60_000, format: 0, scale: 1 / 32768 },
  };
  return voice;
}

/** A kernel record as note control writes it. */
function write(setup: Setup = {}): { u32: (field: number) => number; f32: (field: number) => number } {
  const sizes = { slotCount: 2, commandCount: 1, sampleRate: 48000, gainCeiling: 2 };
  const memory = new KernelMemory(createWasmKernel(), sizes);
  writeVoice(makeVoice(setup), SETTINGS, memory);
  return { u32: (field) => memory.getU32(SLOT, field), f32: (field) => memory.getF32(SLOT, field) };
}

function dynamicOf(setup: Setup, settings: VoiceSettings = SETTINGS): Float64Array {
  const result = new Float64Array(DYNAMIC_FIELD_COUNT);
  computeDynamic(makeVoice(setup), settings, result);
  return result;
}

const [PITCH, GAIN, LEFT, RIGHT, REVERB, CHORUS] = [0, 1, 2, 3, 4, 5];

describe('envelope times', () => {
  it.each([
    ['EG1 delay', To.EG1_DELAY_TIME, VOICE_EG1_DELAY],
    ['EG1 attack', To.EG1_ATTACK_TIME, VOICE_EG1_ATTACK],
    ['EG1 hold', To.EG1_HOLD_TIME, VOICE_EG1_HOLD],
    ['EG1 release', To.EG1_RELEASE_TIME, VOICE_EG1_RELEASE],
    ['EG1 shutdown', To.EG1_SHUTDOWN_TIME, VOICE_EG1_SHUTDOWN],
    ['EG2 delay', To.EG2_DELAY_TIME, VOICE_EG2_DELAY],
    ['EG2 attack', To.EG2_ATTACK_TIME, VOICE_EG2_ATTACK],
    ['EG2 hold', To.EG2_HOLD_TIME, VOICE_EG2_HOLD],
    ['EG2 release', To.EG2_RELEASE_TIME, VOICE_EG2_RELEASE],
    ['LFO delay', To.LFO_START_DELAY, VOICE_LFO_DELAY],
    ['vibrato delay', To.VIBRATO_START_DELAY, VOICE_VIBRATO_DELAY],
  ])('%s is its connection’s time in frames, and 0 for no time', (_, destination, field) => {
    for (const seconds of [0, 0.001, 0.1, 1, 20]) {
      expect(write({ connections: [time(destination, seconds)] }).u32(field)).toBe(Math.round(seconds * 48000));
    }
  });

  it('defaults are no times at all but 15 ms of shutdown, and 10 ms before LFOs', () => {
    const { u32 } = write();
    const fields = [VOICE_EG1_DELAY, VOICE_EG1_ATTACK, VOICE_EG1_HOLD, VOICE_EG1_DECAY, VOICE_EG1_RELEASE];
    expect([...fields, VOICE_EG2_ATTACK, VOICE_EG2_DECAY].map(u32)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([VOICE_EG1_SHUTDOWN, VOICE_LFO_DELAY, VOICE_VIBRATO_DELAY].map(u32)).toEqual([720, 480, 480]);
  });

  it('Windows has a shutdown of its own', () => {
    const connections = [time(To.EG1_SHUTDOWN_TIME, 1)];
    expect(write({ connections, rules: WINDOWS_RULES }).u32(VOICE_EG1_SHUTDOWN)).toBe(Math.round(48000 / 70));
  });

  it('a decay time is for the whole range, and ends where the sustain level begins', () => {
    for (const percent of [0, 25, 90, 100]) {
      const { u32, f32 } = write({
        connections: [time(To.EG1_DECAY_TIME, 2), time(To.EG2_DECAY_TIME, 1), sustain(percent)],
      });
      expect(u32(VOICE_EG1_DECAY)).toBe(Math.round(2 * 48000 * (1 - percent / 100)));
      expect(f32(VOICE_EG1_SUSTAIN_DB)).toBeCloseTo(96 * (1 - percent / 100), 4);
      expect(u32(VOICE_EG2_DECAY)).toBe(0);
    }
    const eg2 = write({
      connections: [time(To.EG2_DECAY_TIME, 1), connect(From.NONE, To.EG2_SUSTAIN_LEVEL, percentToScale(25))],
    });
    expect(eg2.u32(VOICE_EG2_DECAY)).toBe(36000);
    expect(eg2.f32(VOICE_EG2_SUSTAIN)).toBeCloseTo(0.25, 6);
  });

  it.each([
    [-50, 96, 0],
    [150, 0, 1],
  ])('sustain levels of %i % are brought into range', (percent, decibels, level) => {
    const { f32 } = write({
      connections: [sustain(percent), connect(From.NONE, To.EG2_SUSTAIN_LEVEL, percentToScale(percent))],
    });
    expect([f32(VOICE_EG1_SUSTAIN_DB), f32(VOICE_EG2_SUSTAIN)]).toEqual([decibels, level]);
  });

  it('velocity and key scale times', () => {
    const connections = [
      time(To.EG1_ATTACK_TIME, 0.1),
      connect(From.KEY_ON_VELOCITY, To.EG1_ATTACK_TIME, centsToRelativePitch(-1200)),
      time(To.EG1_DECAY_TIME, 1),
      sustain(0),
      connect(From.KEY_NUMBER, To.EG1_DECAY_TIME, centsToRelativePitch(-2400)),
    ];
    const { u32 } = write({ connections, key: 96, velocity: 64 });
    expect(u32(VOICE_EG1_ATTACK)).toBe(Math.round(4800 * 2 ** -0.5));
    expect(u32(VOICE_EG1_DECAY)).toBe(Math.round(48000 * 2 ** (-2 * 0.75)));
  });

  it('times beyond all bounds are as long as a stage can be', () => {
    const forever = Array.from({ length: 60 }, (_, i) => connect(0x80 + i, To.EG1_RELEASE_TIME, 0x7fffffff, 0, 0x8000));
    const connections = [connect(From.NONE, To.EG1_RELEASE_TIME, 0x7fffffff), ...forever];
    expect(write({ connections }).u32(VOICE_EG1_RELEASE)).toBe(LONGEST_STAGE_FRAMES);
  });
});

describe('oscillators and filter', () => {
  it('rates are cycles a frame, 5 Hz by default', () => {
    expect(write().f32(VOICE_LFO_RATE)).toBeCloseTo(5 / 48000, 9);
    const connections = [
      connect(From.NONE, To.LFO_FREQUENCY, hzToAbsolutePitch(2)),
      connect(From.NONE, To.VIBRATO_FREQUENCY, hzToAbsolutePitch(7.5)),
    ];
    const { f32 } = write({ connections });
    expect(f32(VOICE_LFO_RATE)).toBeCloseTo(2 / 48000, 9);
    expect(f32(VOICE_VIBRATO_RATE)).toBeCloseTo(7.5 / 48000, 9);
  });

  it('the filter is on when it has a cutoff; velocity and controllers move it', () => {
    expect(write().u32(VOICE_FILTER_ON)).toBe(0);
    const connections = [
      connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(440)),
      connect(From.KEY_ON_VELOCITY, To.FILTER_CUTOFF, centsToRelativePitch(1280)),
      connect(From.NONE, To.FILTER_Q, dbToGain(9)),
    ];
    const { u32, f32 } = write({ connections, velocity: 50 });
    expect(u32(VOICE_FILTER_ON)).toBe(1);
    expect(f32(VOICE_CUTOFF_CENTS)).toBeCloseTo(6900 + 500, 2);
    expect(f32(VOICE_RESONANCE_DB)).toBeCloseTo(9, 4);
  });

  it('a resonance below 0 dB is none', () => {
    const connections = [
      connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(440)),
      connect(From.NONE, To.FILTER_Q, dbToGain(-9)),
    ];
    expect(write({ connections }).f32(VOICE_RESONANCE_DB)).toBe(0);
  });
});

describe('pitch', () => {
  it.each([
    [{ key: 60 }, 0],
    [{ key: 72 }, 1200],
    [{ key: 0 }, -6000],
    [{ key: 60, waveRate: 24000 }, -1200],
    [{ key: 60, contents: { unityNote: 48, fineTuneCents: -25 } }, 1175],
    [{ key: 61, connections: [connect(From.KEY_NUMBER, To.PITCH, 0)] }, -6000],
  ])('of %j is %i cents', (setup: Setup, cents) => {
    expect(dynamicOf(setup)[PITCH]).toBeCloseTo(cents, 6);
  });

  it('coarse tuning moves melodic channels and leaves drums', () => {
    for (const [index, cents] of [
      [0, 300],
      [9, 0],
    ] as const) {
      const channel = new Channel(index);
      channel.coarseTuneCents = 300;
      expect(dynamicOf({ channel })[PITCH]).toBeCloseTo(cents, 6);
    }
  });
});

describe('gain and pan', () => {
  it('gain is 6 dB of every voice, volume and boost, region, and the channel’s controllers', () => {
    const expected = 6 + 6 - 3 + 40 * Math.log10(100 / 127) + 40 * Math.log10(64 / 127);
    expect(dynamicOf({ velocity: 64, contents: { gainDb: -3 } })[GAIN]).toBeCloseTo(expected, 4);
  });

  it.each([
    [0, 1, 0],
    [1, 1, 0],
    [64, Math.SQRT1_2, Math.SQRT1_2],
    [127, 0, 1],
    [96, Math.sqrt(0.246), Math.sqrt(0.754)],
  ])('CC 10 at %i by Level 2 gives %f left, %f right', (value, left, right) => {
    const channel = new Channel(0);
    channel.controllers[10] = value;
    const dynamic = dynamicOf({ channel });
    expect(dynamic[LEFT]).toBeCloseTo(left, value === 127 ? 1 : 3);
    expect(dynamic[RIGHT]).toBeCloseTo(right, value === 127 ? 2 : 3);
  });

  it.each([
    [0, 1, 0],
    [127, 0, 1],
    [64, Math.sqrt(1 - 64 / 127), Math.sqrt(64 / 127)],
  ])('CC 10 at %i in Windows gives %f left, %f right', (value, left, right) => {
    const channel = new Channel(0);
    channel.controllers[10] = value;
    const dynamic = dynamicOf({ channel, rules: WINDOWS_RULES });
    expect([dynamic[LEFT], dynamic[RIGHT]].map((x) => Math.round(x! * 1e6))).toEqual(
      [left, right].map((x) => Math.round(x * 1e6)),
    );
  });

  it('power stays the same wherever a voice is panned', () => {
    for (let value = 0; value < 128; value++) {
      const channel = new Channel(0);
      channel.controllers[10] = value;
      for (const percent of [-50, -10, 0, 30]) {
        const connections = [connect(From.NONE, To.PAN, percentToScale(percent))];
        const dynamic = dynamicOf({ channel, connections });
        expect(dynamic[LEFT]! ** 2 + dynamic[RIGHT]! ** 2).toBeCloseTo(1, 12);
      }
    }
  });

  it('a constant pan adds to the controller and stops at the sides', () => {
    const right = (percent: number, value: number): number => {
      const channel = new Channel(0);
      channel.controllers[10] = value;
      return dynamicOf({ channel, connections: [connect(From.NONE, To.PAN, percentToScale(percent))] })[RIGHT]! ** 2;
    };
    expect(right(25, 64)).toBeCloseTo(0.75, 6);
    expect(right(-50, 64)).toBe(0);
    expect(right(50, 127)).toBe(1);
    expect(right(-25, 127)).toBeCloseTo(0.5 + 0.508 * (63 / 64) - 0.25, 6);
  });
});

describe('sends', () => {
  const { none, reverb, chorus } = EffectFlags;

  it.each([
    [none, 0, 0],
    [reverb, 0.5, 0],
    [chorus, 0, 0.25],
    [reverb | chorus, 0.5, 0.25],
  ])('follow CC 91 and CC 93 where effects %i are on: %f and %f', (effects, toReverb, toChorus) => {
    const channel = new Channel(0);
    channel.controllers[91] = 64;
    channel.controllers[93] = 32;
    const dynamic = dynamicOf({ channel }, { ...SETTINGS, effects });
    expect([dynamic[REVERB], dynamic[CHORUS]]).toEqual([toReverb, toChorus]);
  });

  it.each([
    [0, 30, 0.3],
    [64, 30, 0.8],
    [127, 30, 1],
    [0, -30, 0],
  ])('CC 91 at %i and a bank’s %i %% give %f', (value, percent, factor) => {
    const channel = new Channel(0);
    channel.controllers[91] = value;
    const connections = [connect(From.NONE, To.REVERB, percentToScale(percent))];
    expect(dynamicOf({ channel, connections }, { ...SETTINGS, effects: reverb })[REVERB]).toBeCloseTo(factor, 6);
  });
});

describe('the wave', () => {
  it('is one-shot, looped for ever or looped until released', () => {
    const loop = { start: 100, length: 300 } as const;
    const one = write();
    expect([one.u32(VOICE_LOOP_MODE), one.u32(VOICE_WAVE_END), one.u32(VOICE_WAVE_ADDRESS)]).toEqual([0, 1000, 50_000]);
    for (const [type, mode] of [
      ['forward', 1],
      ['release', 2],
    ] as const) {
      const { u32 } = write({ loop: { ...loop, type } });
      expect(u32(VOICE_LOOP_MODE)).toBe(mode);
      expect(u32(VOICE_LOOP_WRAP)).toBe(400 + GUARD_FRAMES);
      expect(u32(VOICE_LOOP_LENGTH)).toBe(300);
      expect(u32(VOICE_RELEASE_ADDRESS)).toBe(60_000);
    }
  });
});

describe('updates', () => {
  it('send what changed and nothing else', () => {
    const channel = new Channel(0);
    const voice = makeVoice({
      channel,
      connections: [connect(From.EG2, To.PITCH, centsToRelativePitch(128), From.CC1)],
    });
    computeDynamic(voice, SETTINGS, voice.dynamic);
    const sent: number[][] = [];
    const scratch = new Float64Array(DYNAMIC_FIELD_COUNT);
    const update = (): number[][] => {
      sent.length = 0;
      updateVoice(voice, SETTINGS, scratch, (...command) => sent.push(command));
      return sent;
    };
    expect(update()).toEqual([]);
    channel.controllers[11] = 64;
    expect(update().map(([slot, kind, field]) => [slot, kind, field])).toEqual([
      [SLOT, COMMAND_KIND_SET_F32, VOICE_GAIN_DB],
    ]);
    channel.pitchWheel = 0;
    expect(update().map(([, kind, field, value]) => [kind, field, value])).toEqual([[COMMAND_KIND_SET_F64, 0, -200]]);
    channel.controllers[10] = 0;
    expect(update().map(([, , field]) => field)).toEqual([VOICE_PAN_LEFT, VOICE_PAN_RIGHT]);
    channel.controllers[1] = 64;
    expect(update().map(([, , field]) => field)).toContain(VOICE_EG2_TO_PITCH);
    expect(update()).toEqual([]);
  });
});
