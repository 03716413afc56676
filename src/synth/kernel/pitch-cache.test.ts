import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_FRAMES } from './layout.ts';
import { expectSameBits, KernelRig } from './suite/kernel-rig.ts';
import { noise, type SuiteWave } from './suite/suite-wave.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** Room for the tables and a handful of chunks: entries are given up all the time. */
const TINY_BYTES = 2 ** 17;
const LARGE_BYTES = 2 ** 22;

const WAVES: readonly SuiteWave[] = [
  { format: 'i16', samples: noise(5000), loop: { start: 100, length: 4800 } },
  { format: 'i16', samples: noise(3000) },
  {
    format: 'f32',
    samples: Float32Array.from(noise(700), (x) => x / 32768),
    loop: { start: 10, length: 600, untilRelease: true },
  },
];

interface Note {
  readonly wave: number;
  readonly cents: number;
  readonly frame: number;
  /** Frames until it is released, and until it is bent. */
  readonly length: number;
  readonly bentAfter: number;
  readonly delay: number;
}

const notes: fc.Arbitrary<readonly Note[]> = fc.array(
  fc.record({
    wave: fc.nat(WAVES.length - 1),
    cents: fc.constantFrom(0, 100, -500, 700.5),
    frame: fc.nat(9000),
    length: fc.integer({ min: 1, max: 4000 }),
    bentAfter: fc.oneof(fc.constant(100_000), fc.nat(3000)),
    delay: fc.oneof(fc.constant(0), fc.constantFrom(100, 64)),
  }),
  { minLength: 10, maxLength: 60 },
);

function play(list: readonly Note[], pitchCacheBytes: number): Float32Array {
  const rig = new KernelRig(createWasmKernel, 4, 'sinc8', pitchCacheBytes);
  const waves = WAVES.map((wave) => rig.place(wave));
  for (const { wave, cents, frame, length, bentAfter, delay } of list) {
    const settings = {
      pitchCents: cents,
      eg1Release: 4800,
      eg1Delay: delay,
      filterOn: wave === 1 ? 1 : 0,
      cutoffCents: 9000,
    };
    const slot = rig.addVoice(waves[wave]!, settings);
    rig.at(frame, slot, 'start');
    rig.set(frame + bentAfter, slot, 'pitchCents', cents + 50);
    rig.at(frame + length, slot, 'release');
  }
  return rig.render(14_000).buses[0]!;
}

describe('the pitch cache', () => {
  it.each([
    ['large', LARGE_BYTES],
    ['tiny', TINY_BYTES],
  ])('changes no bit, be it %s', (_, bytes) => {
    const property = fc.property(notes, (list) => {
      expectSameBits(play(list, bytes), play(list, 0));
    });
    fc.assert(property, { seed: 19_951_123, numRuns: 40 });
  });

  /** Plays the same note four times, the wave being overwritten before the last. Returns the third and the last. */
  function replay(beforeLast: (rig: KernelRig) => void): [Float32Array, Float32Array] {
    const rig = new KernelRig(createWasmKernel, 4, 'sinc8', LARGE_BYTES);
    const wave = rig.place(WAVES[1]!);
    const renderings = [0, 1, 2, 3].map((note) => {
      const slot = rig.addVoice(wave, { pitchCents: 300 });
      rig.at(note * 4096, slot, 'start');
      if (note === 3) {
        const samples = new Int16Array(rig.memory.kernel.memory.buffer, wave.waveAddress, WAVES[1]!.samples.length);
        samples.fill(12345);
        beforeLast(rig);
      }
      return rig.render(4096).buses[0]!;
    });
    return [renderings[2]!, renderings[3]!];
  }

  it('plays what it kept: a wave that was overwritten behind its back sounds as before', () => {
    const [third, last] = replay(() => {});
    // The last piece before the wave's end is never kept.
    const kept = 38 * CELL_FRAMES;
    expectSameBits(last.subarray(0, kept), third.subarray(0, kept));
    expect(last.subarray(0, kept).some((sample) => sample !== 0)).toBe(true);
  });

  it('forgets everything when a wave was freed', () => {
    const [third, last] = replay((rig) => rig.memory.forgetCachedWaves());
    expect(last[1000]).toBeCloseTo(12345 / 32768, 4);
    expect(third[1000]).not.toBeCloseTo(12345 / 32768, 4);
  });
});
