import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortCaps, PortParams } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { DirectMusicPort } from './port.ts';

/** A port as a provider makes it. */
export interface ProvidedPort extends DirectMusicPort {
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  readonly isActive: boolean;
  readonly isClosed: boolean;
}

/** What a port is given by the object that it belongs to. */
export interface PortContext {
  /** The clock that all ports keep. */
  readonly masterClock: ReferenceClock;
  /** Where the port's sound ends; `null` for ports without `PortCapsFlags.directSound`. */
  readonly output: PcmOutput | null;
}

/** Somebody who can make ports of one kind: a registered synth, a driver's pin, a MIDI device. */
export interface PortProvider {
  /** What is enumerated. Its GUID names the port, so every provider has its own. */
  readonly caps: PortCaps;
  /**
   * Makes a port, inactive.
   * @throws DmusError `DMUS_E_DEVICE_IN_USE` and whatever opening it can end in.
   * `@thread control`
   */
  createPort(params: Partial<PortParams>, context: PortContext): ProvidedPort;
}
