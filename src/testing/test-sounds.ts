/** The sound that the suites download: a looped cosine on all keys, so that its first sample is its loudest. */
import { buildInstrumentBlock, buildWaveBlock } from '../directmusic/downloads/download-block.ts';
import type { Region, Wave, WaveSample } from '../formats/sound-bank.ts';

/** Frames of the wave, one cycle. */
const CYCLE_FRAMES = 64;
const AMPLITUDE = 16_384;
const WAVE_SAMPLE_RATE = 44_100;

/** Download ids; a device has no others while a suite runs. */
export const TEST_WAVE_ID = 101;
export const TEST_INSTRUMENT_ID = 102;

const WAVE_SAMPLE: WaveSample = {
  unityNote: 60,
  fineTuneCents: 0,
  gain: 0,
  noTruncation: true,
  noCompression: true,
  loops: [{ type: 'forward', start: 0, length: CYCLE_FRAMES }],
};

const REGION: Region = {
  keyLow: 0,
  keyHigh: 127,
  velocityLow: 0,
  velocityHigh: 127,
  selfNonExclusive: true,
  keyGroup: 0,
  layer: 0,
  waveLink: { waveIndex: 0, channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false },
  waveSample: WAVE_SAMPLE,
  connections: undefined,
};

/** A wave block with `appendFrames` of the wave's beginning after its end, as synths want them. */
export function testWaveBlock(appendFrames = 0, downloadId: number = TEST_WAVE_ID): Uint8Array {
  const frameCount = CYCLE_FRAMES + appendFrames;
  const samples = Int16Array.from({ length: frameCount }, (_, frame) =>
    Math.round(AMPLITUDE * Math.cos((2 * Math.PI * frame) / CYCLE_FRAMES)),
  );
  const wave: Wave = {
    name: 'test',
    sampleRate: WAVE_SAMPLE_RATE,
    frameCount,
    bitsPerSample: 16,
    waveSample: WAVE_SAMPLE,
    readSamples: () => samples,
  };
  return buildWaveBlock(wave, samples, downloadId);
}

/** What may differ from program 0 of bank 0, the suite's wave, and the suite's id. */
export interface TestInstrument {
  readonly patch?: number;
  readonly waveDownloadId?: number;
  readonly downloadId?: number;
}

/** An instrument block for program 0 of bank 0, or another patch. */
export function testInstrumentBlock({
  patch = 0,
  waveDownloadId = TEST_WAVE_ID,
  downloadId = TEST_INSTRUMENT_ID,
}: TestInstrument = {}): Uint8Array {
  return buildInstrumentBlock(patch, [], [{ region: REGION, waveDownloadId, waveSample: WAVE_SAMPLE }], downloadId);
}

/** Note-on and note-off of key 60 on channel 0, at full velocity. */
export const NOTE_ON: readonly number[] = [0x90, 60, 127];
export const NOTE_OFF: readonly number[] = [0x80, 60, 64];

/** Highest magnitude of samples that are floats with full scale at 1, or 16-bit integers. */
export function peakOf(samples: Float32Array | Int16Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}
