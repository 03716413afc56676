import { TICKS_PER_MILLISECOND } from '../../clock/reference-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { eventPayload, isPackageEvent } from '../../ddi/kernel-event-predicates.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { MiniportMidiStream } from '../../ddi/miniport-midi.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { EventFifo } from '../../event-chains/event-fifo.ts';
import { MAX_PACKAGE_DEPTH, payloadByteLength } from '../../event-chains/message-parts.ts';
import { PartGate, PLAYED_GROUP_COUNT } from './part-gate.ts';

/** What a render stream is made of. */
export interface LegacyRenderStreamOptions {
  /** The MIDI miniport's stream. */
  readonly device: MiniportMidiStream;
  readonly allocator: AllocatorMxf;
  /** Asked for service while the device is busy; delayed service must be supported. */
  readonly retryGroup: ServiceGroup;
  /** Events that may wait for the device; the parts of a message that has begun come on top. */
  readonly maxHeldCount: number;
}

/** Most bytes that are given to the device at once; a message that has no more is given whole. */
const MAX_WRITE_BYTES = 256;
/** When a busy device is tried again: with the resolution of the port driver's sequencer. */
const RETRY_TICKS = TICKS_PER_MILLISECOND;

/**
 * Plays events on a MIDI miniport's stream: in `run` their bytes are written in the order in which they come. What the
 * device is too busy for waits, and is tried again with every `putMessage`, `putMessage(null)` among them. Every event
 * goes to the allocator, once: when it is written, or with `stop`.
 *
 * `@thread render`
 */
export class LegacyRenderStream implements Mxf {
  /** Events dropped because too many waited, and packages because they lay too deep in others. */
  droppedCount = 0;
  /** Events dropped because they were for channel groups that the device does not have. */
  foreignGroupCount = 0;
  /** Messages that the device refused; what was left of them is not written. */
  failedCount = 0;

  readonly #options: LegacyRenderStreamOptions;
  readonly #held = new EventFifo();
  readonly #arrivals = new PartGate();
  readonly #departures = new PartGate();
  /** Beginnings of one buffer, by their length, so that writing makes no new views. */
  readonly #pieces: readonly Uint8Array[];
  /** Bytes of the first held event that the device has taken. */
  #writtenBytes = 0;
  #state: KsState = KsState.stop;

  constructor(options: LegacyRenderStreamOptions) {
    this.#options = options;
    const bytes = new Uint8Array(MAX_WRITE_BYTES);
    this.#pieces = Array.from({ length: MAX_WRITE_BYTES + 1 }, (_, byteLength) => bytes.subarray(0, byteLength));
  }

  /** Events that wait for `run`, or for the device. */
  get heldCount(): number {
    return this.#held.count;
  }

  setState(state: KsState): void {
    this.#options.device.setState(state);
    this.#state = state;
    if (state === KsState.stop) this.discard();
    else this.#writeHeld();
  }

  putMessage(event: KernelEvent | null): void {
    if (this.#state === KsState.stop) {
      this.#options.allocator.putMessage(event);
      return;
    }
    this.#accept(event, 0);
    this.#writeHeld();
  }

  /** Used events always go to the allocator; there is nothing else to be connected to. */
  connectOutput(): void {}

  disconnectOutput(): void {}

  /** Gives everything that waits to the allocator. */
  discard(): void {
    this.#options.retryGroup.cancelDelayedService();
    this.#options.allocator.putMessage(this.#held.takeAll());
    this.#arrivals.reset();
    this.#departures.reset();
    this.#writtenBytes = 0;
  }

  #accept(chain: KernelEvent | null, depth: number): void {
    for (let event = chain; event !== null; ) {
      const { next } = event;
      event.next = null;
      if (isPackageEvent(event)) this.#acceptPackage(event, depth);
      else this.#acceptEvent(event);
      event = next;
    }
  }

  #acceptPackage(event: KernelEvent, depth: number): void {
    if (depth === MAX_PACKAGE_DEPTH) {
      this.droppedCount++;
    } else {
      const children = event.packageEvent;
      event.packageEvent = null;
      this.#accept(children, depth + 1);
    }
    this.#options.allocator.putMessage(event);
  }

  #acceptEvent(event: KernelEvent): void {
    const { maxHeldCount } = this.#options;
    if (this.#held.count >= maxHeldCount) this.#writeHeld();
    const isPlayed = event.channelGroup < PLAYED_GROUP_COUNT;
    if (isPlayed && this.#arrivals.admits(event, this.#held.count < maxHeldCount)) {
      this.#held.append(event);
      return;
    }
    if (isPlayed) this.droppedCount++;
    else this.foreignGroupCount++;
    this.#options.allocator.putMessage(event);
  }

  #writeHeld(): void {
    if (this.#state !== KsState.run) return;
    for (let event = this.#held.first; event !== null; event = this.#held.first) {
      if (this.#departures.admits(event, true) && !this.#write(event)) {
        this.#options.retryGroup.requestDelayedService(-RETRY_TICKS);
        return;
      }
      this.#writtenBytes = 0;
      this.#options.allocator.putMessage(this.#held.takeFirst());
    }
  }

  /** False when the device is busy and not all is written. */
  #write(event: KernelEvent): boolean {
    const byteLength = payloadByteLength(event);
    try {
      while (this.#writtenBytes < byteLength) {
        const takenBytes = this.#writePiece(event, byteLength);
        if (takenBytes === 0) return false;
        this.#writtenBytes += takenBytes;
      }
    } catch {
      this.failedCount++;
      this.#departures.refuseRest(event);
    }
    return true;
  }

  #writePiece(event: KernelEvent, byteLength: number): number {
    const payload = eventPayload(event)!;
    const piece = this.#pieces[Math.min(MAX_WRITE_BYTES, byteLength - this.#writtenBytes)]!;
    for (let i = 0; i < piece.byteLength; i++) piece[i] = payload[this.#writtenBytes + i]!;
    return this.#options.device.write(piece) > 0 ? piece.byteLength : 0;
  }
}
