import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import { BYTE_POSITION_NONE, type KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { EventChainBuilder } from '../../event-chains/event-chain-builder.ts';
import { EventFifo } from '../../event-chains/event-fifo.ts';
import { markRaw } from '../../event-chains/raw-chain.ts';

/**
 * One plug at the far end of a cable. What is sent into the cable waits here, in events of this stream's own, until
 * the port driver serves the stream: so a message that is led back into the cable comes round with the next service
 * instead of never letting go of this one.
 */
export class LoopbackCaptureStream implements Mxf {
  /** Messages lost because too many waited or the allocator had no event. */
  droppedCount = 0;
  readonly #allocator: AllocatorMxf;
  readonly #maxWaitingCount: number;
  readonly #builder: EventChainBuilder;
  readonly #waiting = new EventFifo();
  #output: Mxf;
  #state: KsState = KsState.stop;
  #waitingCount = 0;

  constructor(allocator: AllocatorMxf, maxWaitingCount: number) {
    this.#allocator = allocator;
    this.#output = allocator;
    this.#maxWaitingCount = maxWaitingCount;
    this.#builder = new EventChainBuilder(allocator);
  }

  /** Whether messages are wanted. */
  get isCapturing(): boolean {
    return this.#state === KsState.pause || this.#state === KsState.run;
  }

  /**
   * Lets a copy of a message wait for service. One that is longer than a buffer becomes raw bytes in several events.
   * `@thread render`
   */
  addMessage(bytes: Uint8Array, byteLength: number, channelGroup: number, presentationTime: ReferenceTime): void {
    const builder = this.#builder;
    builder.begin(channelGroup, presentationTime);
    const isFull = this.#waitingCount === this.#maxWaitingCount;
    if (isFull || !builder.appendBytes(bytes, 0, byteLength, BYTE_POSITION_NONE)) {
      this.droppedCount++;
      return;
    }
    const chain = builder.take()!;
    if (chain.next !== null) markRaw(chain);
    this.#waiting.appendChain(chain);
    this.#waitingCount++;
  }

  setState(state: KsState): void {
    this.#state = state;
    if (!this.isCapturing) this.#sendWaiting(this.#allocator);
  }

  /** `null` asks for service; nothing else is expected, and goes to the allocator. */
  putMessage(event: KernelEvent | null): void {
    if (event === null) this.#sendWaiting(this.#output);
    else this.#allocator.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  /** Event by event: only equal stamps may go as a chain. */
  #sendWaiting(receiver: Mxf): void {
    let event = this.#waiting.takeAll();
    this.#waitingCount = 0;
    while (event !== null) {
      const { next }: KernelEvent = event;
      event.next = null;
      receiver.putMessage(event);
      event = next;
    }
  }
}
