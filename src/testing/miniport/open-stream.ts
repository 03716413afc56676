import type { DataFormat } from '../../ddi/filter-description.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { MiniportDMus, NewStreamResult } from '../../ddi/miniport-dmus.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { expectMethods, expectNoFaults } from '../assertions.ts';
import type { LeakDetector } from '../leak-detector.ts';

/** A pin that can be opened, with one format of one of its ranges. */
export interface OpenablePin {
  readonly pinId: number;
  readonly name: string;
  readonly streamType: StreamType;
  readonly dataFormat: DataFormat;
}

/** A stream of the miniport as its port driver would hold it: with an allocator of its own, moved step by step. */
export class OpenStream {
  readonly pin: OpenablePin;
  readonly allocator: LeakDetector;
  readonly created: NewStreamResult;
  readonly #miniport: MiniportDMus;
  #state: KsState = KsState.stop;
  #isClosed = false;

  constructor(miniport: MiniportDMus, pin: OpenablePin, allocator: LeakDetector, masterClock: MasterClock) {
    const { pinId, streamType, dataFormat } = pin;
    this.pin = pin;
    this.allocator = allocator;
    this.#miniport = miniport;
    this.created = miniport.newStream({ pinId, streamType, dataFormat, allocator, masterClock });
    const what = `what newStream answers for pin ${pinId}`;
    expectMethods(what, this.created, []);
    expectMethods(`stream in ${what}`, this.created.stream, []);
    if (streamType === StreamType.midiRender) this.stream.connectOutput(allocator);
  }

  get stream(): Mxf {
    return this.created.stream;
  }

  get state(): KsState {
    return this.#state;
  }

  /** Goes to a state, one step at a time. */
  moveTo(state: KsState): this {
    while (this.#state !== state) {
      const next = (this.#state + Math.sign(state - this.#state)) as KsState;
      this.stream.setState(next);
      this.#state = next;
    }
    return this;
  }

  put(event: KernelEvent | null): void {
    this.stream.putMessage(event);
  }

  /** As a port driver closes a pin. Closing again does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.moveTo(KsState.stop);
    this.#isClosed = true;
    this.stream.disconnectOutput(this.allocator);
    this.#miniport.closeStream(this.stream, this.pin.streamType);
  }

  /** Closes, and fails when something is still out or was not treated as it should. */
  closeWithoutLeaks(): void {
    this.close();
    this.expectNoLeaks('after stop and closeStream');
  }

  /** Fails unless everything that was lent is back, once and untouched. */
  expectNoLeaks(when: string): void {
    expectNoFaults(`pin ${this.pin.pinId} (${this.pin.name}), ${when}`, this.allocator.report());
  }
}
