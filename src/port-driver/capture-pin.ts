import type { ReferenceTime } from '../clock/reference-time.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import type { KsState } from '../ddi/ks-state.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { CaptureSink } from './capture-sink.ts';
import { throwFirst } from './failures.ts';
import { MusicFormatPacking } from './music-format-packing.ts';
import { Packer } from './packer.ts';
import { type CapturePacket, EventRecordFormat } from './packet-format.ts';
import { PinInstance, type PinOptions } from './pin-instance.ts';
import { PresentationClock } from './presentation-clock.ts';
import { StageChain } from './stage-chain.ts';
import { Thru } from './thru.ts';

/** What a capture pin is made of besides. */
export interface CapturePinOptions extends PinOptions {
  /**
   * Told of every packet that is full, or holds all there is, or comes back empty. Where it throws, all goes on, and the
   * next `service` throws that. `@thread render`
   */
  readonly onPacket: (packet: CapturePacket) => void;
}

/**
 * A pin that gives messages: the miniport's stream → capture sink → thru → packer, which fills the application's packets.
 * Stamps are master-clock time with the DirectMusic format, the pin's presentation time with the MIDI format.
 */
export class CapturePin extends PinInstance {
  readonly kind = 'capture';
  readonly captureSink: CaptureSink;
  readonly thru: Thru;
  readonly packer: Packer;
  readonly #stages: StageChain;
  readonly #onPacket: (packet: CapturePacket) => void;
  /** What the receiver of packets threw, until `service` throws it. */
  readonly #failures: unknown[] = [];

  /** @throws whatever the miniport's `newStream` throws. */
  constructor(options: CapturePinOptions) {
    super(options, StreamType.midiCapture);
    const { allocator, stream } = this;
    const { masterClock, dataFormat } = options;
    this.#onPacket = options.onPacket;
    const isMidi = dataFormat.subFormat === DataFormatSubtype.midi;
    const clock = isMidi ? new PresentationClock(masterClock) : null;
    const format = isMidi ? new MusicFormatPacking(clock) : new EventRecordFormat();
    this.captureSink = new CaptureSink({ allocator });
    this.thru = new Thru({ allocator, masterClock });
    this.packer = new Packer({ allocator, format, onComplete: (packet) => this.#handOver(packet) });
    this.#stages = new StageChain([stream, this.captureSink, this.thru, this.packer, allocator], clock);
  }

  /** Takes an empty packet to be filled; false when there are too many already. `@thread control` */
  addPacket(packet: CapturePacket): boolean {
    return this.packer.addPacket(packet);
  }

  /** At once when there is something to be handed up; a device that wants to be served says so. */
  override get nextServiceTime(): ReferenceTime {
    const isNeeded = this.packer.holdsMessages || this.#failures.length > 0;
    return isNeeded ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Hands up what has been captured, whether it fills a packet or not. @throws what the receiver of packets threw. */
  override service(): void {
    this.packer.flush();
    if (this.#failures.length > 0) throwFirst(this.#failures.splice(0));
  }

  protected override applyState(state: KsState): void {
    this.#stages.setState(state);
  }

  /** An exception would tear the chain of events that is being read. */
  #handOver(packet: CapturePacket): void {
    try {
      this.#onPacket(packet);
    } catch (error) {
      this.#failures.push(error);
    }
  }

  /** A pin that has never left `stop` has packets, too. */
  protected override endStages(): void {
    try {
      this.#stages.close();
    } finally {
      this.packer.cancel();
    }
  }
}
