import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { isIncompleteEvent } from '../../ddi/kernel-event-predicates.ts';
import { isRealTimeMessage } from '../../event-chains/message-parts.ts';
import { WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';

/** Channel groups that a device with one set of channels plays: 0 stands for all, 1 for the first. */
export const PLAYED_GROUP_COUNT: number = WIRE_CHANNEL_GROUP + 1;

/**
 * Lets messages through whole or not at all, though they come in parts: what is said of the first part holds for all
 * that follow in its channel group. A real-time byte between the parts is a message of its own.
 *
 * `@thread render`
 */
export class PartGate {
  /** By channel group: the last part is still to come. */
  readonly #isOpen: boolean[] = new Array<boolean>(PLAYED_GROUP_COUNT).fill(false);
  /** By channel group: what was said of the present message. */
  readonly #passes: boolean[] = new Array<boolean>(PLAYED_GROUP_COUNT).fill(false);

  /**
   * Whether an event of a played group may pass. Asking again about the same event gives the same answer.
   * @param isWelcome whether a message that begins here may.
   */
  admits(event: KernelEvent, isWelcome: boolean): boolean {
    if (isRealTimeMessage(event)) return isWelcome;
    const { channelGroup } = event;
    const passes = this.#isOpen[channelGroup]! ? this.#passes[channelGroup]! : isWelcome;
    this.#isOpen[channelGroup] = isIncompleteEvent(event);
    this.#passes[channelGroup] = passes;
    return passes;
  }

  /** The parts that follow `event`, if it has any, do not pass. */
  refuseRest(event: KernelEvent): void {
    if (isIncompleteEvent(event)) this.#passes[event.channelGroup] = false;
  }

  /** Whatever comes next begins a message. */
  reset(): void {
    this.#isOpen.fill(false);
  }
}
