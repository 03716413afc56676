/**
 * A MIDI device of the host as this stack sees it: one direction of an OS MIDI port, a Web MIDI port, a wire in a test.
 * Host folders make them; `MidiOutPort` and `MidiInPort` make application ports of them.
 *
 * **Order of calls.** `open`, then messages, then `close`; it may be opened again. One user at a time.
 *
 * **Loss.** A device may be unplugged at any moment. The endpoint then calls `onLost` once, is closed from then on, and
 * ignores what is sent. When the device is back, `open` works again; until then it throws.
 *
 * `@thread control`
 */
import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';

/** What names a device. */
export interface MidiEndpointIdentity {
  /** The same for the same device every time, as far as the host knows; unlike that of any other of its direction. */
  readonly id: string;
  /** For people. */
  readonly name: string;
}

/** What an open endpoint of either direction is given. */
export interface MidiEndpointSession {
  /** What all stamps count in; the endpoint converts to and from its host's time. */
  readonly masterClock: MasterClock;
  /** The device is gone. Never called from inside a call to the endpoint, nor after `close`. */
  readonly onLost: () => void;
}

/** A device that takes messages. */
export interface MidiOutEndpoint extends MidiEndpointIdentity {
  readonly direction: 'out';

  /**
   * How long before its time the host wants a message so as to send it on time by itself, in ticks of 100 ns. 0 for a
   * host that cannot wait: it sends at once whatever the stamp says, and is given each message when it is due.
   */
  readonly scheduleAheadTicks: ReferenceTime;

  /**
   * @throws DmusError `DSERR_NODRIVER` when the device is not there, `DMUS_E_DEVICE_IN_USE` when somebody else has it.
   */
  open(session: MidiEndpointSession): void;

  /**
   * Sends one whole message: status and data bytes, no running status; system exclusive from 0xf0 to 0xf7. Messages go
   * onto the wire in order of their times, equal times in order of the calls. Never throws: what cannot be sent is
   * counted by the endpoint.
   *
   * @param message the caller's, and overwritten after the call: copy what is kept.
   * @param referenceTime when it is due; past for "at once".
   */
  send(message: Uint8Array, referenceTime: ReferenceTime): void;

  /** Messages already taken are still sent. Closing again does nothing. */
  close(): void;
}

/** What an open input is given besides. */
export interface MidiInSession extends MidiEndpointSession {
  /**
   * Bytes have come: any number of messages, or parts of them. Never called from inside a call to the endpoint, nor
   * after `close`.
   *
   * @param bytes the endpoint's, and overwritten after the call.
   * @param arrivalTime when they came, in ticks of 100 ns of the master clock; never falls from call to call.
   */
  readonly onBytes: (bytes: Uint8Array, arrivalTime: ReferenceTime) => void;
}

/** A device that gives messages. */
export interface MidiInEndpoint extends MidiEndpointIdentity {
  readonly direction: 'in';
  /** @throws as `MidiOutEndpoint.open`. */
  open(session: MidiInSession): void;
  /** Nothing comes any more. Closing again does nothing. */
  close(): void;
}

/** A device of either direction, told apart by `direction`. */
export type MidiEndpoint = MidiOutEndpoint | MidiInEndpoint;
