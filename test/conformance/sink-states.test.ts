import { describe, expect, it } from 'vitest';
import type { TimeConversion } from '../../src/clock/sample-time.ts';
import type { DirectMusicSynth } from '../../src/ddi/direct-music-synth.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { PumpedSink } from '../../src/wave-sinks/pumped-sink.ts';
import { codeOf } from './error-code.ts';
import { MockClock } from './mock-sink.ts';
import { mockSynth } from './mock-synth.ts';

const NOW = 987_654_321;
/** Most that the latency clock may be ahead of the master clock, ticks: 200 ms. */
const MOST_LATENCY = 2_000_000;

interface Parts {
  readonly synth?: DirectMusicSynth;
  readonly hasOutput?: boolean;
  readonly masterClock?: MockClock;
}

describe.each<TimeConversion>(['windows', 'exact'])("10 The default sink, conversion '%s'", (conversion) => {
  function makeSink({ synth, hasOutput = false, masterClock }: Parts = {}): PumpedSink {
    const sink = new PumpedSink({ conversion });
    if (synth) sink.init(synth);
    if (hasOutput) sink.setOutput(new MemoryOutput());
    if (masterClock) sink.setMasterClock(masterClock);
    return sink;
  }

  function activeSink(masterClock = new MockClock(NOW)): PumpedSink {
    const sink = makeSink({ synth: mockSynth(), hasOutput: true, masterClock });
    sink.activate(true);
    return sink;
  }

  it('W-150: a new sink has no synth to start with', () => {
    expect(codeOf(() => makeSink().activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-151: a new sink can be stopped', () => {
    expect(codeOf(() => makeSink().activate(false))).toBe('S_OK');
  });

  it('W-156: without a synth no buffer size is desired', () => {
    expect(codeOf(() => makeSink().getDesiredBufferSize())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-158: with a closed synth no buffer size is known', () => {
    const sink = makeSink({ synth: new SoftwareSynth() });
    expect(codeOf(() => sink.getDesiredBufferSize())).toBe('E_UNEXPECTED');
  });

  it('W-159: the desired size is in bytes: two seconds of 16-bit sound', () => {
    const synth = new SoftwareSynth();
    synth.open();
    expect(makeSink({ synth }).getDesiredBufferSize()).toBe(176_400);
  });

  it('W-160: a synth opens with one audio channel, and the desired size is half of that', () => {
    const synth = new SoftwareSynth();
    expect(synth.open({ audioChannels: 1 }).changed).toBe(false);
    expect(makeSink({ synth }).getDesiredBufferSize()).toBe(88_200);
  });

  it('W-163: the latency clock is there from the beginning, always the same, and not the master clock', () => {
    const masterClock = new MockClock();
    const sink = makeSink();
    const latencyClock = sink.getLatencyClock();
    sink.setMasterClock(masterClock);
    expect(latencyClock).toBeDefined();
    expect(sink.getLatencyClock()).toBe(latencyClock);
    expect(latencyClock).not.toBe(masterClock);
  });

  it.each<[string, () => Parts]>([
    ['new', () => ({})],
    ['with a synth', () => ({ synth: mockSynth() })],
    ['with synth and master clock', () => ({ synth: mockSynth(), masterClock: new MockClock(NOW) })],
  ])('W-165: the latency clock of an inactive sink tells no time: %s', (_, parts) => {
    expect(codeOf(() => makeSink(parts()).getLatencyClock().getTime())).toBe('E_FAIL');
  });

  it('beside W-165: the latency clock tells no time after the sink was stopped', () => {
    const sink = activeSink();
    sink.activate(false);
    expect(codeOf(() => sink.getLatencyClock().getTime())).toBe('E_FAIL');
  });

  it('W-166: no synth can be taken away', () => {
    expect(codeOf(() => makeSink().init(null))).toBe('S_OK');
  });

  it('W-167: no output can be taken away, even without a synth', () => {
    expect(codeOf(() => makeSink().setOutput(null))).toBe('S_OK');
  });

  it('W-168: an output needs a synth for its format', () => {
    expect(codeOf(() => makeSink().setOutput(new MemoryOutput()))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-169: the desired size is the same before and after the activation', () => {
    const sink = makeSink({ synth: mockSynth(), hasOutput: true, masterClock: new MockClock() });
    expect(sink.getDesiredBufferSize()).toBe(352_800);
    sink.activate(true);
    expect(sink.getDesiredBufferSize()).toBe(352_800);
  });

  it('W-170: a sink without an output does not start', () => {
    expect(codeOf(() => makeSink({ synth: mockSynth() }).activate(true))).toBe('DMUS_E_DSOUND_NOT_SET');
  });

  it('W-171: a sink without a master clock does not start', () => {
    const sink = makeSink({ synth: mockSynth(), hasOutput: true });
    expect(codeOf(() => sink.activate(true))).toBe('DMUS_E_NO_MASTER_CLOCK');
  });

  it('W-172: a sink that has everything starts', () => {
    const sink = makeSink({ synth: mockSynth(), hasOutput: true, masterClock: new MockClock() });
    expect(codeOf(() => sink.activate(true))).toBe('S_OK');
  });

  it('W-174: what is missing is complained of in this order: synth, output, master clock, and last being active', () => {
    const masterClock = new MockClock();
    expect(codeOf(() => makeSink({ masterClock }).activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => makeSink({ synth: mockSynth(), masterClock }).activate(true))).toBe('DMUS_E_DSOUND_NOT_SET');
    expect(codeOf(() => activeSink().activate(true))).toBe('DMUS_E_SYNTHACTIVE');
  });

  it('W-177: the latency clock is ahead of the master clock, by less than 200 ms', () => {
    const masterClock = new MockClock(NOW);
    const sink = activeSink(masterClock);
    expect(sink.getLatencyClock().getTime()).toBeGreaterThan(NOW);
    expect(sink.getLatencyClock().getTime()).toBeLessThanOrEqual(NOW + MOST_LATENCY);
    sink.pump(882);
    masterClock.now += 100_000;
    expect(sink.getLatencyClock().getTime()).toBeGreaterThan(masterClock.now);
    expect(sink.getLatencyClock().getTime()).toBeLessThanOrEqual(masterClock.now + MOST_LATENCY);
  });

  it('W-178: an active sink takes a master clock', () => {
    expect(codeOf(() => activeSink().setMasterClock(new MockClock()))).toBe('S_OK');
  });

  it('W-179: an active sink can lose its synth, which is complained of before its being active', () => {
    const sink = activeSink();
    expect(codeOf(() => sink.init(null))).toBe('S_OK');
    expect(codeOf(() => sink.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
  });

  it('W-181: stops, and lets its output go', () => {
    const sink = activeSink();
    expect(codeOf(() => sink.setOutput(null))).toBe('DMUS_E_SYNTHACTIVE');
    expect(codeOf(() => sink.activate(false))).toBe('S_OK');
    expect(codeOf(() => sink.setOutput(null))).toBe('S_OK');
  });

  it('W-182: no clock is no master clock, in any state', () => {
    for (const sink of [makeSink(), activeSink()]) {
      expect(codeOf(() => sink.setMasterClock(null as never))).toBe('E_POINTER');
      expect(codeOf(() => sink.setMasterClock(new MockClock()))).toBe('S_OK');
    }
  });
});
