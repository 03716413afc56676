import { describe, expect, it } from 'vitest';
import { BUS_COUNT, RUN_FRAMES } from '../../../synth/kernel/layout.ts';
import { type SharedTask, VoiceWorkers } from './voice-workers.ts';

const TASK: SharedTask = {
  inputPath: '/nowhere/piece.mid',
  bankPath: undefined,
  passes: 1,
  settings: {
    portKind: 'synth',
    rules: 'dls2',
    sampleRate: 48000,
    voices: 32,
    quality: 'sinc8',
    effects: 0,
    tailSeconds: 1,
  },
};

describe('workers that share the voices', () => {
  it('fail the calling thread with what made one of them fail', () => {
    const workers = new VoiceWorkers({ jobs: 3, task: TASK });
    try {
      const buses = Array.from({ length: BUS_COUNT }, () => new Float32Array(RUN_FRAMES));
      expect(() => workers.share.exchange(buses, 0, 64)).toThrow(/ENOENT.*\/nowhere\/piece\.mid/);
      expect(() => workers.finish()).toThrow(/ENOENT/);
    } finally {
      workers.close();
    }
  });
});
