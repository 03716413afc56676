import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent, isPackageEvent } from '../../ddi/kernel-event-predicates.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { LeakDetector } from '../leak-detector.ts';

/** What a capture stream emitted. */
export interface CapturedEvent {
  readonly bytes: readonly number[];
  readonly presentationTime: ReferenceTime;
  readonly channelGroup: number;
  readonly isIncomplete: boolean;
}

/** In place of the capture sink: writes down what it gets and gives it to the allocator, or keeps it for a while. */
export class CaptureRecorder implements Mxf {
  readonly events: CapturedEvent[] = [];
  /** Keeps events back, so that the pool runs out. */
  isHolding = false;
  readonly #allocator: LeakDetector;
  #held: KernelEvent[] = [];

  constructor(allocator: LeakDetector) {
    this.#allocator = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    this.#record(event);
    if (this.isHolding) this.#held.push(event);
    else this.#allocator.putMessage(event);
  }

  /** Gives back what was kept. */
  release(): void {
    this.isHolding = false;
    for (const event of this.#held) this.#allocator.putMessage(event);
    this.#held = [];
  }

  /** All bytes, in order. */
  get bytes(): number[] {
    return this.events.flatMap(({ bytes }) => bytes);
  }

  #record(first: KernelEvent): void {
    for (let event: KernelEvent | null = first; event !== null; event = event.next) {
      if (isPackageEvent(event)) {
        if (event.packageEvent !== null) this.#record(event.packageEvent);
        continue;
      }
      const { byteLength, presentationTime, channelGroup } = event;
      const bytes = [...(eventPayload(event)?.subarray(0, byteLength) ?? [])];
      this.events.push({ bytes, presentationTime, channelGroup, isIncomplete: isIncompleteEvent(event) });
    }
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}
}
