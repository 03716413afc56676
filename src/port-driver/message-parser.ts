import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { BYTE_POSITION_NONE, type KernelEvent } from '../ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent, isPackageEvent } from '../ddi/kernel-event-predicates.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { FIRST_REAL_TIME_STATUS, FIRST_SYSTEM_STATUS, shortMessageBytes } from '../ddi/short-message.ts';
import { EventChainBuilder } from '../event-chains/event-chain-builder.ts';
import { payloadByteLength } from '../event-chains/message-parts.ts';

/** What a parser is made of. */
export interface MessageParserOptions {
  /** Where messages are taken from and raw events go to; also everything while no output is connected. */
  readonly allocator: AllocatorMxf;
  /**
   * Longest SysEx message, F0 and F7 included; 3 or more. By default 32 of the allocator's buffers (131,072 bytes with
   * those of the port driver), half of the default pool, so that a device that never ends its message leaves room for others.
   */
  readonly maxSysExBytes?: number;
}

/** Channel groups of which one parser keeps unfinished messages apart. */
export const MAX_PARSED_GROUPS = 16;

const DEFAULT_MAX_SYSEX_BUFFERS = 32;
/** As long as the longest short message, so that the limit meets SysEx only. */
const MIN_MAX_SYSEX_BYTES = 3;
const SYSEX_START = 0xf0;
const SYSEX_END = 0xf7;
const NO_GROUP = -1;

/**
 * Turns a stream of bytes into a stream of events. An event that is marked incomplete holds raw bytes, any number of
 * messages and parts of messages; of each whole message in it one complete event is made, or one chain of parts where a
 * SysEx message outgrows a buffer. Complete events and packages pass untouched.
 *
 * Running status is kept per channel group: channel messages set it, SysEx and system common messages clear it. Real-time
 * bytes, active sensing among them, are handed on at once, wherever they stand. A message bears the stamp of the raw event
 * in which its first byte stood, and the position of that byte when the raw event has one.
 *
 * Bytes come from a wire and may be anything: what is no message is dropped and counted.
 *
 * `@thread render`
 */
export class MessageParser implements Mxf {
  /** Messages dropped because the pool was empty. */
  droppedCount = 0;
  /** SysEx messages dropped because they were longer than `maxSysExBytes`. */
  overlongCount = 0;
  /** Messages dropped because another status byte came before their end. */
  truncatedCount = 0;
  /** Data bytes that followed no status, and ends of SysEx (F7) that followed no beginning. */
  strayByteCount = 0;
  /** Status bytes without a meaning: F4, F5, F9 and FD. */
  undefinedCount = 0;
  /** Raw bytes dropped because their channel group was one more than {@link MAX_PARSED_GROUPS}. */
  excessGroupByteCount = 0;

  readonly #allocator: AllocatorMxf;
  readonly #maxSysExBytes: number;
  readonly #groups: readonly GroupState[];
  readonly #realTime: EventChainBuilder;
  #output: Mxf;
  /** Stamp and position of the byte being read. */
  #presentationTime: ReferenceTime = 0;
  #bytePosition: number = BYTE_POSITION_NONE;
  /** Counts how often it was told to forget: who gets a message may do that while the rest is still to be read. */
  #streamNumber = 0;

  /** @throws RangeError for `maxSysExBytes` out of range. */
  constructor(options: MessageParserOptions) {
    const { allocator } = options;
    const { maxSysExBytes = DEFAULT_MAX_SYSEX_BUFFERS * allocator.getBufferSize() } = options;
    if (!Number.isInteger(maxSysExBytes) || maxSysExBytes < MIN_MAX_SYSEX_BYTES) {
      throw new RangeError(
        `MessageParser: maxSysExBytes must be an integer of ${MIN_MAX_SYSEX_BYTES} or more, got ${maxSysExBytes}`,
      );
    }
    this.#allocator = allocator;
    this.#maxSysExBytes = maxSysExBytes;
    this.#groups = Array.from({ length: MAX_PARSED_GROUPS }, () => new GroupState(allocator));
    this.#realTime = new EventChainBuilder(allocator);
    this.#output = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    const streamNumber = this.#streamNumber;
    for (let each = event; each !== null; ) {
      const last: KernelEvent = isRaw(each) ? each : lastBeforeRaw(each);
      const rest: KernelEvent | null = last.next;
      last.next = null;
      if (streamNumber !== this.#streamNumber) this.#allocator.putMessage(each);
      else if (isRaw(each)) this.#readRaw(each);
      else this.#output.putMessage(each);
      each = rest;
    }
  }

  /** Entering `stop` makes it {@link forget}; otherwise a parser works alike in all states. */
  setState(state: KsState): void {
    if (state === KsState.stop) this.forget();
  }

  /**
   * Gives back what unfinished messages hold, and ends running status: the next byte is the first of a new stream. From
   * inside a message's receiver, what is left of the chain being read is thrown away.
   */
  forget(): void {
    this.#streamNumber++;
    for (let i = 0; i < this.#groups.length; i++) this.#groups[i]!.reset();
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  #readRaw(raw: KernelEvent): void {
    const payload = eventPayload(raw);
    const byteLength = payloadByteLength(raw);
    const group = this.#groupOf(raw.channelGroup);
    const streamNumber = this.#streamNumber;
    this.#presentationTime = raw.presentationTime;
    for (let i = 0; i < byteLength && group !== null && streamNumber === this.#streamNumber; i++) {
      this.#bytePosition = raw.bytePosition === BYTE_POSITION_NONE ? BYTE_POSITION_NONE : raw.bytePosition + i;
      this.#readByte(group, payload![i]!);
    }
    if (group === null) this.excessGroupByteCount += byteLength;
    this.#allocator.putMessage(raw);
  }

  /** The state of a channel group, which takes a free one when it is new; `null` when there is none. */
  #groupOf(channelGroup: number): GroupState | null {
    for (let i = 0; i < this.#groups.length; i++) {
      const group = this.#groups[i]!;
      if (group.channelGroup === NO_GROUP) group.channelGroup = channelGroup;
      if (group.channelGroup === channelGroup) return group;
    }
    return null;
  }

  #readByte(group: GroupState, byte: number): void {
    if (byte >= FIRST_REAL_TIME_STATUS) this.#readRealTime(group, byte);
    else if (byte === SYSEX_END) this.#readSysExEnd(group);
    else if (byte >= 0x80) this.#readStatus(group, byte);
    else this.#readData(group, byte);
  }

  #readRealTime(group: GroupState, status: number): void {
    if (shortMessageBytes(status) === 0) {
      this.undefinedCount++;
      return;
    }
    const message = this.#realTime;
    message.begin(group.channelGroup, this.#presentationTime);
    if (message.append(status, this.#bytePosition)) this.#output.putMessage(message.take());
    else this.droppedCount++;
  }

  #readStatus(group: GroupState, status: number): void {
    this.#truncate(group);
    group.runningStatus = status < FIRST_SYSTEM_STATUS ? status : 0;
    if (shortMessageBytes(status) > 0 || status === SYSEX_START) this.#begin(group, status);
    else this.undefinedCount++;
  }

  #readSysExEnd(group: GroupState): void {
    if (group.isInSysEx) {
      group.missingBytes = 1;
      this.#append(group, SYSEX_END);
      return;
    }
    this.#truncate(group);
    group.runningStatus = 0;
    this.strayByteCount++;
  }

  #readData(group: GroupState, byte: number): void {
    if (group.missingBytes === 0) {
      if (group.runningStatus === 0) {
        this.strayByteCount++;
        return;
      }
      this.#begin(group, group.runningStatus);
    }
    this.#append(group, byte);
  }

  #begin(group: GroupState, status: number): void {
    group.missingBytes = shortMessageBytes(status) || Number.POSITIVE_INFINITY;
    group.isLost = false;
    group.message.begin(group.channelGroup, this.#presentationTime);
    this.#append(group, status);
  }

  /** The bytes of a message that is lost are counted off like those of any other. */
  #append(group: GroupState, byte: number): void {
    if (!group.isLost) this.#store(group, byte);
    group.missingBytes--;
    if (group.missingBytes > 0 || group.isLost) return;
    this.#output.putMessage(group.message.take());
  }

  #store(group: GroupState, byte: number): void {
    const { message } = group;
    if (message.byteLength === this.#maxSysExBytes) {
      message.discard();
      this.overlongCount++;
      group.isLost = true;
    } else if (!message.append(byte, this.#bytePosition)) {
      this.droppedCount++;
      group.isLost = true;
    }
  }

  #truncate(group: GroupState): void {
    if (group.missingBytes === 0) return;
    if (!group.isLost) this.truncatedCount++;
    group.message.discard();
    group.missingBytes = 0;
  }
}

/** What a parser knows of the bytes of one channel group. */
class GroupState {
  /** Whose it is, or NO_GROUP. */
  channelGroup: number = NO_GROUP;
  /** Status of the channel message that data bytes repeat; 0 when there is none. */
  runningStatus = 0;
  /** Bytes that the present message still lacks: 0 between messages, infinite within SysEx. */
  missingBytes = 0;
  /** The present message has been dropped; its bytes are still to come. */
  isLost = false;
  readonly message: EventChainBuilder;

  constructor(allocator: AllocatorMxf) {
    this.message = new EventChainBuilder(allocator);
  }

  get isInSysEx(): boolean {
    return this.missingBytes === Number.POSITIVE_INFINITY;
  }

  reset(): void {
    this.channelGroup = NO_GROUP;
    this.runningStatus = 0;
    this.missingBytes = 0;
    this.message.discard();
  }
}

function isRaw(event: KernelEvent): boolean {
  return isIncompleteEvent(event) && !isPackageEvent(event);
}

/** Last of the events from `event` on that pass untouched. */
function lastBeforeRaw(event: KernelEvent): KernelEvent {
  let last = event;
  while (last.next !== null && !isRaw(last.next)) last = last.next;
  return last;
}
