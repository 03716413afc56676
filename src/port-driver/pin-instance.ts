import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus, NewStreamResult } from '../ddi/miniport-dmus.ts';
import type { Mxf } from '../ddi/mxf.ts';
import type { ServiceGroup, ServiceSink } from '../ddi/service-group.ts';
import type { StreamType } from '../ddi/stream-type.ts';
import { EventAllocator, type EventAllocatorOptions } from './allocator.ts';

/** What every pin instance is made of. */
export interface PinOptions {
  readonly miniport: MiniportDMus;
  /** Place in the filter description's pins. */
  readonly pinId: number;
  readonly dataFormat: DataFormat;
  readonly masterClock: MasterClock;
  /** Sizes of the instance's event pool. */
  readonly allocator?: EventAllocatorOptions;
  /** The instance wants to be served, perhaps earlier than it said before. `@thread any` */
  readonly onServiceNeeded?: () => void;
}

/**
 * What the kinds of pin instance have in common: a stream of the miniport, a state, and the interrupts of the stream,
 * which end in `putMessage(null)`. `@thread control`
 */
export abstract class PinInstance {
  readonly pinId: number;
  /** Every event of the instance comes from here and must be back here in the end. */
  readonly allocator: EventAllocator;
  readonly #miniport: MiniportDMus;
  readonly #streamType: StreamType;
  readonly #created: NewStreamResult;
  readonly #onServiceNeeded: (() => void) | undefined;
  readonly #serviceSink: ServiceSink = { requestService: () => this.serveStream() };
  #state: KsState = KsState.stop;
  #isClosed = false;
  /** Changes of state that have begun and not ended: a receiver of packets may ask for another in the middle of one. */
  #moveCount = 0;

  constructor(options: PinOptions, streamType: StreamType) {
    const { miniport, pinId, dataFormat, masterClock } = options;
    this.pinId = pinId;
    this.allocator = new EventAllocator(options.allocator);
    this.#onServiceNeeded = options.onServiceNeeded;
    this.#miniport = miniport;
    this.#streamType = streamType;
    this.#created = miniport.newStream({ pinId, streamType, dataFormat, allocator: this.allocator, masterClock });
    this.serviceGroup?.addMember(this.#serviceSink);
  }

  /** The miniport's object for this instance. */
  get stream(): Mxf {
    return this.#created.stream;
  }

  /** The stream's interrupts, if it has any of its own. */
  get serviceGroup(): ServiceGroup | null {
    return this.#created.serviceGroup;
  }

  get state(): KsState {
    return this.#state;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** When `service` will have something to do: infinity for never. `@thread render` */
  abstract get nextServiceTime(): ReferenceTime;

  /** Carries on with what is due at `now`, in ticks of the master clock. `@thread render` */
  abstract service(now: ReferenceTime): void;

  /** The device wants its stream to be served. `@thread render` */
  serveStream(): void {
    if (!this.#isClosed) this.stream.putMessage(null);
  }

  /**
   * Moves the instance one step up or down.
   *
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a longer step, no step, or a closed instance; whatever
   * the miniport's stream throws when it is not ready. The state is then what it was.
   */
  setState(state: KsState): void {
    if (this.#isClosed || Math.abs(state - this.#state) !== 1) {
      const from = this.#isClosed ? 'closed' : this.#state;
      throw new DmusError(
        'STATUS_INVALID_DEVICE_REQUEST',
        `a pin moves one state at a time, not from ${from} to ${state}`,
      );
    }
    this.#moveCount++;
    try {
      this.applyState(state);
      this.#state = state;
    } finally {
      this.#moveCount--;
      if (this.#isClosed) this.#endOnce();
    }
    this.askForService();
  }

  /**
   * Brings the instance to `stop`, step by step, and ends its stream, also when a step fails. Closing again does nothing.
   * From inside a change of its state it is closed at once, and comes to its end with the change. Called by
   * `DMusPort.closePin`, which also counts the instance out.
   * @throws what a stage threw on the way, when all is done.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#endOnce();
  }

  /** Carries a state to the stages. */
  protected abstract applyState(state: KsState): void;

  /** Brings the stages to `stop` and takes them apart, also when one throws. @throws what a stage threw, at the end. */
  protected abstract endStages(): void;

  /** For after whatever may have made the next service earlier. `@thread render` */
  protected askForService(): void {
    if (this.nextServiceTime < Number.POSITIVE_INFINITY) this.#onServiceNeeded?.();
  }

  protected get schedulePreFetch(): ReferenceTime {
    return this.#created.schedulePreFetch;
  }

  #endOnce(): void {
    if (this.#moveCount > 0) return;
    try {
      this.endStages();
    } finally {
      this.#state = KsState.stop;
      this.serviceGroup?.removeMember(this.#serviceSink);
      this.#miniport.closeStream(this.#created.stream, this.#streamType);
    }
  }
}
