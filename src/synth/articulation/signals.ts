import { CONTROLLER_SOURCE_BASE, ConnectionSource as From } from '../../formats/dls/articulation-codes.ts';
import type { Channel } from '../channel.ts';
import type { RuleSet } from '../rules.ts';
import type { Term } from './articulation.ts';
import { type Transform, transformSigned, transformUnipolar } from './transform.ts';

/** What a voice's connections listen to: the note, and the channel as it is now. */
export interface SignalContext {
  readonly rules: RuleSet;
  readonly channel: Channel;
  /** 0…127 */
  readonly key: number;
  /** 1…127 */
  readonly velocity: number;
}

/** RPN 2 as a share of its full scale, 64 semitones. */
const COARSE_TUNE_CENTS = 6400;
const FINE_TUNE_CENTS = 100;
const BEND_RANGE_CENTS = 12800;

const VALUES = 128;
/** Bits of a transform's place among the tables. */
const BIPOLAR_BIT = 1;
const INVERTED_BIT = 2;
const FULL_SCALE_BIT = 4;
const CURVE_SHIFT = 3;

const NO_TABLE = new Float64Array(0);
/** Signals of all 7-bit values by transform and scale; each is made when it is first wanted. */
const sevenBitTables: Float64Array[] = [];

function makeTable(place: number, transform: Transform, scale: number): Float64Array {
  const table = Float64Array.from({ length: VALUES }, (_, value) => transformUnipolar(value / scale, transform));
  while (sevenBitTables.length <= place) sevenBitTables.push(NO_TABLE);
  sevenBitTables[place] = table;
  return table;
}

/** A 7-bit value as a signal: curves reach their ends at 0 and 127, straight lines by the rule set. */
function sevenBit(value: number, transform: Transform, rules: RuleSet): number {
  const scale = transform.curve === 0 ? rules.sevenBitScale : 127;
  const bits = (transform.bipolar ? BIPOLAR_BIT : 0) | (transform.inverted ? INVERTED_BIT : 0);
  const place = (transform.curve << CURVE_SHIFT) | bits | (scale === 127 ? FULL_SCALE_BIT : 0);
  const table = sevenBitTables[place] ?? NO_TABLE;
  return (table.length > 0 ? table : makeTable(place, transform, scale))[value]!;
}

/** The signal of one source, transformed. Modulators answer 1: the kernel multiplies them in. */
function signal(code: number, transform: Transform, context: SignalContext): number {
  const { channel, rules } = context;
  switch (code) {
    case From.NONE:
    case From.LFO:
    case From.VIBRATO:
    case From.EG1:
    case From.EG2:
      return 1;
    case From.KEY_ON_VELOCITY:
      return sevenBit(context.velocity, transform, rules);
    case From.KEY_NUMBER:
      return sevenBit(context.key, transform, rules);
    case From.POLY_PRESSURE:
      return sevenBit(channel.polyPressure[context.key]!, transform, rules);
    case From.CHANNEL_PRESSURE:
      return sevenBit(channel.pressure, transform, rules);
    case From.PITCH_WHEEL:
      return transformSigned((channel.pitchWheel - 8192) / 8192, transform);
    case From.RPN0:
      return channel.bendRangeCents / BEND_RANGE_CENTS;
    case From.RPN1:
      return transformSigned(channel.fineTuneCents / FINE_TUNE_CENTS, transform);
    case From.RPN2:
      return transformSigned(channel.coarseTuneCents / COARSE_TUNE_CENTS, transform);
    default: {
      const controller = code - CONTROLLER_SOURCE_BASE;
      return controller >= 0 && controller < 128 ? sevenBit(channel.controllers[controller]!, transform, rules) : 0;
    }
  }
}

/** Sum of all terms, in the unit of their destination. `@thread render` */
export function sumTerms(terms: readonly Term[], context: SignalContext): number {
  let sum = 0;
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i]!;
    const source = signal(term.source, term.sourceTransform, context);
    sum += term.scale * source * signal(term.control, term.controlTransform, context);
  }
  return sum;
}
