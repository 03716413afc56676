import type { ReferenceTime } from '../clock/reference-time.ts';
import type { PinInstance } from './pin-instance.ts';

/**
 * Open pin instances of one kind. Pins may be opened and closed while the list is walked: who walks it sees the pins of
 * the moment at which he began, and asks those that are still open.
 */
export class PinList<Kind extends PinInstance> {
  /** In the order in which they were opened; another array after each change. */
  all: readonly Kind[] = [];

  /** `@thread control` */
  add(pin: Kind): Kind {
    this.all = [...this.all, pin];
    return pin;
  }

  /** False when it is not in the list. `@thread control` */
  remove(pin: PinInstance): boolean {
    const countBefore = this.all.length;
    this.all = this.all.filter((each) => each !== pin);
    return this.all.length < countBefore;
  }

  /** When the first of them wants to be served: infinity for never. `@thread render` */
  get nextServiceTime(): ReferenceTime {
    let first = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.all.length; i++) first = Math.min(first, this.all[i]!.nextServiceTime);
    return first;
  }

  /** Serves each of them. `@thread render` */
  service(now: ReferenceTime): void {
    const pins = this.all;
    for (let i = 0; i < pins.length; i++) if (!pins[i]!.isClosed) pins[i]!.service(now);
  }
}
