/**
 * The packed transform of a connection, and what Level 1 articulation means in it: Level 1 has one curve for the
 * whole block, Level 2 one each for source, control and output, with bipolar and inverted flags.
 */
import type { Connection } from '../sound-bank.ts';
import { ConnectionDestination, ConnectionSource, TransformCurve } from './articulation-codes.ts';

/** How a source or control value goes into the product. */
export interface InputTransform {
  readonly curve: TransformCurve;
  /** The value runs −1…1 instead of 0…1. */
  readonly isBipolar: boolean;
  /** The value falls where its controller rises. */
  readonly isInverted: boolean;
}

/** A transform field taken apart. */
export interface ConnectionTransform {
  readonly source: InputTransform;
  readonly control: InputTransform;
  /** Defined as linear throughout Level 2. */
  readonly output: TransformCurve;
}

const SOURCE_SHIFT = 10;
const CONTROL_SHIFT = 4;
const INPUT_MASK = 0x3f;
const CURVE_MASK = 0x0f;
const BIPOLAR = 0x10;
const INVERTED = 0x20;

/** Transform field, 16 bits, as in {@link Connection}. */
export function packTransform(transform: ConnectionTransform): number {
  return (
    (packInput(transform.source) << SOURCE_SHIFT) | (packInput(transform.control) << CONTROL_SHIFT) | transform.output
  );
}

/** Parts of a 16-bit transform field. Curves that no specification defines are linear. */
export function unpackTransform(transform: number): ConnectionTransform {
  return {
    source: unpackInput(transform >> SOURCE_SHIFT),
    control: unpackInput(transform >> CONTROL_SHIFT),
    output: knownCurve(transform & CURVE_MASK),
  };
}

/**
 * A Level 1 block in Level 2 terms: its curve is that of source and control, oscillators are bipolar, and so is the
 * pan controller where it pans. Fields that no Level 1 curve explains are taken to be packed already.
 */
export function convertLevel1Connection(block: Connection): Connection {
  const { source, control, destination, transform: curve } = block;
  if (curve > TransformCurve.SWITCH) return normalizeConnection(block);
  const sourceBits = curve | bipolarBits(source, destination);
  const controlBits = control === ConnectionSource.NONE ? 0 : curve | bipolarBits(control, destination);
  const transform = (sourceBits << SOURCE_SHIFT) | (controlBits << CONTROL_SHIFT);
  return normalizeConnection({ ...block, transform }, { invertsRisingGain: true });
}

/**
 * The block as the synth is to see it. A control without a source is the source. A concave curve from velocity, volume
 * or expression to gain is the attenuation 40 · log10(127 / value): banks whose blocks would make loud notes silent
 * because the inverted flag is missing mean the same. In Level 1 there is no such flag, so there it is always meant.
 */
export function normalizeConnection(
  block: Connection,
  { invertsRisingGain = false }: { readonly invertsRisingGain?: boolean } = {},
): Connection {
  const moved = block.source === ConnectionSource.NONE ? controlAsSource(block) : block;
  const isRisingGain =
    moved.destination === ConnectionDestination.GAIN &&
    LOUDNESS_SOURCES.has(moved.source) &&
    ((moved.transform >> SOURCE_SHIFT) & INPUT_MASK) === TransformCurve.CONCAVE;
  if (!isRisingGain || (moved.scale >= 0 && !invertsRisingGain)) return moved;
  return { ...moved, transform: moved.transform | (INVERTED << SOURCE_SHIFT) };
}

const LOUDNESS_SOURCES: ReadonlySet<number> = new Set([
  ConnectionSource.KEY_ON_VELOCITY,
  ConnectionSource.CC7,
  ConnectionSource.CC11,
]);

function controlAsSource(block: Connection): Connection {
  if (block.control === ConnectionSource.NONE) return block;
  const controlBits = (block.transform >> CONTROL_SHIFT) & INPUT_MASK;
  const transform = (controlBits << SOURCE_SHIFT) | (block.transform & CURVE_MASK);
  return { ...block, source: block.control, control: ConnectionSource.NONE, transform };
}

function bipolarBits(source: number, destination: number): number {
  const isOscillator = source === ConnectionSource.LFO || source === ConnectionSource.VIBRATO;
  const isPan = source === ConnectionSource.CC10 && destination === ConnectionDestination.PAN;
  return isOscillator || isPan ? BIPOLAR : 0;
}

function packInput({ curve, isBipolar, isInverted }: InputTransform): number {
  return curve | (isBipolar ? BIPOLAR : 0) | (isInverted ? INVERTED : 0);
}

function unpackInput(bits: number): InputTransform {
  return {
    curve: knownCurve(bits & CURVE_MASK),
    isBipolar: (bits & BIPOLAR) !== 0,
    isInverted: (bits & INVERTED) !== 0,
  };
}

function knownCurve(bits: number): TransformCurve {
  return bits === 1 || bits === 2 || bits === 3 ? bits : TransformCurve.LINEAR;
}
