import {
  BUS_COUNT,
  CELL_FRAMES,
  HEADER_GAIN_CEILING,
  HEADER_SAMPLE_RATE,
  INAUDIBLE_GAIN,
  SEGMENT_REACH_FRAMES,
  SHORTEST_SEGMENT_FRAMES,
  VOICE_CHORUS_SEND,
  VOICE_CUTOFF_CENTS,
  VOICE_EG1_RELEASE,
  VOICE_EG1_SHUTDOWN,
  VOICE_EG2_RELEASE,
  VOICE_EG2_TO_CUTOFF,
  VOICE_EG2_TO_GAIN,
  VOICE_EG2_TO_PITCH,
  VOICE_FILTER_ON,
  VOICE_GAIN_DB,
  VOICE_LFO_DELAY,
  VOICE_LFO_RATE,
  VOICE_LFO_TO_CUTOFF,
  VOICE_LFO_TO_GAIN,
  VOICE_LFO_TO_PITCH,
  VOICE_PAN_LEFT,
  VOICE_PAN_RIGHT,
  VOICE_PITCH_CENTS,
  VOICE_RESONANCE_DB,
  VOICE_REVERB_SEND,
  VOICE_VIBRATO_DELAY,
  VOICE_VIBRATO_RATE,
  VOICE_VIBRATO_TO_CUTOFF,
  VOICE_VIBRATO_TO_GAIN,
  VOICE_VIBRATO_TO_PITCH,
  VOICE_WAVE_SCALE,
} from '../layout.ts';
import { gainFromDb, ModulationEnvelope, VolumeEnvelope } from './envelopes.ts';
import { blendCoefficients, LowPass, type LowPassCoefficients, lowPassCoefficients, lowPassGain } from './low-pass.ts';
import type { MemoryRecord } from './memory-record.ts';
import { Oscillator } from './oscillator.ts';
import { incrementFromCents, WaveReader } from './wave-reader.ts';

const BUS_FACTORS = [VOICE_PAN_LEFT, VOICE_PAN_RIGHT, VOICE_REVERB_SEND, VOICE_CHORUS_SEND] as const;

/** Depth fields of the three modulators, by what they move. */
const DEPTHS = {
  pitch: { lfo: VOICE_LFO_TO_PITCH, vibrato: VOICE_VIBRATO_TO_PITCH, eg2: VOICE_EG2_TO_PITCH },
  gain: { lfo: VOICE_LFO_TO_GAIN, vibrato: VOICE_VIBRATO_TO_GAIN, eg2: VOICE_EG2_TO_GAIN },
  cutoff: { lfo: VOICE_LFO_TO_CUTOFF, vibrato: VOICE_VIBRATO_TO_CUTOFF, eg2: VOICE_EG2_TO_CUTOFF },
} as const;

/** What moves along a straight line in a segment. */
interface ControlPoint {
  /** Linear gain on each bus, wave scale and filter gain included. */
  readonly gains: readonly number[];
  readonly lowPass: LowPassCoefficients;
}

/** The course between two control points. */
interface Segment {
  readonly frameCount: number;
  /** Nothing is heard from its first frame to its last. */
  readonly isSilent: boolean;
  readonly from: ControlPoint;
  readonly to: ControlPoint;
}

function blendPoints(from: ControlPoint, to: ControlPoint, part: number): ControlPoint {
  return {
    gains: from.gains.map((gain, bus) => gain * (1 - part) + to.gains[bus]! * part),
    lowPass: blendCoefficients(from.lowPass, to.lowPass, part),
  };
}

/** One sounding voice from its start to its end, a frame at a time. */
export class ReferenceVoice {
  readonly #header: MemoryRecord;
  readonly #record: MemoryRecord;
  readonly #volumeEnvelope: VolumeEnvelope;
  readonly #modulationEnvelope: ModulationEnvelope;
  readonly #lfo: Oscillator;
  readonly #vibrato: Oscillator;
  readonly #lowPass = new LowPass();
  readonly #wave: WaveReader;
  /** Frames since the start. */
  #age = 0;
  /** Where the last segment ended or was cut; undefined before the first frame. */
  #point: ControlPoint | undefined;
  #segment: Segment | undefined;
  #segmentFrame = 0;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord, record: MemoryRecord) {
    this.#header = header;
    this.#record = record;
    this.#volumeEnvelope = new VolumeEnvelope(record);
    this.#modulationEnvelope = new ModulationEnvelope(record);
    this.#lfo = new Oscillator(record.getU32(VOICE_LFO_DELAY));
    this.#vibrato = new Oscillator(record.getU32(VOICE_VIBRATO_DELAY));
    this.#wave = new WaveReader(memory, header, record);
  }

  /** Attenuation of EG1 at the present frame, dB. */
  get levelDb(): number {
    return this.#volumeEnvelope.attenuationDb(this.#age);
  }

  /** Ends the running segment at the present frame, before a command is obeyed. */
  cut(): void {
    if (this.#segment === undefined) return;
    this.#point = this.#pointInSegment(this.#segment);
    this.#segment = undefined;
  }

  release(): void {
    this.#volumeEnvelope.release(this.#age, this.#record.getU32(VOICE_EG1_RELEASE));
    this.#modulationEnvelope.release(this.#age, this.#record.getU32(VOICE_EG2_RELEASE));
    this.#wave.release();
  }

  shutdown(): void {
    this.#volumeEnvelope.release(this.#age, this.#record.getU32(VOICE_EG1_SHUTDOWN));
  }

  /**
   * Adds the present frame, number `frame` of its cell, to `buses` and moves on to the next. Returns false when the
   * voice has ended before it.
   */
  addFrame(frame: number, buses: Float64Array): boolean {
    const segment = this.#presentSegment(frame);
    if (segment === undefined || this.#wave.isOver) return false;
    if (!segment.isSilent) this.#addSample(segment, buses);
    this.#advance();
    return true;
  }

  #addSample(segment: Segment, buses: Float64Array): void {
    const { gains, lowPass } = this.#pointInSegment(segment);
    const sample = this.#wave.read();
    const filtered = this.#hasFilter ? this.#lowPass.process(sample, lowPass) : sample;
    for (let bus = 0; bus < BUS_COUNT; bus++) buses[bus]! += filtered * gains[bus]!;
  }

  #advance(): void {
    this.#wave.advance();
    this.#lfo.advance(this.#record.getF32(VOICE_LFO_RATE));
    this.#vibrato.advance(this.#record.getF32(VOICE_VIBRATO_RATE));
    this.#age++;
    this.#segmentFrame++;
  }

  get #hasFilter(): boolean {
    return this.#record.getU32(VOICE_FILTER_ON) !== 0;
  }

  #pointInSegment({ from, to, frameCount }: Segment): ControlPoint {
    return blendPoints(from, to, this.#segmentFrame / frameCount);
  }

  /** The segment that the present frame lies in; undefined when the voice has ended. */
  #presentSegment(frame: number): Segment | undefined {
    if (this.#segmentFrame === this.#segment?.frameCount) this.cut();
    if (this.#segment !== undefined) return this.#segment;
    const from = this.#point ?? this.#pointAfter(0);
    const isQuietNow = from.gains.every((gain) => gain === 0);
    if (this.#volumeEnvelope.hasEnded(this.#age) && isQuietNow) return undefined;
    const frameCount = this.#segmentLength(frame);
    const to = this.#pointAfter(frameCount);
    const isSilent = isQuietNow && to.gains.every((gain) => gain === 0);
    if (isSilent && this.#volumeEnvelope.isFalling(this.#age)) return undefined;
    this.#wave.setIncrement(incrementFromCents(this.#meanPitchCents(frameCount)));
    this.#segment = { frameCount, isSilent, from, to };
    this.#segmentFrame = 0;
    return this.#segment;
  }

  /** To the end of the cell or of the next, or to a corner. `frame` is the present frame of its cell. */
  #segmentLength(frame: number): number {
    const left = CELL_FRAMES - frame;
    const reach = left < SEGMENT_REACH_FRAMES ? left + CELL_FRAMES : left;
    const corner = Math.min(this.#volumeEnvelope.nextCorner(this.#age), this.#modulationEnvelope.nextCorner(this.#age));
    return Math.max(SHORTEST_SEGMENT_FRAMES, Math.min(reach, corner - this.#age));
  }

  #meanPitchCents(frameCount: number): number {
    const modulation = (this.#modulationAfter(0, DEPTHS.pitch) + this.#modulationAfter(frameCount, DEPTHS.pitch)) / 2;
    return this.#record.getF64(VOICE_PITCH_CENTS) + modulation;
  }

  /** Gains and filter `frames` frames from now. */
  #pointAfter(frames: number): ControlPoint {
    const db = this.#record.getF32(VOICE_GAIN_DB) + this.#modulationAfter(frames, DEPTHS.gain);
    const gain = gainFromDb(db) * this.#volumeEnvelope.gain(this.#age + frames);
    const ceiling = this.#header.getF32(HEADER_GAIN_CEILING);
    const resonanceDb = this.#record.getF32(VOICE_RESONANCE_DB);
    const scale = this.#record.getF32(VOICE_WAVE_SCALE) * (this.#hasFilter ? lowPassGain(resonanceDb) : 1);
    const busGain = (factor: number): number => {
      const limited = Math.min(ceiling, gain * factor);
      return limited < INAUDIBLE_GAIN ? 0 : limited * scale;
    };
    return {
      gains: BUS_FACTORS.map((field) => busGain(this.#record.getF32(field))),
      lowPass: lowPassCoefficients(
        this.#record.getF32(VOICE_CUTOFF_CENTS) + this.#modulationAfter(frames, DEPTHS.cutoff),
        resonanceDb,
        this.#header.getF32(HEADER_SAMPLE_RATE),
      ),
    };
  }

  /** Sum of the modulators × their depths, `frames` frames from now. */
  #modulationAfter(frames: number, depths: (typeof DEPTHS)[keyof typeof DEPTHS]): number {
    const lfo = this.#lfo.valueAfter(frames, this.#record.getF32(VOICE_LFO_RATE));
    const vibrato = this.#vibrato.valueAfter(frames, this.#record.getF32(VOICE_VIBRATO_RATE));
    const eg2 = this.#modulationEnvelope.level(this.#age + frames);
    return (
      lfo * this.#record.getF32(depths.lfo) +
      vibrato * this.#record.getF32(depths.vibrato) +
      eg2 * this.#record.getF32(depths.eg2)
    );
  }
}
