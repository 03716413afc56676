/**
 * The waves of a SoundFont as a bank's links name them. Index n below the number of samples is sample n as its header
 * has it; above come the parts of samples that instrument zones cut out with address offsets, each once, in the order
 * of the zones. The numbering depends on the file alone, not on what was asked for before.
 */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Wave } from '../sound-bank.ts';
import { type GeneratorAmounts, SfGenerator } from './generators.ts';
import { type Hydra, SAMPLE_TYPE, type SampleRecord } from './read-hydra.ts';
import type { SampleData } from './sample-data.ts';
import { instrumentZones } from './zones.ts';

/** Frames of the sample data that are one wave. */
export interface WavePart {
  readonly sampleIndex: number;
  /** First frame, from the start of the sample data. */
  readonly start: number;
  /** One more than the last frame. */
  readonly end: number;
}

/** One step of a coarse address offset. */
export const COARSE_OFFSET_FRAMES = 32_768;

const DEFAULT_ROOT_KEY = 60;
const DEFAULT_SAMPLE_RATE = 44_100;

/** Key at which a sample has its recorded pitch, 0…127; key 60 where it has no pitch. */
export function recordedKey({ originalKey }: SampleRecord): number {
  return originalKey <= 127 ? originalKey : DEFAULT_ROOT_KEY;
}

/** Made when a bank is opened. `@thread control` */
export class WaveTable {
  readonly #reader: ChunkReader;
  readonly #data: SampleData;
  readonly #samples: readonly SampleRecord[];
  readonly #sampleHeaders: Chunk;
  readonly #parts: WavePart[];
  /** Wave index by sample, start and end. */
  readonly #indices: Map<string, number> = new Map();

  constructor(reader: ChunkReader, hydra: Hydra, data: SampleData) {
    this.#reader = reader;
    this.#data = data;
    this.#samples = hydra.samples;
    this.#sampleHeaders = hydra.sampleHeaders;
    this.#parts = hydra.samples.map((sample, sampleIndex) => this.#wholeSample(sample, sampleIndex));
    this.#parts.forEach((part, index) => {
      this.#indices.set(keyOf(part), index);
    });
    for (const owner of hydra.instruments) {
      for (const { target, amounts } of instrumentZones(hydra.instrumentZones, owner)) this.#note(target, amounts);
    }
  }

  /** Wave that a zone with these amounts plays; undefined where there is no such sample. */
  indexOf(sampleIndex: number, amounts: GeneratorAmounts): number | undefined {
    const part = this.#partOf(sampleIndex, amounts);
    return part && this.#indices.get(keyOf(part));
  }

  /** Frames of wave `waveIndex`. @throws {RangeError} where there is no such wave. */
  part(waveIndex: number): WavePart {
    const part = this.#parts[waveIndex];
    if (part === undefined) throw new RangeError(`waveIndex: expected 0…${this.#parts.length - 1}, got ${waveIndex}`);
    return part;
  }

  /** @throws {FormatError} where its samples are compressed, or in a ROM that nobody has. */
  wave(waveIndex: number): Wave {
    const part = this.#parts[waveIndex];
    if (part === undefined) {
      throw this.#reader.fault(this.#sampleHeaders, `one of ${this.#parts.length} waves`, `wave ${waveIndex}`);
    }
    const sample = this.#samples[part.sampleIndex]!;
    this.#refuseUnreadable(sample);
    return {
      name: sample.name,
      sampleRate: this.#sampleRate(sample),
      frameCount: part.end - part.start,
      bitsPerSample: this.#data.bitsPerSample,
      waveSample: {
        unityNote: recordedKey(sample),
        fineTuneCents: sample.pitchCorrectionCents,
        gain: 0,
        noTruncation: true,
        noCompression: false,
        // Whether a wave is looped is for each zone to say.
        loops: [],
      },
      readSamples: () => this.#data.read(part.start, part.end),
    };
  }

  #note(sampleIndex: number, amounts: GeneratorAmounts): void {
    const part = this.#partOf(sampleIndex, amounts);
    if (part === undefined || this.#indices.has(keyOf(part))) return;
    this.#indices.set(keyOf(part), this.#parts.length);
    this.#parts.push(part);
  }

  #partOf(sampleIndex: number, amounts: GeneratorAmounts): WavePart | undefined {
    const sample = this.#samples[sampleIndex];
    const whole = sample && this.#parts[sampleIndex];
    if (whole === undefined || !isReadable(sample!)) return whole;
    const startOffset = addressOffset(amounts, SfGenerator.startAddrsOffset, SfGenerator.startAddrsCoarseOffset);
    const endOffset = addressOffset(amounts, SfGenerator.endAddrsOffset, SfGenerator.endAddrsCoarseOffset);
    if (startOffset === 0 && endOffset === 0) return whole;
    const start = Math.max(0, Math.min(whole.start + startOffset, this.#data.frameCount));
    return { sampleIndex, start, end: Math.max(start, Math.min(whole.end + endOffset, this.#data.frameCount)) };
  }

  /** Of samples that cannot be read nothing is known; they count as one frame, so that zones still lead to them. */
  #wholeSample(sample: SampleRecord, sampleIndex: number): WavePart {
    this.#checkLink(sample);
    if (!isReadable(sample)) return { sampleIndex, start: 0, end: 1 };
    const start = Math.min(sample.start, this.#data.frameCount);
    const end = Math.max(start, Math.min(sample.end, this.#data.frameCount));
    if (start !== sample.start || end !== sample.end) {
      this.#warn(sample, `frames ${sample.start}…${sample.end} are cut to ${start}…${end}`);
    }
    return { sampleIndex, start, end };
  }

  #checkLink(sample: SampleRecord): void {
    const isHalfOfStereo = (sample.type & (SAMPLE_TYPE.left | SAMPLE_TYPE.right)) !== 0;
    if (isHalfOfStereo && sample.link >= this.#samples.length) {
      this.#warn(sample, `is linked with sample ${sample.link}, which does not exist`);
    }
  }

  #sampleRate(sample: SampleRecord): number {
    if (sample.sampleRate > 0) return sample.sampleRate;
    this.#warn(sample, `has a rate of 0 Hz; played as ${DEFAULT_SAMPLE_RATE} Hz`);
    return DEFAULT_SAMPLE_RATE;
  }

  #refuseUnreadable(sample: SampleRecord): void {
    if (isReadable(sample)) return;
    const isCompressed = (sample.type & SAMPLE_TYPE.vorbis) !== 0;
    const found = isCompressed ? 'Vorbis (SF3)' : 'a sample in the ROM of a sound card';
    throw this.#reader.fault(this.#sampleHeaders, `PCM samples of '${sample.name}'`, found, sample.byteOffset);
  }

  #warn(sample: SampleRecord, message: string): void {
    this.#reader.warn(this.#sampleHeaders, `sample '${sample.name}' ${message}`, sample.byteOffset);
  }
}

/** Whether a sample is in the file as plain numbers. */
export function isReadable({ type }: SampleRecord): boolean {
  return (type & (SAMPLE_TYPE.vorbis | SAMPLE_TYPE.rom)) === 0;
}

/** Frames by which fine and coarse generator together move an address. */
export function addressOffset(amounts: GeneratorAmounts, fine: SfGenerator, coarse: SfGenerator): number {
  return amounts[fine]! + COARSE_OFFSET_FRAMES * amounts[coarse]!;
}

function keyOf({ sampleIndex, start, end }: WavePart): string {
  return `${sampleIndex} ${start} ${end}`;
}
