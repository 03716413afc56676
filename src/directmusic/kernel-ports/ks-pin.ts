import {
  type DataFormat,
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
} from '../../ddi/filter-description.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { WaveFormat } from '../../ddi/wave-format.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import type { PinHandle } from '../../ks/messages.ts';
import { collectFailure, throwFirst } from '../../port-driver/failures.ts';

/** Event records, of either direction. */
export const MUSIC_DATA_FORMAT: DataFormat = {
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.directMusic,
  specifier: DataFormatSpecifier.none,
  waveFormat: null,
};

/** Sound of this format. */
export function waveDataFormat(waveFormat: WaveFormat): DataFormat {
  return {
    majorFormat: DataFormatType.audio,
    subFormat: DataFormatSubtype.pcm,
    specifier: DataFormatSpecifier.waveFormatEx,
    waveFormat,
  };
}

/** A pin instance on the other side of the boundary, with the state it is in. `@thread control` */
export class KsPin {
  readonly handle: PinHandle;
  readonly #connection: KsFilterConnection;
  #state: KsState = KsState.stop;

  /** @throws DmusError as `KsFilterConnection.createPin`. */
  constructor(connection: KsFilterConnection, pinId: number, dataFormat: DataFormat) {
    this.#connection = connection;
    this.handle = connection.createPin(pinId, dataFormat);
  }

  /** Goes to a state, one step after the other. @throws DmusError where a step fails; it stays before that step. */
  moveTo(target: KsState): void {
    while (this.#state !== target) {
      const next = (this.#state + Math.sign(target - this.#state)) as KsState;
      this.#connection.setState(this.handle, next);
      this.#state = next;
    }
  }

  close(): void {
    this.#connection.closePin(this.handle);
  }
}

/**
 * Brings pins to `run`, one after the other. When one fails, all are back in `stop` before its failure is thrown.
 * @throws DmusError as the pin's step.
 */
export function runAll(pins: readonly KsPin[]): void {
  try {
    for (const pin of pins) pin.moveTo(KsState.run);
  } catch (error) {
    collectFailure([], () => stopAll([...pins].reverse()));
    throw error;
  }
}

/** Brings pins to `stop`, as far as each of them goes. @throws the first failure, when all were tried. */
export function stopAll(pins: readonly KsPin[]): void {
  const failures: unknown[] = [];
  for (const pin of pins) collectFailure(failures, () => pin.moveTo(KsState.stop));
  throwFirst(failures);
}
