import { expect } from 'vitest';
import type { Pin } from '../../src/port-driver/pin.ts';
import { DMusPort, type OpenPinRequest } from '../../src/port-driver/port-driver.ts';

/** A port driver that remembers the pins it opened. */
export class WatchedDriver extends DMusPort {
  readonly pins: Pin[] = [];

  override openPin(request: OpenPinRequest): Pin {
    const pin = super.openPin(request);
    this.pins.push(pin);
    return pin;
  }

  /** All pins are closed, and every event and buffer is back, once. */
  expectNothingOpen(): void {
    for (const { isClosed, allocator } of this.pins) {
      expect([isClosed, allocator.outstandingEventCount, allocator.outstandingBufferCount]).toEqual([true, 0, 0]);
      expect(allocator.misreturnedCount).toBe(0);
    }
  }
}
