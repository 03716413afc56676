import type { Guid } from './guid.ts';
import type { KernelEvent } from './kernel-event.ts';
import type { KsState } from './ks-state.ts';

/** IID_IMXF. */
export const IID_MXF: Guid = 'c096df9e-fb09-11d1-81b0-0060083316c1';

/**
 * A transform: one stage of the message path (`IMXF`). Unpacker, sequencer, a miniport's streams, capture sink,
 * packer and allocator all are transforms; each hands on to the one connected to its output.
 */
export interface Mxf {
  /**
   * Moves the stage to `state`, which is one step away from the present one; what each state means stands at
   * {@link KsState}. The owner of the graph sets the states, stage by stage, never from inside `putMessage`.
   *
   * @throws DmusError `STATUS_UNSUCCESSFUL` when the stage is not ready for it, e.g. `run` before a format is known.
   * `@thread control`, or the render thread between two blocks.
   */
  setState(state: KsState): void;

  /**
   * Gives the stage an event or a chain of events with equal stamps, and with it the duty to pass each on exactly
   * once. A stage without a connected output passes on to the allocator. Never throws; what cannot be handled is
   * counted and goes to the allocator.
   *
   * `null` carries no event: it tells a miniport's stream that its device wants to be served. A capture stream then
   * hands on what has arrived; a render stream may try again what its device had no room for.
   *
   * `@thread render`
   */
  putMessage(event: KernelEvent | null): void;

  /** Sends everything that leaves the stage to `sink` from now on. `@thread control` */
  connectOutput(sink: Mxf): void;

  /** Forgets `sink` if it is the connected one; output then goes to the allocator. `@thread control` */
  disconnectOutput(sink: Mxf): void;
}
