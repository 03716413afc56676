import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { MiniportDMus } from '../../ddi/miniport-dmus.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { SuiteOptions } from '../runner.ts';

/** What the miniport suite may be told of a device. Everything but the runner is optional. */
export interface MiniportSuiteOptions extends SuiteOptions {
  /** Handed to the miniport's `init` (UnknownAdapter). */
  readonly adapter?: unknown;
  /** Handed to the miniport's `init`. */
  readonly resources?: unknown;

  /**
   * Lets the device receive these bytes, as if they came in over the wire: complete MIDI messages or the beginning of
   * one. Without it the suite sees no captured data, and the tests that need some do not apply.
   *
   * @param now what the master clock shows, in ticks of 100 ns.
   */
  readonly stimulate?: (miniport: MiniportDMus, bytes: Uint8Array, now: ReferenceTime) => void | Promise<void>;

  /** Lets the device take what it was given, for one that works in the background. */
  readonly settle?: (miniport: MiniportDMus) => void | Promise<void>;

  /**
   * Makes a message stream ready to sound and answers the messages that then make a sound until they are taken back.
   * Without it a synth whose node takes downloads is given an instrument, and is played a note.
   */
  readonly play?: (miniport: MiniportDMus, renderStream: Mxf) => readonly (readonly number[])[];
}

/** How the suite comes by a new miniport for each test. */
export type MakeMiniport = () => MiniportDMus | Promise<MiniportDMus>;
