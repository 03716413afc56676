import { describe, expect, it } from 'vitest';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { flatWave, oneWaveCollection } from '../../test/rig/bank.ts';
import { firstSound, peakOf } from '../../test/rig/compare.ts';
import { noteOn } from '../../test/rig/midi.ts';
import { codeOf } from '../../test/rig/raw-block.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortParams } from '../ddi/port-params.ts';
import { SoftwareSynth } from '../synth/software-synth.ts';
import { MemoryOutput } from '../wave-sinks/memory-output.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { PumpedSink } from '../wave-sinks/pumped-sink.ts';
import { MusicBuffer } from './music-buffer.ts';
import { SynthPort } from './synth-port.ts';

const COLLECTION = oneWaveCollection(flatWave());

interface PortParts {
  readonly output?: PcmOutput;
  readonly params?: Partial<PortParams>;
  readonly sink?: PumpedSink;
}

function openPort({ output = new MemoryOutput(), params, sink = new PumpedSink() }: PortParts = {}) {
  const clock = new ManualClock();
  const port = new SynthPort({
    synth: new SoftwareSynth(),
    sink,
    masterClock: new PlainClock(() => clock.getTime()),
    output,
    params: { sampleRate: 48000, ...params },
  });
  return { port, sink };
}

/** Plays a note at these ticks of 100 ns. At the channel's first volume its gain is below the ceiling of voices. */
function playNote(port: SynthPort, referenceTime: number): void {
  const buffer = new MusicBuffer({ byteLength: 64 });
  buffer.packStructured(referenceTime, 1, noteOn(60));
  port.playBuffer(buffer);
}

describe('SynthPort', () => {
  it('tells what it was opened with, and whether that was altered', () => {
    const { port } = openPort({ params: { voices: 24, channelGroups: 3, audioChannels: 1 } });
    expect(port.params).toMatchObject({ voices: 24, channelGroups: 3, audioChannels: 1, sampleRate: 48000 });
    expect(port.paramsChanged).toBe(false);
    expect(port.getFormat()).toMatchObject({ channelCount: 1, sampleRate: 48000 });
    const altered = openPort({ params: { voices: 100_000, sampleRate: 1 } }).port;
    expect(altered.params).toMatchObject({ voices: 1000, sampleRate: 11025 });
    expect(altered.paramsChanged).toBe(true);
  });

  it('is made inactive: nothing is played or pumped before it is activated', () => {
    const { port, sink } = openPort();
    expect(codeOf(() => playNote(port, 0))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(port.activate(true)).toEqual({ changed: true });
    playNote(port, 0);
    sink.pump(1);
    expect(sink.position).toBe(1);
  });

  it('plays a downloaded instrument from the frame of its stamp on', () => {
    const output = new MemoryOutput();
    const { port, sink } = openPort({ output, params: { audioChannels: 1 } });
    port.downloadInstrument(COLLECTION.getInstrument(0));
    port.activate(true);
    playNote(port, 100_000);
    sink.pump(1000);
    expect(Math.abs(firstSound(output.samples) - 480)).toBeLessThanOrEqual(1);
    expect(firstSound(output.samples)).toBeGreaterThanOrEqual(480);
  });

  it('an empty buffer is nothing to play, even while inactive', () => {
    const { port } = openPort();
    expect(codeOf(() => port.playBuffer(new MusicBuffer({ byteLength: 64 })))).toBe('nothing thrown');
  });

  it('the volume scales the sound, in 1/100 dB', () => {
    const peakAt = (hundredthsOfDb: number): number => {
      const output = new MemoryOutput();
      const { port, sink } = openPort({ output });
      port.downloadInstrument(COLLECTION.getInstrument(0));
      port.setVolume(hundredthsOfDb);
      port.activate(true);
      playNote(port, 0);
      sink.pump(2000);
      return peakOf(output.samples);
    };
    const peak = peakAt(0);
    expect(peak).toBeGreaterThan(0.05);
    expect(20 * Math.log10(peakAt(-600) / peak)).toBeCloseTo(-6, 2);
    expect(20 * Math.log10(peakAt(-2050) / peak)).toBeCloseTo(-20.5, 2);
    expect(20 * Math.log10(peakAt(-20_000) / peak)).toBeLessThan(-90);
  });

  it('a number of channel groups that was refused is not told', () => {
    const { port } = openPort({ params: { channelGroups: 2 } });
    port.setNumChannelGroups(5);
    expect([port.getNumChannelGroups(), port.params.channelGroups]).toEqual([5, 5]);
    expect(codeOf(() => port.setNumChannelGroups(0))).toBe('E_INVALIDARG');
    expect([port.getNumChannelGroups(), port.params.channelGroups]).toEqual([5, 5]);
  });

  it('priorities are kept by group and channel, in groups that were added too', () => {
    const { port } = openPort({ params: { channelGroups: 1 } });
    expect(codeOf(() => port.setChannelPriority(2, 0, 5))).toBe('E_INVALIDARG');
    port.setNumChannelGroups(2);
    const before = port.getChannelPriority(1, 3);
    port.setChannelPriority(2, 3, 0x8000_0001);
    expect(port.getChannelPriority(2, 3)).toBe(0x8000_0001);
    expect(port.getChannelPriority(1, 3)).toBe(before);
  });

  it('its latency clock is that of its sink', () => {
    const { port, sink } = openPort();
    expect(port.getLatencyClock()).toBe(sink.getLatencyClock());
    port.activate(true);
    sink.pump(48_000);
    expect(port.getLatencyClock().getTime()).toBe(10_000_000);
  });

  it('closing ends output and downloads; sink and output serve another port', () => {
    const output = new MemoryOutput();
    const { port, sink } = openPort({ output });
    port.downloadInstrument(COLLECTION.getInstrument(0));
    port.activate(true);
    playNote(port, 0);
    sink.pump(100);
    port.close();
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(firstSound(output.samples)).toBeGreaterThanOrEqual(0);

    const other = openPort({ output, sink, params: { sampleRate: 22050, audioChannels: 1 } }).port;
    other.activate(true);
    playNote(other, 0);
    sink.pump(300);
    expect(output.format).toMatchObject({ sampleRate: 22050, channelCount: 1 });
    expect(output.samples).toEqual(new Float32Array(300));
  });

  it('an active port closes its output once, an inactive one never opened it', () => {
    const [played, unplayed] = [new FakeOutput(), new FakeOutput()];
    const { port } = openPort({ output: played });
    port.activate(true);
    port.close();
    openPort({ output: unplayed }).port.close();
    expect([played.calls, unplayed.calls]).toEqual([['open', 'close'], []]);
  });

  it('closing lets go of sink, synth and output', () => {
    const { port, sink } = openPort();
    port.close();
    expect(codeOf(() => sink.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    sink.init(new SoftwareSynth());
    expect(codeOf(() => sink.activate(true))).toBe('DMUS_E_DSOUND_NOT_SET');
  });

  it('a closed port is good for nothing more', () => {
    const { port } = openPort();
    port.close();
    expect(codeOf(() => port.downloadInstrument(COLLECTION.getInstrument(0)))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => port.getRunningStats())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => port.getFormat())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('a sink that takes no output is not driven: the port cannot be made', () => {
    const sink = new PumpedSink();
    sink.setOutput = () => {
      throw new DmusError('DMUS_E_SYNTHACTIVE', 'the output cannot change');
    };
    expect(codeOf(() => openPort({ sink }))).toBe('DMUS_E_SYNTHACTIVE');
  });
});
