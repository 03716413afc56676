import { describe, expect, it } from 'vitest';
import { flatWave, oneWaveCollection } from '../../test/rig/bank.ts';
import { noteOn } from '../../test/rig/midi.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { MemoryOutput } from '../wave-sinks/memory-output.ts';
import { createOfflineDirectMusic, OfflinePortGuid } from './offline-direct-music.ts';

/** 10 ms in ticks, and in frames at 48 kHz. */
const STEP_TICKS = 100_000;
const STEP_FRAMES = 480;

function rig() {
  const output = new MemoryOutput();
  const offline = createOfflineDirectMusic({ createOutput: () => output });
  offline.directMusic.setOutput(null);
  const { port: source } = offline.directMusic.createPort(OfflinePortGuid.cableIn);
  const { port: recorder } = offline.directMusic.createPort(OfflinePortGuid.cableOut);
  const play = (referenceTime: number): void => {
    const buffer = new MusicBuffer({ byteLength: 64 });
    buffer.packStructured(referenceTime, 1, noteOn(60));
    source.playBuffer(buffer);
  };
  const run = (steps: number): void => {
    for (let step = 0; step < steps; step++) {
      offline.pump(STEP_FRAMES);
      offline.clock.advance(STEP_TICKS);
    }
  };
  return { ...offline, output, source, recorder, play, run };
}

describe('createOfflineDirectMusic', () => {
  it.each([
    ['in this thread', OfflinePortGuid.synth],
    ['behind a port driver', OfflinePortGuid.kernelSynth],
  ])('what is captured sounds through a synth %s at the instant it was meant for', (_, guid) => {
    const { directMusic, output, recorder, play, run } = rig();
    const { port: synth } = directMusic.createPort(guid, { sampleRate: 48_000 });
    synth.downloadInstrument(oneWaveCollection(flatWave()).getInstrument(0));
    directMusic.activate(true);
    recorder.thru!.thruChannel(1, 0, 1, 3, synth);
    play(20 * STEP_TICKS);
    run(40);
    const firstFrame = output.samples.findIndex((sample) => sample !== 0) >> 1;
    expect(firstFrame).toBeGreaterThanOrEqual(20 * STEP_FRAMES);
    expect(firstFrame).toBeLessThan(20 * STEP_FRAMES + 8);
    expect(recorder.thru!.getStatistics()).toEqual({ messageCount: 1, lostCount: 0, worstLatencyTicks: 0 });
  });

  it('only the synth of this thread wants an output to be set', () => {
    const { directMusic } = createOfflineDirectMusic();
    expect(() => directMusic.createPort(OfflinePortGuid.kernelSynth)).not.toThrow();
    expect(() => directMusic.createPort(OfflinePortGuid.synth)).toThrow('DMUS_E_DSOUND_NOT_SET');
  });

  it('a cable that thru leads back into itself goes on from turn to turn, and lets others have theirs', () => {
    const { directMusic, source, recorder, play, run } = rig();
    directMusic.activate(true);
    recorder.thru!.thruChannel(1, 0, 1, 0, source);
    play(0);
    run(1);
    const { messageCount } = recorder.thru!.getStatistics();
    expect(messageCount).toBeGreaterThan(1);
    run(1);
    expect(recorder.thru!.getStatistics().messageCount).toBeLessThanOrEqual(4 * messageCount);
  });

  it('a piece of time without frames moves events only', () => {
    const { directMusic, output, recorder, pump, play } = rig();
    directMusic.activate(true);
    play(0);
    pump(0);
    const buffer = new MusicBuffer({ byteLength: 64 });
    expect(recorder.read(buffer)).toBe(true);
    expect(output.samples).toHaveLength(0);
  });
});
