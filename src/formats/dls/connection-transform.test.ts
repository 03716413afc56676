import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../sound-bank.ts';
import {
  ConnectionDestination as Destination,
  ConnectionSource as Source,
  TransformCurve,
} from './articulation-codes.ts';
import {
  convertLevel1Connection,
  normalizeConnection,
  packTransform,
  unpackTransform,
} from './connection-transform.ts';

const linear = { curve: TransformCurve.LINEAR, isBipolar: false, isInverted: false } as const;
const block = (fields: Partial<Connection>): Connection => ({
  source: Source.NONE,
  control: Source.NONE,
  destination: Destination.PITCH,
  transform: 0,
  scale: 6_553_600,
  ...fields,
});

describe('a packed transform', () => {
  it('has the documented bits', () => {
    const bipolar = { ...linear, isBipolar: true };
    expect(packTransform({ source: bipolar, control: linear, output: 0 })).toBe(0x4000);
    const invertedConcave = { ...linear, curve: TransformCurve.CONCAVE, isInverted: true };
    expect(packTransform({ source: invertedConcave, control: linear, output: 0 })).toBe(0x8400);
    expect(packTransform({ source: linear, control: { ...bipolar, isInverted: true }, output: 3 })).toBe(0x0303);
  });

  it('comes back from its parts', () => {
    const curve = fc.constantFrom(0, 1, 2, 3);
    const input = fc.tuple(curve, fc.integer({ min: 0, max: 3 })).map(([bits, flags]) => bits | (flags << 4));
    fc.assert(
      fc.property(input, input, curve, (source, control, output) => {
        const transform = (source << 10) | (control << 4) | output;
        expect(packTransform(unpackTransform(transform))).toBe(transform);
      }),
    );
  });

  it('is linear where its curve is unknown', () => {
    expect(unpackTransform(0x3ccf)).toEqual({
      source: linear,
      control: { ...linear, curve: 0 },
      output: TransformCurve.LINEAR,
    });
  });
});

describe('a Level 1 block', () => {
  it('puts its curve on the source, and on the control where it has one', () => {
    expect(convertLevel1Connection(block({ source: Source.KEY_NUMBER, transform: 1 })).transform).toBe(1 << 10);
    const controlled = block({ source: Source.KEY_NUMBER, control: Source.CC1, transform: 1 });
    expect(convertLevel1Connection(controlled).transform).toBe((1 << 10) | (1 << 4));
  });

  it('makes oscillators bipolar, and the pan controller where it pans', () => {
    expect(convertLevel1Connection(block({ source: Source.LFO })).transform).toBe(0x4000);
    expect(convertLevel1Connection(block({ source: Source.LFO, control: Source.CC1 })).transform).toBe(0x4000);
    const pan = block({ source: Source.CC10, destination: Destination.PAN });
    expect(convertLevel1Connection(pan).transform).toBe(0x4000);
    expect(convertLevel1Connection({ ...pan, destination: Destination.PITCH }).transform).toBe(0);
  });

  it.each([Source.KEY_ON_VELOCITY, Source.CC7, Source.CC11])(
    'inverts a concave curve from source %d to gain, whatever the sign of its scale',
    (source) => {
      for (const scale of [-62_914_560, 62_914_560]) {
        const concave = block({ source, destination: Destination.GAIN, transform: 1, scale });
        expect(convertLevel1Connection(concave)).toEqual({ ...concave, transform: 0x8400 });
      }
    },
  );

  it('inverts no other curve and no other connection', () => {
    const straight = block({ source: Source.CC7, destination: Destination.GAIN, transform: 0 });
    expect(convertLevel1Connection(straight).transform).toBe(0);
    const modulated = block({ source: Source.CC1, destination: Destination.GAIN, transform: 1 });
    expect(convertLevel1Connection(modulated).transform).toBe(0x0400);
    const pitch = block({ source: Source.CC7, destination: Destination.PITCH, transform: 1 });
    expect(convertLevel1Connection(pitch).transform).toBe(0x0400);
  });

  it('is left alone where its transform is packed already', () => {
    const packed = block({ source: Source.KEY_ON_VELOCITY, destination: Destination.GAIN, transform: 0x8400 });
    expect(convertLevel1Connection(packed)).toEqual(packed);
  });
});

describe('a Level 2 block', () => {
  it('has its control as source where it has no source', () => {
    const transform = (0x21 << 4) | 2;
    expect(normalizeConnection(block({ control: Source.CC11, transform }))).toEqual(
      block({ source: Source.CC11, transform: (0x21 << 10) | 2 }),
    );
    expect(normalizeConnection(block({ transform: 0x0400 }))).toEqual(block({ transform: 0x0400 }));
  });

  it('is inverted where it would make loud notes silent, and only there', () => {
    const rising = block({ source: Source.CC7, destination: Destination.GAIN, transform: 0x0400, scale: -62_914_560 });
    expect(normalizeConnection(rising).transform).toBe(0x8400);
    expect(normalizeConnection({ ...rising, scale: 655_360 }).transform).toBe(0x0400);
    expect(normalizeConnection({ ...rising, transform: 0x4400 }).transform).toBe(0x4400);
  });
});
