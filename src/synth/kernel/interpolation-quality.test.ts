import { describe, expect, it } from 'vitest';
import { type InterpolationQuality, interpolationTables } from './interpolation-tables.ts';
import { GUARD_FRAMES, TABLE_COUNT } from './layout.ts';
import { KernelRig, SUITE_SAMPLE_RATE } from './suite/kernel-rig.ts';
import { noise, type SuiteWave } from './suite/suite-wave.ts';
import { createWasmKernel } from './wasm-kernel.ts';

/** Frames that are looked at, after the onset, in which taps reach before the wave. */
const FRAMES = 8192;
const ONSET = 1024;

/** A rendering of `wave`, transposed. */
function transposed(wave: SuiteWave, cents: number, quality: InterpolationQuality): Float32Array {
  const rig = new KernelRig(createWasmKernel, 4, quality);
  rig.play(wave, { pitchCents: cents });
  return rig.render(ONSET + FRAMES).buses[0]!.subarray(ONSET, ONSET + FRAMES);
}

function sine(hertz: number, format: SuiteWave['format']): SuiteWave {
  const scale = format === 'i16' ? 32767 : 1;
  const length = 40000;
  const samples = Float64Array.from(
    { length },
    (_, i) => scale * Math.sin((2 * Math.PI * hertz * i) / SUITE_SAMPLE_RATE),
  );
  return { format, samples: format === 'i16' ? Int16Array.from(samples, Math.round) : Float32Array.from(samples) };
}

/** Power of what is left when the sine of a frequency that fits best is taken away, and of that sine, dB. */
function fitSine(samples: Float32Array, hertz: number): { readonly restDb: number; readonly sineDb: number } {
  const omega = (2 * Math.PI * hertz) / SUITE_SAMPLE_RATE;
  let [ss, cc, sc, xs, xc, xx] = [0, 0, 0, 0, 0, 0];
  samples.forEach((x, i) => {
    const [s, c] = [Math.sin(omega * i), Math.cos(omega * i)];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
    xx += x * x;
  });
  const determinant = ss * cc - sc * sc;
  const a = (xs * cc - xc * sc) / determinant;
  const b = (xc * ss - xs * sc) / determinant;
  const explained = a * xs + b * xc;
  return {
    restDb: 10 * Math.log10((xx - explained) / samples.length),
    sineDb: 10 * Math.log10(explained / samples.length),
  };
}

/** Signal to noise of a sine seven semitones up, dB. */
function snrDb(hertz: number, quality: InterpolationQuality, format: SuiteWave['format']): number {
  const { restDb, sineDb } = fitSine(transposed(sine(hertz, format), 700, quality), hertz * 2 ** (700 / 1200));
  return sineDb - restDb;
}

/** Mean power of a rendering, dB. */
function powerDb(samples: Float32Array): number {
  return 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

describe('interpolation', () => {
  it.each([
    ['linear', 'i16', 1000, 60],
    ['cubic', 'i16', 1000, 85],
    ['sinc8', 'i16', 1000, 80],
    ['sinc8', 'i16', 10000, 68],
    ['sinc16', 'f32', 1000, 114],
    ['sinc16', 'f32', 10000, 112],
    ['sinc32', 'f32', 1000, 125],
    ['sinc32', 'f32', 10000, 120],
  ] as const)('%s leaves a sine (%s) of %i Hz clean to %i dB seven semitones up', (quality, format, hertz, snr) => {
    const found = snrDb(hertz, quality, format);
    expect(found).toBeGreaterThan(snr);
  });

  it.each([
    ['sinc8', 'i16', -68],
    ['sinc16', 'f32', -90],
    ['sinc32', 'f32', -110],
  ] as const)(
    '%s lets nothing fold back two octaves up: %s above the output’s range comes out below %i dB',
    (quality, format, limitDb) => {
      for (const hertz of [6100, 8000, 11900, 12100, 17000, 23000]) {
        const level = powerDb(transposed(sine(hertz, format), 2400, quality)) + 10 * Math.log10(2);
        expect(level, `${hertz} Hz`).toBeLessThan(limitDb);
      }
    },
  );

  it('tables have sizes that the guard and the layout allow, rising steps, and rows that sum to 1', () => {
    for (const quality of ['linear', 'cubic', 'sinc8', 'sinc16', 'sinc32'] as const) {
      const tables = interpolationTables(quality);
      expect(tables.length).toBeLessThanOrEqual(TABLE_COUNT);
      tables.forEach(({ taps, phaseBits, rows, weightScale, maxRatio }, i) => {
        expect(taps % 8).toBe(0);
        expect(taps).toBeLessThanOrEqual(2 * GUARD_FRAMES);
        expect(rows.length).toBe((2 ** phaseBits + 1) * taps);
        expect(maxRatio).toBeGreaterThan(tables[i - 1]?.maxRatio ?? 0);
        for (let row = 0; row < 2 ** phaseBits; row++) {
          let sum = 0;
          let magnitude = 0;
          for (let tap = 0; tap < taps; tap++) {
            sum += rows[row * taps + tap]! * weightScale;
            magnitude += Math.abs(rows[row * taps + tap]!);
          }
          expect(Math.abs(sum - 1)).toBeLessThan(rows instanceof Int16Array ? 1e-12 : 1e-6);
          if (rows instanceof Int16Array) expect(magnitude * 32768).toBeLessThan(2 ** 31);
        }
      });
    }
  });

  it.each(['linear', 'cubic', 'sinc8', 'sinc16', 'sinc32'] as const)(
    '%s plays a wave at its own pitch as it is',
    (quality) => {
      const samples = noise(4000);
      const rig = new KernelRig(createWasmKernel, 4, quality);
      rig.play({ format: 'i16', samples });
      const left = rig.render(3200).buses[0]!;
      left.forEach((sample, i) => {
        expect(Math.abs(sample - samples[i]! / 32768)).toBeLessThan(1e-6);
      });
    },
  );
});
