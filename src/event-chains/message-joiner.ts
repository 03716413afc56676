import type { ReferenceTime } from '../clock/reference-time.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent, isPackageEvent } from '../ddi/kernel-event-predicates.ts';
import { isRealTimeMessage, MAX_PACKAGE_DEPTH } from './message-parts.ts';

/** Who gets whole messages. `@thread render` */
export interface MessageReceiver {
  /**
   * One message: the first `byteLength` bytes of `bytes`, at least 1, valid only during the call.
   * @param channelGroup 1 is the first, 0 all. @param presentationTime 0 means "now".
   */
  receiveMessage(bytes: Uint8Array, byteLength: number, channelGroup: number, presentationTime: ReferenceTime): void;

  /** A message that came in parts is lost: it grew too long, or another one began before it was whole. */
  loseMessage(): void;
}

/**
 * Makes whole messages of kernel events: walks chains and the packages in them, and joins the parts of a message that
 * came as several events. Between the parts, a message of another channel group or a real-time message stays a message
 * of its own. The events are only read; they stay their owner's.
 *
 * `@thread render`: the room for parts is made at the beginning.
 */
export class MessageJoiner {
  readonly #receiver: MessageReceiver;
  readonly #joined: Uint8Array;
  /** Bytes of the message so far; more than there is room for when it has grown too long. */
  #joinedBytes = 0;
  #isJoining = false;
  #joiningGroup = 0;

  /** @param maxJoinedBytes longest message that may come in parts. */
  constructor(receiver: MessageReceiver, maxJoinedBytes: number) {
    this.#receiver = receiver;
    this.#joined = new Uint8Array(maxJoinedBytes);
  }

  /** Reads a chain, and the chains inside packages, in order. */
  readChain(first: KernelEvent): void {
    this.#readChain(first, 0);
  }

  /** Forgets a message that has not come to its end. */
  forgetParts(): void {
    this.#isJoining = false;
  }

  #readChain(first: KernelEvent, depth: number): void {
    for (let event: KernelEvent | null = first; event !== null; event = event.next) {
      if (!isPackageEvent(event)) this.#readEvent(event);
      else if (event.packageEvent !== null && depth < MAX_PACKAGE_DEPTH) this.#readChain(event.packageEvent, depth + 1);
    }
  }

  #readEvent(event: KernelEvent): void {
    const bytes = eventPayload(event);
    if (bytes === null) return;
    const { byteLength, channelGroup, presentationTime } = event;
    const isIncomplete = isIncompleteEvent(event);
    const goesOn =
      this.#isJoining && channelGroup === this.#joiningGroup && (isIncomplete || !isRealTimeMessage(event));
    if (!goesOn && !isIncomplete) {
      if (byteLength > 0) this.#receiver.receiveMessage(bytes, byteLength, channelGroup, presentationTime);
      return;
    }
    if (!goesOn) this.#begin(channelGroup);
    this.#append(bytes, byteLength);
    if (!isIncomplete) this.#finish(channelGroup, presentationTime);
  }

  #begin(channelGroup: number): void {
    if (this.#isJoining) this.#receiver.loseMessage();
    this.#isJoining = true;
    this.#joiningGroup = channelGroup;
    this.#joinedBytes = 0;
  }

  #append(bytes: Uint8Array, byteLength: number): void {
    const start = this.#joinedBytes;
    this.#joinedBytes += byteLength;
    if (this.#joinedBytes > this.#joined.byteLength) return;
    for (let i = 0; i < byteLength; i++) this.#joined[start + i] = bytes[i]!;
  }

  #finish(channelGroup: number, presentationTime: ReferenceTime): void {
    this.#isJoining = false;
    const byteLength = this.#joinedBytes;
    if (byteLength > this.#joined.byteLength) this.#receiver.loseMessage();
    else if (byteLength > 0) this.#receiver.receiveMessage(this.#joined, byteLength, channelGroup, presentationTime);
  }
}
