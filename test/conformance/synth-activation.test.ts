import { describe, expect, it } from 'vitest';
import type { DirectMusicSynthSink } from '../../src/ddi/direct-music-synth-sink.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { PumpedSink } from '../../src/wave-sinks/pumped-sink.ts';
import { codeOf } from './error-code.ts';
import { eventRecords, noteOn } from './event-records.ts';
import { MockClock, MockSink } from './mock-sink.ts';
import { describeRuleSets } from './rule-sets.ts';

function openSynth(rules: RuleSetName): SoftwareSynth {
  const synth = new SoftwareSynth({ rules });
  synth.open();
  return synth;
}

function activeSynth(rules: RuleSetName): SoftwareSynth {
  const synth = openSynth(rules);
  const sink = new MockSink();
  sink.setMasterClock(new MockClock());
  synth.setSynthSink(sink);
  synth.activate(true);
  return synth;
}

describeRuleSets('5 Synth, sink and clock', (rules) => {
  it('W-060: a closed synth without a sink does not start', () => {
    const synth = new SoftwareSynth({ rules });
    expect(codeOf(() => synth.activate(true))).toBe('DMUS_E_NOSYNTHSINK');
  });

  it('W-061: an open synth without a sink does not start', () => {
    expect(codeOf(() => openSynth(rules).activate(true))).toBe('DMUS_E_NOSYNTHSINK');
  });

  it('beside W-061: stopping a synth that did not start changes nothing', () => {
    expect(openSynth(rules).activate(false)).toEqual({ changed: false });
  });

  it('W-064: a synth without a sink has no latency clock', () => {
    expect(codeOf(() => new SoftwareSynth({ rules }).getLatencyClock())).toBe('DMUS_E_NOSYNTHSINK');
  });

  it('W-065: no sink can be taken away', () => {
    expect(codeOf(() => openSynth(rules).setSynthSink(null))).toBe('S_OK');
  });

  it('W-066: a sink learns of its synth, and of its loss', () => {
    const synth = new SoftwareSynth({ rules });
    const sink = new MockSink();
    synth.setSynthSink(sink);
    expect(sink.synths).toEqual([synth]);
    synth.setSynthSink(null);
    expect(sink.synths.at(-1)).toBeNull();
  });

  it.each<[string, () => DirectMusicSynthSink]>([
    ['mock', () => new MockSink()],
    ['pumped', () => new PumpedSink()],
  ])('W-068: the latency clock is the very object of the sink: %s', (_, makeSink) => {
    const synth = new SoftwareSynth({ rules });
    const sink = makeSink();
    synth.setSynthSink(sink);
    expect(synth.getLatencyClock()).toBe(sink.getLatencyClock());
  });

  it('W-069: a sink without a master clock does not start, and the synth says only that it is not configured', () => {
    const synth = openSynth(rules);
    synth.setSynthSink(new MockSink());
    expect(codeOf(() => synth.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(synth.activate(false)).toEqual({ changed: false });
  });

  it('W-070: no clock is no master clock', () => {
    expect(codeOf(() => new SoftwareSynth({ rules }).setMasterClock(null as never))).toBe('E_POINTER');
  });

  it('W-071: the synth takes a master clock and does nothing with it', () => {
    const synth = openSynth(rules);
    synth.setSynthSink(new MockSink());
    expect(codeOf(() => synth.setMasterClock(new MockClock()))).toBe('S_OK');
    expect(codeOf(() => synth.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-073: a sink with a master clock starts', () => {
    const synth = openSynth(rules);
    const sink = new MockSink();
    synth.setSynthSink(sink);
    sink.setMasterClock(new MockClock());
    expect(synth.activate(true)).toEqual({ changed: true });
  });

  it('W-074: starting again changes nothing', () => {
    expect(activeSynth(rules).activate(true)).toEqual({ changed: false });
  });

  it('W-075: closes while active', () => {
    expect(codeOf(() => activeSynth(rules).close())).toBe('S_OK');
  });

  it('W-076: loses its sink while active', () => {
    expect(codeOf(() => activeSynth(rules).setSynthSink(null))).toBe('S_OK');
  });

  it.each<[string, (synth: SoftwareSynth) => void]>([
    ['closed', (synth) => synth.close()],
    ['without its sink', (synth) => synth.setSynthSink(null)],
    ['closed and without its sink', (synth) => [synth.close(), synth.setSynthSink(null)]],
  ])('beside W-076: a synth that was %s while active has nothing to stop, and says so once', (_, lose) => {
    const synth = activeSynth(rules);
    lose(synth);
    expect(codeOf(() => synth.activate(false))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(synth.activate(false)).toEqual({ changed: false });
  });

  it('beside W-076: after all that it can be opened and started again', () => {
    const synth = activeSynth(rules);
    synth.close();
    synth.setSynthSink(null);
    codeOf(() => synth.activate(false));
    synth.open();
    const sink = new MockSink();
    sink.setMasterClock(new MockClock());
    synth.setSynthSink(sink);
    expect(synth.activate(true)).toEqual({ changed: true });
    sink.render(new Int16Array(256));
    expect(sink.getLatencyClock().getTime()).toBeGreaterThan(0);
  });
});

/** Preconditions of 09 section 7. */
describe.each<RuleSetName>(['windows', 'dls2'])("calls in the wrong state, rules '%s'", (rules) => {
  const note = eventRecords([noteOn(60, 127)]);
  const block = new Uint8Array(16);
  const needOpen: readonly [string, (synth: SoftwareSynth) => unknown][] = [
    ['download', (synth) => synth.download(block)],
    ['unload', (synth) => synth.unload(1)],
    ['getRunningStats', (synth) => synth.getRunningStats()],
    ['setChannelPriority', (synth) => synth.setChannelPriority(1, 0, 0x80000000)],
    ['getChannelPriority', (synth) => synth.getChannelPriority(1, 0)],
    ['render', (synth) => synth.render(new Int16Array(2), 1, 0)],
  ];

  it.each(needOpen)('%s needs an open synth', (_, call) => {
    const synth = new SoftwareSynth({ rules });
    expect(codeOf(() => call(synth))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    synth.open();
    synth.close();
    expect(codeOf(() => call(synth))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('activating a closed synth fails', () => {
    const synth = new SoftwareSynth({ rules });
    const sink = new MockSink();
    sink.setMasterClock(new MockClock());
    synth.setSynthSink(sink);
    expect(codeOf(() => synth.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('playing needs an open synth, then a sink, then an active synth', () => {
    const synth = new SoftwareSynth({ rules });
    const sink = new MockSink();
    sink.setMasterClock(new MockClock());
    synth.setSynthSink(sink);
    expect(codeOf(() => synth.playBuffer(0, note))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    synth.open();
    expect(codeOf(() => synth.playBuffer(0, note))).toBe('DMUS_E_SYNTHINACTIVE');
    synth.setSynthSink(null);
    expect(codeOf(() => synth.playBuffer(0, note))).toBe('DMUS_E_NOSYNTHSINK');
    synth.setSynthSink(sink);
    synth.activate(true);
    expect(codeOf(() => synth.playBuffer(0, note))).toBe('S_OK');
  });

  it('rendering needs an active synth', () => {
    const synth = activeSynth(rules);
    synth.activate(false);
    expect(codeOf(() => synth.render(new Int16Array(2), 1, 0))).toBe('DMUS_E_SYNTHINACTIVE');
  });
});
