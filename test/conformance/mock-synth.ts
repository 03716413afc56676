import type { DirectMusicSynth } from '../../src/ddi/direct-music-synth.ts';

/** A synth that has a format, renders silence, and is not to be asked for anything else. */
export function mockSynth(sampleRate = 44100): DirectMusicSynth {
  const format = {
    formatTag: 1,
    channelCount: 2,
    sampleRate,
    bitsPerSample: 16,
    blockAlign: 4,
    averageBytesPerSecond: sampleRate * 4,
  };
  const expected: Partial<DirectMusicSynth> = { getFormat: () => format, render: (output) => output.fill(0) };
  return new Proxy(expected, {
    get(target, name) {
      if (name in target) return target[name as keyof DirectMusicSynth];
      throw new Error(`nobody should have asked for ${String(name)}`);
    },
  }) as DirectMusicSynth;
}
