import { type ReferenceTime, TICKS_PER_SECOND } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import { PlayCursor } from './play-cursor.ts';

/** A ring this short could not be written ahead of a cursor. */
const MIN_RING_FRAMES = 64;
/** At most this share of the ring is written ahead; the rest keeps the pen from overtaking a cursor that reads late. */
const MAX_WRITTEN_SHARE = 3 / 4;
/** This share of the write-ahead is left between a cursor that may be read wrongly and whatever changes the ring. */
const GUARD_SHARE = 1 / 4;

/** What a ring writer is made of. */
export interface RingWriterOptions {
  readonly ring: PcmRing;
  /** Whose sound is written. */
  readonly stream: SynthSinkDMus;
  readonly format: WaveFormat;
  /** How far ahead of the play cursor to write, in ticks, above 0; no more than three quarters of the ring are used. */
  readonly writeAheadTicks: ReferenceTime;
}

/**
 * Keeps a device's ring filled ahead of its play cursor with the sound of a stream. Frames of the stream follow each
 * other in the ring without a gap, except where the device ran past what was written: there it plays silence, and writing
 * goes on a little ahead of it.
 */
export class RingWriter {
  readonly #ring: PcmRing;
  readonly #stream: SynthSinkDMus;
  readonly #format: WaveFormat;
  readonly #wantedFrames: number;
  readonly #cursor: PlayCursor;
  #samples: Float32Array = new Float32Array(0);
  #block: Float32Array = new Float32Array(0);
  #ringFrames = 0;
  #aheadFrames = 0;
  #guardFrames = 0;
  /** Ends of what is written and of what is silenced again behind the cursor, in frames of the device. */
  #writtenTo: SampleTime = 0;
  #silencedTo: SampleTime = 0;
  #underrunCount = 0;
  #lostFrameCount = 0;

  constructor(options: RingWriterOptions) {
    this.#ring = options.ring;
    this.#stream = options.stream;
    this.#format = options.format;
    this.#wantedFrames = Math.ceil((options.writeAheadTicks * options.format.sampleRate) / TICKS_PER_SECOND);
    this.#cursor = new PlayCursor(options.ring);
  }

  /** How often the device ran past what was written, since the ring was opened. */
  get underrunCount(): number {
    return this.#underrunCount;
  }

  /** Frames of silence that it played, or will play, for that. */
  get lostFrameCount(): number {
    return this.#lostFrameCount;
  }

  /** Frames written and, when last asked, probably not yet played; not always a whole number. `@thread render` */
  get pendingFrames(): number {
    return Math.max(0, this.#writtenTo - this.#cursor.likelyPosition);
  }

  /** Frames that {@link fill} keeps ahead of the cursor; known when the ring is open. */
  get aheadFrames(): number {
    return this.#aheadFrames;
  }

  /**
   * Opens the ring and begins anew.
   * @throws DmusError `DMUS_E_INSUFFICIENTBUFFER` for a ring below 64 frames; whatever the ring's `open` throws.
   * `@thread control`
   */
  open(): void {
    const { channelCount } = this.#format;
    this.#samples = this.#ring.open(this.#format);
    this.#ringFrames = Math.floor(this.#samples.length / channelCount);
    if (this.#ringFrames < MIN_RING_FRAMES) {
      this.#ring.close();
      throw new DmusError('DMUS_E_INSUFFICIENTBUFFER', `a ring of ${this.#ringFrames} frames, not ${MIN_RING_FRAMES}`);
    }
    this.#aheadFrames = Math.min(this.#wantedFrames, Math.floor(this.#ringFrames * MAX_WRITTEN_SHARE));
    this.#guardFrames = Math.ceil(this.#aheadFrames * GUARD_SHARE);
    this.#block = new Float32Array(this.#aheadFrames * channelCount);
    this.#cursor.reset();
    this.#writtenTo = 0;
    this.#silencedTo = 0;
    this.#underrunCount = 0;
    this.#lostFrameCount = 0;
  }

  /**
   * Renders what is missing, from the stream's frame `position` on, in two calls where it goes over the ring's end.
   * Answers the position after it. `@thread render`
   */
  fill(position: SampleTime): SampleTime {
    const playedTo = this.#cursor.read();
    if (playedTo > this.#writtenTo) this.#skipTo(playedTo + this.#guardFrames);
    this.#silenceUpTo(playedTo - this.#guardFrames);
    const writeTo = playedTo + this.#aheadFrames;
    let next = position;
    while (this.#writtenTo < writeTo) {
      const ringFrame = this.#writtenTo % this.#ringFrames;
      const frameCount = Math.min(writeTo - this.#writtenTo, this.#ringFrames - ringFrame);
      this.#stream.render(this.#block, frameCount, next);
      this.#copyBlock(ringFrame, frameCount);
      this.#writtenTo += frameCount;
      next += frameCount;
    }
    return next;
  }

  /** The device plays. `@thread control` */
  start(): void {
    this.#ring.start();
  }

  /** The device stands still. `@thread control` */
  stop(): void {
    this.#ring.stop();
    this.#cursor.read();
  }

  /** May be called when not open. `@thread control` */
  close(): void {
    this.#ring.close();
  }

  #copyBlock(ringFrame: number, frameCount: number): void {
    const { channelCount } = this.#format;
    const start = ringFrame * channelCount;
    const sampleCount = frameCount * channelCount;
    for (let i = 0; i < sampleCount; i++) this.#samples[start + i] = this.#block[i]!;
  }

  /** What stands in the ring is all played, and the device may come round to it. */
  #skipTo(position: SampleTime): void {
    this.#underrunCount++;
    this.#lostFrameCount += position - this.#writtenTo;
    this.#samples.fill(0);
    this.#writtenTo = position;
    this.#silencedTo = position;
  }

  /** So that a device that is not served plays silence, not what it has played before. */
  #silenceUpTo(end: SampleTime): void {
    const { channelCount } = this.#format;
    while (this.#silencedTo < end) {
      const ringFrame = this.#silencedTo % this.#ringFrames;
      const frameCount = Math.min(end - this.#silencedTo, this.#ringFrames - ringFrame);
      this.#samples.fill(0, ringFrame * channelCount, (ringFrame + frameCount) * channelCount);
      this.#silencedTo += frameCount;
    }
  }
}
