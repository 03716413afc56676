import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOfflinePort } from '../../src/adapters/offline-ports.ts';
import { Collection } from '../../src/directmusic/downloads/collection.ts';
import { MidiRenderer } from '../../src/directmusic/midi-files/midi-renderer.ts';
import { MemorySource } from '../../src/formats/byte-source.ts';
import { FormatError } from '../../src/formats/format-error.ts';
import { list } from '../../src/formats/riff/chunk-writer.ts';
import { buildSf2, rangeAmount, type ZoneSpec } from '../../src/formats/sf2/build-sf2.test-support.ts';
import { SfGenerator } from '../../src/formats/sf2/generators.ts';
import { readSmf } from '../../src/formats/smf/read-smf.ts';
import { END_OF_TRACK, rawSmf } from '../../src/formats/smf/smf-bytes.test-support.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { articulation, bank, instrument, region, wave, waveData, waveFormat, waveSample } from './dls-parts.ts';

const SEED = 1996;
const RUN_COUNT = 200;
const SAMPLE_RATE = 11025;
const VOICES = 24;
const DRUMS = 0x80000000;
/** A file may ask for much gain, but not for this much: 24 voices, each 96 dB above full scale. */
const LOUDEST = VOICES * 10 ** (96 / 20);

const WAVE = Array.from({ length: 120 }, (_, i) => (i * 37) % 256);

/** Three instruments whose articulation has every kind of source and destination in it. */
const DLS = bank({
  instruments: [0, 1, DRUMS].map((bankNumber, program) =>
    instrument({
      bank: bankNumber,
      program: program % 2,
      regions: [
        region({ keys: [0, 63], extra: [waveSample([0, 10, 40])] }),
        region({
          type: 'rgn2',
          keys: [30, 127],
          layer: 1,
          waveIndex: 1,
          extra: [
            list('lar2', [
              articulation(
                'art2',
                [1, 0, 3, 0, 12_800 * 65_536],
                [4, 0, 0x500, 0, -6_000 * 65_536],
                [2, 0, 3, 0x8400, -960 * 65_536],
                [0, 0, 0x500, 0, 0x1b000000],
              ),
            ]),
          ],
        }),
      ],
      extra: [
        list('lart', [
          articulation(
            'art1',
            [1, 0x81, 3, 0, 50 * 65_536],
            [2, 0, 0x20a, 0, -7_000 * 65_536],
            [5, 0, 3, 0, 600 * 65_536],
          ),
        ]),
      ],
    }),
  ),
  waves: [8, 16].map((bits) => wave(waveFormat({ bits }), waveData(...WAVE), waveSample([0, 10, 30]))),
});

const ZONE: ZoneSpec = [
  [SfGenerator.keyRange, rangeAmount(0, 127)],
  [SfGenerator.sampleModes, 1],
  [SfGenerator.pan, 100],
  [SfGenerator.initialFilterFc, 7000],
  [SfGenerator.initialFilterQ, 400],
  [SfGenerator.attackVolEnv, -6000],
  [SfGenerator.releaseVolEnv, -2000],
  [SfGenerator.modEnvToFilterFc, 4000],
  [SfGenerator.sampleID, 0],
];

const SOUND_FONT = buildSf2({
  presets: [{ zones: [[[SfGenerator.instrument, 0]]] }, { bank: 128, zones: [[[SfGenerator.instrument, 0]]] }],
  instruments: [{ zones: [ZONE, ZONE] }],
  samples: [{ frames: WAVE.map((byte) => (byte - 128) * 200), loopStart: 20, loopEnd: 100 }],
});

/** The file with up to eight bytes changed. */
function damaged(whole: Uint8Array): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
  return fc.array(fc.tuple(fc.nat(whole.byteLength - 1), byte), { maxLength: 8 }).map((changes) => {
    const bytes = whole.slice();
    for (const [offset, value] of changes) bytes[offset] = value;
    return bytes;
  });
}

/** Ticks to the message before, status, data: notes above all, and every controller, bend, pressure and program. */
const MESSAGE = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.nat(40), fc.constantFrom(0x90, 0x91, 0x99), fc.nat(127), fc.nat(127)) },
  fc.tuple(fc.nat(40), fc.constantFrom(0xb0, 0xb1, 0xb9), fc.nat(127), fc.nat(127)),
  fc.tuple(fc.nat(40), fc.constantFrom(0xe0, 0x80, 0xa0), fc.nat(127), fc.nat(127)),
  fc.tuple(fc.nat(40), fc.constantFrom(0xc0, 0xd0), fc.nat(1)),
  fc.tuple(fc.constant(0), fc.constant(0xb0), fc.constantFrom(6, 38, 96, 97, 98, 99, 100, 101), fc.nat(127)),
);

const PIECE = fc
  .array(MESSAGE, { minLength: 5, maxLength: 40 })
  .map((messages) => rawSmf([[...messages.flat(), ...END_OF_TRACK]]));

/** Sound of a piece, or undefined where the bank was refused. Nothing but a `FormatError` may come out. */
function render(bankBytes: Uint8Array, midiBytes: Uint8Array): Float32Array | undefined {
  const output = new MemoryOutput();
  const params = { sampleRate: SAMPLE_RATE, voices: VOICES };
  const { port, pump } = createOfflinePort('synth', { output, params });
  try {
    const midi = readSmf(midiBytes);
    const renderer = new MidiRenderer({ port, pump, tailSeconds: 1 });
    renderer.downloadInstruments(midi, Collection.open(new MemorySource(bankBytes)));
    port.activate(true);
    renderer.render(midi);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  } finally {
    port.close();
  }
  return output.samples;
}

describe('the whole stack, given any piece and', () => {
  it.each([
    ['a damaged DLS collection', DLS],
    ['a damaged SoundFont', SOUND_FONT],
  ] as const)('%s, renders sound within bounds or refuses the bank', (_, whole) => {
    let soundCount = 0;
    const property = fc.property(damaged(whole), PIECE, (bankBytes, midiBytes) => {
      const samples = render(bankBytes, midiBytes) ?? new Float32Array(0);
      expect(samples.every((sample) => Math.abs(sample) <= LOUDEST)).toBe(true);
      if (samples.some((sample) => sample !== 0)) soundCount++;
    });
    fc.assert(property, { seed: SEED, numRuns: RUN_COUNT });
    expect(soundCount).toBeGreaterThan(RUN_COUNT / 4);
  });
});
