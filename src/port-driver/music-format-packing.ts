import { type ReferenceTime, TICKS_PER_MILLISECOND } from '../clock/reference-time.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { MAX_MUSIC_FORMAT_DELTA_MS, musicFormatBytes, writeMusicFormatHeader } from '../ddi/music-format.ts';
import { copyMessage, messageByteLength } from '../event-chains/message-parts.ts';
import type { CapturePacket, PacketFormat } from './packet-format.ts';
import type { PresentationClock } from './presentation-clock.ts';

/**
 * Packets of a MIDI-subtype capture pin: entries as in `ddi/music-format.ts`, one for each message however many parts
 * it came in. The channel group is lost: the format has none.
 *
 * Each delta is the difference of two times that were rounded from the packet's start, so that the deltas add up to
 * within half a millisecond of every stamp. A stamp before that of the message in front gets a delta of 0.
 *
 * `@thread render`
 */
export class MusicFormatPacking implements PacketFormat {
  readonly #clock: PresentationClock | null;
  /** Milliseconds from the present packet's start to its last entry. */
  #elapsedMs = 0;

  /** @param clock the pin's, to count presentation time; without it the stamps are written as they come. */
  constructor(clock: PresentationClock | null = null) {
    this.#clock = clock;
  }

  append(packet: CapturePacket, message: KernelEvent): boolean {
    const { bytes, usedBytes } = packet;
    const stamp = Math.round(this.#presentationTime(message));
    const startTime = usedBytes === 0 ? stamp : packet.startTime;
    const previousMs = this.#elapsedMs;
    const elapsedMs = Math.max(previousMs, Math.round((stamp - startTime) / TICKS_PER_MILLISECOND));
    const byteLength = messageByteLength(message);
    const entryEnd = usedBytes + musicFormatBytes(byteLength);
    if (entryEnd > bytes.byteLength || !Number.isSafeInteger(stamp)) return false;
    if (elapsedMs - previousMs > MAX_MUSIC_FORMAT_DELTA_MS) return false;
    copyMessage(message, bytes, writeMusicFormatHeader(bytes, usedBytes, elapsedMs - previousMs, byteLength));
    this.#elapsedMs = elapsedMs;
    packet.startTime = startTime;
    packet.usedBytes = entryEnd;
    return true;
  }

  begin(): void {
    this.#elapsedMs = 0;
  }

  #presentationTime({ presentationTime }: KernelEvent): ReferenceTime {
    return this.#clock === null ? presentationTime : this.#clock.toPresentationTime(presentationTime);
  }
}
