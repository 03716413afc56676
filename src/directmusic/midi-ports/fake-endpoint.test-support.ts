import type { ReferenceTime } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { MidiEndpointSession, MidiInEndpoint, MidiInSession, MidiOutEndpoint } from './midi-endpoint.ts';

/** What both directions of a device without wires have in common: it can be pulled out and plugged in again. */
abstract class FakeEndpoint<Session extends MidiEndpointSession> {
  readonly id = 'fake';
  readonly name = 'A device without wires';
  isPlugged = true;
  openCount = 0;
  closeCount = 0;
  protected session: Session | null = null;

  get isOpen(): boolean {
    return this.session !== null;
  }

  open(session: Session): void {
    if (!this.isPlugged) throw new DmusError('DSERR_NODRIVER', 'it is not plugged in');
    this.openCount++;
    this.session = session;
  }

  close(): void {
    if (this.session !== null) this.closeCount++;
    this.session = null;
  }

  unplug(): void {
    const { session } = this;
    this.isPlugged = false;
    this.session = null;
    session?.onLost();
  }
}

/** A message as it was sent: bytes, and when it is due. */
export type SentMessage = readonly [referenceTime: ReferenceTime, ...bytes: number[]];

/** Writes down what it is sent. */
export class FakeOutEndpoint extends FakeEndpoint<MidiEndpointSession> implements MidiOutEndpoint {
  readonly direction = 'out';
  readonly scheduleAheadTicks: ReferenceTime;
  readonly sent: SentMessage[] = [];

  constructor(scheduleAheadTicks: ReferenceTime = 0) {
    super();
    this.scheduleAheadTicks = scheduleAheadTicks;
  }

  send(message: Uint8Array, referenceTime: ReferenceTime): void {
    if (this.session === null) throw new Error('sent while it was closed');
    this.sent.push([referenceTime, ...message]);
  }

  /** What was sent since the last call, without times. */
  takeMessages(): number[][] {
    return this.sent.splice(0).map(([, ...bytes]) => bytes);
  }
}

/** Gives what the test puts in. */
export class FakeInEndpoint extends FakeEndpoint<MidiInSession> implements MidiInEndpoint {
  readonly direction = 'in';

  /** Bytes come in on the wire; nobody hears of them while it is closed. */
  receive(arrivalTime: ReferenceTime, ...bytes: readonly number[]): void {
    this.session?.onBytes(Uint8Array.from(bytes), arrivalTime);
  }
}
