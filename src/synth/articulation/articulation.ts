import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import { percentToScale, ZERO_SECONDS_IN_TIME_CENTS } from '../../formats/dls/units.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import type { ConnectionRule, RuleSet } from '../rules.ts';
import { defaultGraph } from './default-graph.ts';
import { Moved, movedAt } from './moved.ts';
import { controlTransform, sourceTransform, type Transform } from './transform.ts';

/** Modulators that the kernel runs: their connections are depths, not values. */
export const MODULATORS: readonly number[] = [From.LFO, From.VIBRATO, From.EG2];
/** What they may move. */
export const MODULATED: readonly number[] = [To.PITCH, To.GAIN, To.FILTER_CUTOFF];

/** A connection ready to be evaluated. */
export interface Term {
  readonly source: number;
  readonly control: number;
  readonly sourceTransform: Transform;
  readonly controlTransform: Transform;
  /** Full contribution in the destination's unit: cents, time cents, dB, percent. */
  readonly scale: number;
}

const FIXED_POINT = 65536;
const KEYS = 128;
/** Codes are 16 bits, in a damaged bank any of them. */
const CODES = 0x10000;
/** Destinations whose scale counts tenths: of dB, of percent. */
const TENTHS: ReadonlySet<number> = new Set([
  To.GAIN,
  To.FILTER_Q,
  To.PAN,
  To.REVERB,
  To.CHORUS,
  To.EG1_SUSTAIN_LEVEL,
  To.EG2_SUSTAIN_LEVEL,
]);
const UNUSED: ReadonlySet<number> = new Set([To.NONE, To.RESERVED, To.EG1_RESERVED, To.EG2_RESERVED]);
const NO_TERMS: readonly Term[] = [];
const CUTOFF: ConnectionRule = { source: From.NONE, control: From.NONE, destination: To.FILTER_CUTOFF };

/** Time cents, of which 0 is a second, to seconds. */
export function secondsFromTimeCents(timeCents: number): number {
  return 2 ** (timeCents / 1200);
}

function keyOf(connection: ConnectionRule): number {
  return (connection.source * CODES + connection.control) * CODES + connection.destination;
}

function toTerm(connection: Connection, factor: number): Term {
  const unit = TENTHS.has(connection.destination) ? FIXED_POINT * 10 : FIXED_POINT;
  // A control without a source is the source (DLS 2.2 reading rule).
  const isSourceless = connection.source === From.NONE && connection.control !== From.NONE;
  const first = sourceTransform(connection.transform);
  const second = controlTransform(connection.transform);
  return {
    source: isSourceless ? connection.control : connection.source,
    control: isSourceless ? From.NONE : connection.control,
    sourceTransform: isSourceless ? second : first,
    controlTransform: second,
    scale: isZeroTime(connection) ? Number.NEGATIVE_INFINITY : (connection.scale / unit) * factor,
  };
}

/** "No time": no sum of time cents gets away from it. */
function isZeroTime({ source, control, scale }: Connection): boolean {
  return source === From.NONE && control === From.NONE && scale === ZERO_SECONDS_IN_TIME_CENTS;
}

/** Takes a connection out, to be treated on its own; answers its scale. */
function take(connections: Map<number, Connection>, rule: ConnectionRule): number {
  const key = keyOf(rule);
  const scale = connections.get(key)?.scale ?? 0;
  connections.delete(key);
  return scale;
}

/**
 * All connections of a region in effect: the default graph, overridden and joined by the instrument's and the region's.
 * Immutable; shared by every voice of the region.
 */
export class Articulation {
  /** The low-pass is in use: it has a cutoff. Connections that only move one leave it open, as it is by default. */
  readonly hasFilter: boolean;
  /** Cents from one key to the next, 100 by default; counted from key 0, while the unity note takes 100 a key away. */
  readonly centsPerKey: number;
  /** Share of the rule set's pan position that CC 10 has, 1 by default. */
  readonly panByController: number;
  readonly #plain = new Map<number, Term[]>();
  readonly #modulated = new Map<number, Term[]>();
  /** Bits of what each source moves. CC 10 pans by the rule set, without a term. */
  readonly #moved = new Map<number, number>([[From.CC10, Moved.pan]]);
  readonly #constants = new Map<number, number>();
  readonly #constantSeconds = new Map<number, number>();

  constructor(rules: RuleSet, instrument: readonly Connection[], region: readonly Connection[] | undefined) {
    const own =
      region === undefined ? instrument : rules.regionArticulationReplaces ? region : [...instrument, ...region];
    const ignored = new Set(rules.ignoredConnections.map(keyOf));
    const effective = new Map<number, Connection>();
    for (const connection of defaultGraph(rules)) effective.set(keyOf(connection), connection);
    for (const connection of own) if (!ignored.has(keyOf(connection))) effective.set(keyOf(connection), connection);
    const keyToPitch = take(effective, { source: From.KEY_NUMBER, control: From.NONE, destination: To.PITCH });
    this.centsPerKey = keyToPitch / FIXED_POINT / KEYS;
    const controllerToPan = take(effective, { source: From.CC10, control: From.NONE, destination: To.PAN });
    this.panByController = controllerToPan / percentToScale(50.8);
    for (const connection of effective.values()) this.#add(connection, rules);
    this.hasFilter = effective.has(keyOf(CUTOFF));
    for (const [destination, terms] of this.#plain) this.#addConstant(destination, terms);
  }

  /** What depends neither on the note nor on a controller is summed once. */
  #addConstant(destination: number, terms: readonly Term[]): void {
    if (terms.some(({ source, control }) => source !== From.NONE || control !== From.NONE)) return;
    const sum = terms.reduce((total, { scale }) => total + scale, 0);
    this.#constants.set(destination, sum);
    this.#constantSeconds.set(destination, secondsFromTimeCents(sum));
  }

  #add(connection: Connection, rules: RuleSet): void {
    if (UNUSED.has(connection.destination)) return;
    const modulator = MODULATORS.indexOf(connection.source);
    const isWeak = modulator >= 0 && connection.control === From.CHANNEL_PRESSURE && connection.destination === To.GAIN;
    const term = toTerm(connection, isWeak ? rules.channelPressureToGain : 1);
    const map = modulator >= 0 ? this.#modulated : this.#plain;
    const key = modulator >= 0 ? connection.source * CODES + connection.destination : connection.destination;
    const terms = map.get(key);
    if (terms === undefined) map.set(key, [term]);
    else terms.push(term);
    const moved = modulator >= 0 ? Moved.depths : movedAt(connection.destination);
    this.#moved.set(term.source, this.movedBy(term.source) | moved);
    this.#moved.set(term.control, this.movedBy(term.control) | moved);
  }

  /** Bits of {@link Moved}: what a change of a source or control moves; 0 where nothing that sounds listens to it. */
  movedBy(source: number): number {
    return this.#moved.get(source) ?? 0;
  }

  /** Terms that add up to a destination's value. */
  terms(destination: number): readonly Term[] {
    return this.#plain.get(destination) ?? NO_TERMS;
  }

  /** A destination's value where it is the same for every note, in its unit; undefined where it is not. */
  constant(destination: number): number | undefined {
    return this.#plain.has(destination) ? this.#constants.get(destination) : 0;
  }

  /** The same of a time in seconds. */
  constantSeconds(destination: number): number | undefined {
    return this.#plain.has(destination) ? this.#constantSeconds.get(destination) : 1;
  }

  /** Terms that add up to a modulator's depth at a destination; their source is the modulator itself. */
  depthTerms(modulator: number, destination: number): readonly Term[] {
    return this.#modulated.get(modulator * CODES + destination) ?? NO_TERMS;
  }
}
