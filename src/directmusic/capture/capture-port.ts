import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { PortParams } from '../../ddi/port-params.ts';
import type { ThruStatistics } from '../../ddi/thru-statistics.ts';
import { BasicPort, needBuffer } from '../basic-port.ts';
import type { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort, DirectMusicThru } from '../port.ts';
import { isAltered, WIRE_PARAMS } from '../wire-params.ts';
import { ApplicationThru, type PortRoute, portRoute } from './application-thru.ts';
import { CapturedEvents, type CapturedEventsOptions } from './captured-events.ts';

/** What all capture ports have in common: captured events wait to be read, are told of, and are led on. */
export abstract class CapturePort extends BasicPort implements DirectMusicPort {
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  readonly #applicationThru = new ApplicationThru();
  readonly #events: CapturedEvents;
  readonly #thru: DirectMusicThru = {
    thruChannel: (...args) => {
      this.needOpen();
      this.connectThru(args[1], portRoute(...args));
    },
    getStatistics: () => {
      this.needOpen();
      return this.thruStatistics();
    },
  };
  #onData: (() => void) | null = null;

  constructor(wanted: Partial<PortParams>, options: CapturedEventsOptions = {}) {
    super();
    this.paramsChanged = isAltered(wanted, WIRE_PARAMS);
    this.#events = new CapturedEvents(options);
  }

  override get params(): PortParams {
    return WIRE_PARAMS;
  }

  override get thru(): DirectMusicThru {
    return this.#thru;
  }

  /** Events lost because nobody read them in time. */
  get overflowCount(): number {
    return this.#events.overflowCount;
  }

  override setReadNotification(onData: (() => void) | null): void {
    this.#onData = onData;
  }

  override read(buffer: MusicBuffer): boolean {
    needBuffer(buffer);
    return this.#events.moveTo(buffer);
  }

  /** Everything captured has been read. */
  protected get isDrained(): boolean {
    return this.#events.isEmpty;
  }

  /** Captured records have come; they are copied. `now` is the same clock's present instant. */
  protected receive(startTime: ReferenceTime, records: Uint8Array, usedBytes: number, now: () => ReferenceTime): void {
    this.#applicationThru.forward(startTime, records, usedBytes, now);
    this.#events.append(startTime, records, usedBytes);
    if (!this.#events.isEmpty) this.#onData?.();
  }

  /** Leads a channel on, or no longer. */
  protected connectThru(sourceChannel: number, route: PortRoute | null): void {
    this.#applicationThru.connect(sourceChannel, route);
  }

  /** What is led on and still sounds is let go: its end will not be captured. */
  protected override stop(): void {
    try {
      this.stopCapture();
    } finally {
      this.#applicationThru.letGo();
    }
  }

  /** Ends what `start` began. */
  protected abstract stopCapture(): void;

  /** What was led on in this thread. */
  protected thruStatistics(): ThruStatistics {
    const { messageCount, lostCount, worstLatencyTicks } = this.#applicationThru;
    return { messageCount, lostCount, worstLatencyTicks };
  }
}
