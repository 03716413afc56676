import type { ReferenceTime } from '../clock/reference-time.ts';

/**
 * Something with work to do at known instants and no thread of its own: a port driver with a sequencer, a MIDI port.
 * `@thread control`
 */
export interface Serviced {
  /** When {@link service} will have something to do, in ticks of 100 ns; infinity while nobody knows of anything. */
  readonly nextServiceTime: ReferenceTime;
  /** Does what is due at `now`. Never throws. */
  service(now: ReferenceTime): void;
}

/** Whoever calls {@link Serviced.service} in time. `@thread control` */
export interface ServiceHost {
  /** From now on `serviced` is looked after; adding it again has no effect. */
  add(serviced: Serviced): void;
  /** No longer; nothing happens when it is not there. */
  remove(serviced: Serviced): void;
  /** Some `nextServiceTime` has become earlier. Services nobody inside this call. */
  wake(): void;
}
