/**
 * Writing a DLS Level 2 file. What the reader makes of it equals what was written, up to the reader's rules for
 * connections that can be put in two ways (see `connection-transform.ts`).
 */
import { type ChunkNode, chunk, list, riffFile } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import type { Instrument, WaveSample } from '../sound-bank.ts';
import { COUNTED_HEADER_BYTE_LENGTH, WAVE_FORMAT_PCM } from './chunk-codes.ts';
import { infoList, nameList } from './info-texts.ts';
import { instrumentList } from './write-instrument.ts';
import { waveSampleChunk } from './write-wave-sample.ts';

/** A mono wave of 16 bits a sample. */
export interface DlsWaveContents {
  readonly name: string;
  /** Frames a second, at least 1. */
  readonly sampleRate: number;
  readonly samples: Int16Array;
  readonly waveSample?: WaveSample;
}

/** A whole bank. Regions name waves by their index in `waves`. */
export interface DlsContents {
  readonly instruments: readonly Instrument[];
  readonly waves: readonly DlsWaveContents[];
  /** INFO texts of the bank by four-character code. */
  readonly info?: ReadonlyMap<string, string>;
}

/** The bank as bytes of a file. @throws {RangeError} where a number fits no field or a region names no wave. */
export function writeDls(contents: DlsContents): Uint8Array {
  checkWaveLinks(contents);
  const waves = contents.waves.map(waveList);
  return riffFile('DLS ', [
    chunk('colh', new StructWriter().u32('instruments.length', contents.instruments.length).toBytes()),
    chunk('vers', versionBytes()),
    list('lins', contents.instruments.map(instrumentList)),
    chunk('ptbl', poolTableBytes(waves)),
    list('wvpl', waves),
    infoList(contents.info ?? new Map()),
  ]);
}

/** Version of the bank as a document: 1.0.0.0, high word first. */
function versionBytes(): Uint8Array {
  return new StructWriter().u32('dwFileVersionMS', 0x0001_0000).u32('dwFileVersionLS', 0).toBytes();
}

/** Cues count from the first byte after the type of `wvpl`. */
function poolTableBytes(waves: readonly ChunkNode[]): Uint8Array {
  const writer = new StructWriter().u32('cbSize', COUNTED_HEADER_BYTE_LENGTH).u32('waves.length', waves.length);
  let cueByteOffset = 0;
  for (const wave of waves) {
    writer.u32('cue', cueByteOffset);
    cueByteOffset += wave.byteLength;
  }
  return writer.toBytes();
}

/** The name list is there even when empty: the native loader fails on waves whose `data` comes last. */
function waveList(wave: DlsWaveContents): ChunkNode {
  return list('wave', [
    chunk('fmt ', waveFormatBytes(wave.sampleRate)),
    chunk('data', sampleBytes(wave.samples)),
    ...(wave.waveSample === undefined ? [] : [waveSampleChunk(wave.waveSample)]),
    nameList(wave.name),
  ]);
}

function waveFormatBytes(sampleRate: number): Uint8Array {
  if (sampleRate < 1) throw new RangeError(`sampleRate: expected at least 1 frame a second, got ${sampleRate}`);
  return new StructWriter()
    .u16('wFormatTag', WAVE_FORMAT_PCM)
    .u16('nChannels', 1)
    .u32('sampleRate', sampleRate)
    .u32('nAvgBytesPerSec', 2 * sampleRate)
    .u16('nBlockAlign', 2)
    .u16('wBitsPerSample', 16)
    .toBytes();
}

function sampleBytes(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(2 * samples.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < samples.length; i++) view.setInt16(2 * i, samples[i] as number, true);
  return bytes;
}

function checkWaveLinks({ instruments, waves }: DlsContents): void {
  for (const instrument of instruments) {
    for (const { waveLink } of instrument.regions) {
      if (waveLink.waveIndex < waves.length) continue;
      throw new RangeError(
        `waveLink.waveIndex of '${instrument.name}': expected less than ${waves.length} waves, got ${waveLink.waveIndex}`,
      );
    }
  }
}
