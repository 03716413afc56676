import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { MessageParser, type MessageParserOptions } from './message-parser.ts';

/**
 * First stage of the way up, which a miniport's capture stream emits into: makes complete messages of what the device
 * sent, and lets them through in `pause` and `run` only. In `stop` and `acquire` everything goes to the allocator.
 *
 * `@thread render`
 */
export class CaptureSink implements Mxf {
  /** Makes the messages, and counts what could not be one. */
  readonly parser: MessageParser;
  readonly #allocator: AllocatorMxf;
  #state: KsState = KsState.stop;

  /** @throws RangeError as the parser. */
  constructor(options: MessageParserOptions) {
    this.#allocator = options.allocator;
    this.parser = new MessageParser(options);
  }

  /** What is unfinished when data begins to be thrown away is thrown away too. */
  setState(state: KsState): void {
    this.#state = state;
    if (!this.#emits) this.parser.forget();
  }

  putMessage(event: KernelEvent | null): void {
    const receiver = this.#emits ? this.parser : this.#allocator;
    receiver.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.parser.connectOutput(sink);
  }

  disconnectOutput(sink: Mxf): void {
    this.parser.disconnectOutput(sink);
  }

  get #emits(): boolean {
    return this.#state === KsState.pause || this.#state === KsState.run;
  }
}
