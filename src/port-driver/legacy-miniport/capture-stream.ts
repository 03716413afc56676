import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { MiniportMidiStream } from '../../ddi/miniport-midi.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { EventChainBuilder } from '../../event-chains/event-chain-builder.ts';
import { takeRawChain, WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';

/** What a capture stream is made of. */
export interface LegacyCaptureStreamOptions {
  /** The MIDI miniport's stream. */
  readonly device: MiniportMidiStream;
  readonly allocator: AllocatorMxf;
  readonly masterClock: MasterClock;
}

/**
 * Makes raw events of what a MIDI miniport's stream has received: each time it is served it reads until there is no
 * more, and stamps what it has read with the master clock. In `stop` and `acquire` it throws the bytes away.
 *
 * `@thread render`
 */
export class LegacyCaptureStream implements Mxf {
  /** Bytes lost because the pool was empty. */
  droppedByteCount = 0;
  /** Times the device could not be read. */
  failedCount = 0;

  readonly #device: MiniportMidiStream;
  readonly #allocator: AllocatorMxf;
  readonly #masterClock: MasterClock;
  readonly #builder: EventChainBuilder;
  /** As much as one event holds. */
  readonly #received: Uint8Array;
  #output: Mxf;
  #state: KsState = KsState.stop;
  /** Bytes read since `stop`. */
  #bytePosition = 0;

  constructor(options: LegacyCaptureStreamOptions) {
    const { allocator } = options;
    this.#device = options.device;
    this.#allocator = allocator;
    this.#masterClock = options.masterClock;
    this.#builder = new EventChainBuilder(allocator);
    this.#received = new Uint8Array(allocator.getBufferSize());
    this.#output = allocator;
  }

  /** What came before `pause`, and was not asked for, is thrown away on the way there. */
  setState(state: KsState): void {
    if (state === KsState.pause && this.#state === KsState.acquire) this.#readAll();
    this.#device.setState(state);
    this.#state = state;
    if (state === KsState.stop) this.#bytePosition = 0;
  }

  /** Nothing stands before a capture stream; an event that is given to it all the same goes to the allocator. */
  putMessage(event: KernelEvent | null): void {
    if (event === null) this.#readAll();
    else this.#allocator.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  #readAll(): void {
    const emits = this.#state === KsState.pause || this.#state === KsState.run;
    for (let byteLength = this.#read(); byteLength > 0; byteLength = this.#read()) {
      if (emits) this.#emit(byteLength);
      this.#bytePosition += byteLength;
    }
  }

  #read(): number {
    try {
      return Math.min(this.#device.read(this.#received), this.#received.byteLength);
    } catch {
      this.failedCount++;
      return 0;
    }
  }

  #emit(byteLength: number): void {
    this.#builder.begin(WIRE_CHANNEL_GROUP, this.#masterClock.getTime());
    const event = takeRawChain(this.#builder, this.#received, 0, byteLength, this.#bytePosition);
    if (event === null) this.droppedByteCount += byteLength;
    else this.#output.putMessage(event);
  }
}
