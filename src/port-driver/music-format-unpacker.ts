import { type ReferenceTime, TICKS_PER_MILLISECOND } from '../clock/reference-time.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicFormatReader } from '../ddi/music-format.ts';
import { takeRawChain, WIRE_CHANNEL_GROUP } from '../event-chains/raw-chain.ts';
import { PacketStage } from './packet-stage.ts';

/**
 * First stage of the way down for a MIDI-subtype pin: turns the entries of a packet into raw events, all marked
 * incomplete, for the parser behind it to make messages of. An entry that is longer than the allocator's buffers becomes
 * a chain that is handed on as one; one without bytes only lets time pass.
 *
 * Packets are served one after the other: an entry that lies before one of an earlier packet is late, and gets the
 * stamp of the latest entry so far. Stamps count in the pin's presentation time.
 *
 * `@thread render`
 */
export class MusicFormatUnpacker extends PacketStage {
  readonly #reader = new MusicFormatReader();
  /** Stamp of the latest entry since `stop`. */
  #latestTime: ReferenceTime = Number.NEGATIVE_INFINITY;

  override get damagedCount(): number {
    return this.#reader.damagedCount;
  }

  override setState(state: KsState): void {
    super.setState(state);
    if (state === KsState.stop) this.#latestTime = Number.NEGATIVE_INFINITY;
  }

  protected override readPacket(startTime: ReferenceTime, entries: Uint8Array, bytePosition: number): void {
    const reader = this.#reader;
    reader.reset(entries);
    while (reader.next()) {
      const entryTime = startTime + reader.elapsedMs * TICKS_PER_MILLISECOND;
      if (entryTime > this.#latestTime) this.#latestTime = entryTime;
      if (reader.byteLength > 0) this.#sendEntry(bytePosition);
    }
    reader.release();
  }

  #sendEntry(packetPosition: number): void {
    const { entries, messageOffset, byteLength } = this.#reader;
    this.builder.begin(WIRE_CHANNEL_GROUP, this.#latestTime);
    const end = messageOffset + byteLength;
    this.send(takeRawChain(this.builder, entries, messageOffset, end, packetPosition + messageOffset));
  }
}
