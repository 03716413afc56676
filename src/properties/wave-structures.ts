/** Structures of sound that property items carry: its format, and the reverb's settings. */
import { WAVE_FORMAT_BYTES, type WaveFormat } from '../ddi/wave-format.ts';
import { packStruct, type StructMembers, unpackStruct } from './struct-codec.ts';

/** WAVEFORMATEX, as `WAVE_FORMAT_OFFSETS` has it. */
const WAVE_FORMAT: StructMembers<keyof WaveFormat | 'extraByteLength'> = [
  ['formatTag', 'u16'],
  ['channelCount', 'u16'],
  ['sampleRate', 'u32'],
  ['averageBytesPerSecond', 'u32'],
  ['blockAlign', 'u16'],
  ['bitsPerSample', 'u16'],
  ['extraByteLength', 'u16'],
];

/** WAVEFORMATEX without extra data. */
export function packWaveFormat(format: WaveFormat): Uint8Array {
  return packStruct(WAVE_FORMAT, format);
}

/** The format; extra data behind it are not looked at. @throws {RangeError} for fewer than 18 bytes. */
export function unpackWaveFormat(bytes: Uint8Array): WaveFormat {
  const { extraByteLength: _, ...format } = unpackStruct(WAVE_FORMAT, bytes.subarray(0, WAVE_FORMAT_BYTES));
  return format;
}

/** Settings of the synth's reverb (`DMUS_WAVES_REVERB_PARAMS`, `SYNTH_REVERB_PARAMS`). */
export interface WavesReverbParams {
  /** Gain of what goes in, dB, −96…0; less avoids overflow. */
  readonly inGain: number;
  /** Share of the reverb, dB, −96…0; 0 is nothing else. */
  readonly reverbMix: number;
  /** Time to decay, ms, 0.001…3000. */
  readonly reverbTime: number;
  /** Time to decay of high frequencies as a part of the whole, 0.001…0.999. */
  readonly highFreqRtRatio: number;
}

/** Settings before anything is set (DMUS_WAVES_REVERB_PARAMS of dmusicc.h). */
export const DEFAULT_WAVES_REVERB_PARAMS: WavesReverbParams = {
  inGain: 0,
  reverbMix: -10,
  reverbTime: 1000,
  highFreqRtRatio: 0.001,
};

/** DMUS_WAVES_REVERB_PARAMS. */
export const WAVES_REVERB_PARAMS: StructMembers<keyof WavesReverbParams> = [
  ['inGain', 'f32'],
  ['reverbMix', 'f32'],
  ['reverbTime', 'f32'],
  ['highFreqRtRatio', 'f32'],
];
