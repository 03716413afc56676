import type { ReferenceTime } from '../clock/reference-time.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { MessageParser } from './message-parser.ts';
import { MusicFormatUnpacker } from './music-format-unpacker.ts';
import type { PacketStage } from './packet-stage.ts';
import { PinInstance, type PinOptions } from './pin-instance.ts';
import { PresentationClock } from './presentation-clock.ts';
import { PresentationStamper } from './presentation-stamper.ts';
import { Sequencer } from './sequencer.ts';
import { StageChain } from './stage-chain.ts';
import type { ThruTarget } from './thru.ts';
import { Unpacker } from './unpacker.ts';

/**
 * A pin that takes messages and gives them to the miniport's stream, which returns every event to the allocator.
 *
 * - DirectMusic format: unpacker → sequencer → stream. Stamps are master-clock time.
 * - MIDI format: unpacker of raw bytes → parser → sequencer → stamper → stream. Stamps are the pin's presentation time,
 *   which stands still outside `run`; the stamper turns them into master-clock time.
 */
export class RenderPin extends PinInstance implements ThruTarget {
  readonly kind = 'render';
  readonly sequencer: Sequencer;
  readonly #unpacker: PacketStage;
  readonly #stages: StageChain;
  /** What the sequencer's stamps count in; `null` for the master clock. */
  readonly #presentationClock: PresentationClock | null;

  /** @throws whatever the miniport's `newStream` throws. */
  constructor(options: PinOptions) {
    super(options, StreamType.midiRender);
    const { allocator, schedulePreFetch, stream } = this;
    this.sequencer = new Sequencer({ allocator, schedulePreFetch, maxEventCount: allocator.maxEventCount });
    if (options.dataFormat.subFormat === DataFormatSubtype.midi) {
      const clock = new PresentationClock(options.masterClock);
      this.#presentationClock = clock;
      this.#unpacker = new MusicFormatUnpacker(allocator);
      const stamper = new PresentationStamper(allocator, clock);
      const parser = new MessageParser({ allocator });
      this.#stages = new StageChain([this.#unpacker, parser, this.sequencer, stamper, stream, allocator], clock);
    } else {
      this.#presentationClock = null;
      this.#unpacker = new Unpacker(allocator);
      this.#stages = new StageChain([this.#unpacker, this.sequencer, stream, allocator]);
    }
  }

  /** Messages dropped by the unpacker, see its docstring. */
  get droppedCount(): number {
    return this.#unpacker.droppedCount;
  }

  /** Packets that ended at damaged bytes. */
  get damagedCount(): number {
    return this.#unpacker.damagedCount;
  }

  /**
   * A packet from the application, read before this returns.
   * @param startTime what the packet's deltas count from. `@thread render`
   */
  writePacket(startTime: ReferenceTime, packet: Uint8Array): void {
    this.#unpacker.writePacket(startTime, packet);
    this.askForService();
  }

  playThru(presentationTime: ReferenceTime, channelGroup: number, message: Uint8Array, byteLength: number): boolean {
    if (this.state === KsState.stop) return false;
    const event = this.allocator.getMessage();
    if (event === null) return false;
    event.byteLength = byteLength;
    event.channelGroup = channelGroup;
    event.presentationTime = this.#presentationClock?.toPresentationTime(presentationTime) ?? presentationTime;
    for (let i = 0; i < byteLength; i++) event.inline[i] = message[i]!;
    this.sequencer.putMessage(event);
    this.askForService();
    return true;
  }

  override get nextServiceTime(): ReferenceTime {
    if (this.state !== KsState.run) return Number.POSITIVE_INFINITY;
    const due = this.sequencer.nextServiceTime;
    return this.#presentationClock?.toMasterTime(due) ?? due;
  }

  override service(now: ReferenceTime): void {
    this.sequencer.service(this.#presentationClock?.toPresentationTime(now) ?? now);
  }

  protected override applyState(state: KsState): void {
    this.#stages.setState(state);
  }

  protected override endStages(): void {
    this.#stages.close();
  }
}
