import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { EventFifo } from '../event-chains/event-fifo.ts';
import { MessageJoiner, type MessageReceiver } from '../event-chains/message-joiner.ts';

/** Where a {@link MessageRenderStream} sends its messages. */
export interface MessageOutput extends MessageReceiver {
  /** The stream has come to a state. Messages come in `run` only, after this. `@thread control` */
  setState(state: KsState): void;
}

/**
 * The render stream of a device that takes messages when they are due: whole messages go to the output in `run`, are
 * held in `acquire` and `pause`, and are thrown away in `stop`. Every event goes to the allocator, once.
 */
export class MessageRenderStream implements Mxf {
  readonly #output: MessageOutput;
  readonly #allocator: AllocatorMxf;
  readonly #joiner: MessageJoiner;
  #state: KsState = KsState.stop;
  /** Events that wait for `run`. There are never more than the allocator has. */
  readonly #held = new EventFifo();

  /** @param maxJoinedBytes longest message that may come in parts. */
  constructor(output: MessageOutput, allocator: AllocatorMxf, maxJoinedBytes: number) {
    this.#output = output;
    this.#allocator = allocator;
    this.#joiner = new MessageJoiner(output, maxJoinedBytes);
  }

  setState(state: KsState): void {
    this.#state = state;
    this.#output.setState(state);
    if (state === KsState.stop) {
      this.#joiner.forgetParts();
      this.#allocator.putMessage(this.#held.takeAll());
    } else if (state === KsState.run) this.#send(this.#held.takeAll());
  }

  putMessage(event: KernelEvent | null): void {
    if (this.#state === KsState.stop) this.#allocator.putMessage(event);
    else if (this.#state === KsState.run) this.#send(event);
    else if (event !== null) this.#held.appendChain(event);
  }

  /** Used events always go to the allocator; there is nothing else to be connected to. */
  connectOutput(): void {}

  disconnectOutput(): void {}

  #send(event: KernelEvent | null): void {
    if (event !== null) this.#joiner.readChain(event);
    this.#allocator.putMessage(event);
  }
}
