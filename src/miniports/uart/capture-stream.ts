import { TICKS_PER_MILLISECOND } from '../../clock/reference-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import { type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { PortDMus } from '../../ddi/port-dmus.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';
import { ArrivalFifo } from './arrival-fifo.ts';
import type { WireInput } from './wire.ts';

/** How long to wait for events when the allocator has none, in ticks, as service groups count delays from now. */
const RETRY_DELAY_TICKS: number = -TICKS_PER_MILLISECOND;

/** What a capture stream is made of. */
export interface CaptureStreamOptions {
  readonly allocator: AllocatorMxf;
  readonly masterClock: MasterClock;
  readonly port: PortDMus;
  /** Who is to be asked for service when bytes have arrived. */
  readonly serviceGroup: ServiceGroup;
  /** Bytes that may wait for service. */
  readonly inputBytes: number;
}

/**
 * What comes in from a wire. Arrival only stores the bytes with their time and asks for service, as an interrupt
 * would; the service call, `putMessage(null)`, makes events of them: raw bytes, marked incomplete, so that the port
 * driver's capture sink parses them.
 */
export class UartCaptureStream implements Mxf, WireInput {
  readonly #options: CaptureStreamOptions;
  readonly #fifo: ArrivalFifo;
  readonly #bufferBytes: number;
  #output: Mxf;
  #state: KsState = KsState.stop;

  constructor(options: CaptureStreamOptions) {
    this.#options = options;
    this.#fifo = new ArrivalFifo(options.inputBytes);
    this.#bufferBytes = options.allocator.getBufferSize();
    this.#output = options.allocator;
  }

  /** Bytes lost because service came too late. */
  get lostByteCount(): number {
    return this.#fifo.lostByteCount;
  }

  receiveBytes(bytes: Uint8Array): void {
    if (!this.#isCapturing) return;
    const { masterClock, port, serviceGroup } = this.#options;
    this.#fifo.put(bytes, masterClock.getTime());
    port.notify(serviceGroup);
  }

  setState(state: KsState): void {
    this.#state = state;
    if (!this.#isCapturing) this.#fifo.clear();
  }

  /** `null` asks for service; nothing else is expected, and goes to the allocator. */
  putMessage(event: KernelEvent | null): void {
    if (event === null) this.#emit();
    else this.#options.allocator.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#options.allocator;
  }

  get #isCapturing(): boolean {
    return this.#state === KsState.pause || this.#state === KsState.run;
  }

  /** What finds no event stays for another time. */
  #emit(): void {
    while (this.#fifo.byteLength > 0) {
      const event = this.#options.allocator.getMessage();
      if (event === null) {
        this.#options.serviceGroup.requestDelayedService(RETRY_DELAY_TICKS);
        return;
      }
      this.#fill(event);
      this.#output.putMessage(event);
    }
  }

  /** Bytes that arrived together, as many as fit; without a long buffer that is as many as fit into the event. */
  #fill(event: KernelEvent): void {
    event.presentationTime = this.#fifo.firstTime;
    event.channelGroup = WIRE_CHANNEL_GROUP;
    event.flags = KernelEventFlags.incomplete;
    const byteLength = this.#fifo.countTogether(this.#bufferBytes);
    event.buffer = byteLength > SHORT_EVENT_BYTES ? this.#options.allocator.getBuffer() : null;
    event.byteLength = event.buffer === null ? Math.min(byteLength, SHORT_EVENT_BYTES) : byteLength;
    this.#fifo.take(event.buffer ?? event.inline, event.byteLength);
  }
}
