import { describe, expect, it } from 'vitest';
import { bank, type FormatFields, wave, waveData, waveFormat, waveSample } from '../../../test/malformed/dls-parts.ts';
import { MemorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { type ChunkNode, chunk, list } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import { type DlsBank, openDls } from './read-dls.ts';

const open = (...children: readonly ChunkNode[]): DlsBank =>
  openDls(new MemorySource(bank({ waves: [wave(...children)] })));
const messages = ({ warnings }: DlsBank): string[] => warnings.map(({ message }) => message);

describe('a wave', () => {
  it('has fmt and data in either order', () => {
    const data = waveData(1, 0, 0xff, 0xff);
    for (const children of [
      [waveFormat(), data],
      [data, waveFormat()],
    ]) {
      expect(
        open(...children)
          .wave(0)
          .readSamples(),
      ).toEqual(Int16Array.of(1, -1));
    }
  });

  it('of 8 bits is widened to 16', () => {
    const opened = open(waveFormat({ bits: 8 }), waveData(0, 1, 128, 129, 255)).wave(0);
    expect(opened).toMatchObject({ bitsPerSample: 8, frameCount: 5 });
    expect(opened.readSamples()).toEqual(Int16Array.of(-32_768, -32_512, 0, 256, 32_512));
  });

  it('of 24 bits is read as numbers from −1 to 1', () => {
    const opened = open(
      waveFormat({ bits: 24 }),
      waveData(0, 0, 0x80, 0xff, 0xff, 0x7f, 1, 0, 0, 0xff, 0xff, 0xff),
    ).wave(0);
    expect(opened).toMatchObject({ bitsPerSample: 24, frameCount: 4 });
    expect(opened.readSamples()).toEqual(Float32Array.of(-1, 1 - 2 ** -23, 2 ** -23, -(2 ** -23)));
  });

  it('has its name, its parameters and a rate of its own', () => {
    const info = list('INFO', [chunk('ISFT', Uint8Array.of(65, 0)), chunk('INAM', Uint8Array.of(66, 0))]);
    const opened = open(waveFormat({ sampleRate: 8_000 }), waveData(0, 0), waveSample([1, 0, 1]), info).wave(0);
    expect(opened).toMatchObject({ name: 'B', sampleRate: 8_000 });
    expect(opened.waveSample?.loops).toEqual([{ type: 'release', start: 0, length: 1 }]);
  });

  it('may say PCM in the extensible way', () => {
    const extensible = new StructWriter()
      .u16('', 0xfffe)
      .u16('', 1)
      .u32('', 44_100)
      .u32('', 88_200)
      .u16('', 2)
      .u16('', 16);
    extensible.u16('', 22).u16('', 16).u32('', 4).u16('', 1).raw(new Uint8Array(14));
    expect(open(chunk('fmt ', extensible.toBytes()), waveData(5, 0)).wave(0).readSamples()).toEqual(Int16Array.of(5));
  });

  it('is the same object however often it is asked for', () => {
    const opened = open();
    expect(opened.wave(0)).toBe(opened.wave(0));
  });

  it('is read in spite of a wrong block align, with a warning', () => {
    const opened = open(waveFormat({ blockAlign: 7 }), waveData(1, 0));
    expect(opened.wave(0).readSamples()).toEqual(Int16Array.of(1));
    expect(messages(opened)).toEqual(['block align of 7 bytes is wrong for 16 bits; not used']);
  });

  it.each<[FormatFields, string]>([
    [{ channels: 2 }, 'expected a mono wave, found 2 channels'],
    [{ tag: 2 }, 'expected PCM (format tag 1), found format tag 2'],
    [{ tag: 3 }, 'expected PCM (format tag 1), found format tag 3'],
    [{ bits: 32 }, 'expected 8, 16 or 24 bits a sample, found 32 bits'],
    [{ sampleRate: 0 }, 'expected a sample rate of at least 1 Hz, found 0 Hz'],
  ])('that is %o is refused, but only when it is asked for', (format, message) => {
    const opened = open(waveFormat(format), waveData(0, 0));
    expect(opened.warnings).toEqual([]);
    expect(() => opened.wave(0)).toThrow(FormatError);
    expect(() => opened.wave(0)).toThrow(`DLS: RIFF:DLS /wvpl/wave/fmt  at byte 184: ${message}`);
  });

  it('without fmt or data is refused', () => {
    expect(() => open(waveFormat()).wave(0)).toThrow("expected a chunk 'data', found none");
    expect(() => open(waveData(0, 0)).wave(0)).toThrow("expected a chunk 'fmt ', found none");
    expect(() => open(chunk('fmt ', new Uint8Array(14)), waveData(0, 0)).wave(0)).toThrow('at least 16 bytes');
  });
});

describe('sample parameters of a wave', () => {
  it('lose loops that no frame is in, and have the others cut to the wave', () => {
    const opened = open(waveFormat(), waveData(0, 0, 0, 0), waveSample([0, 0, 0], [9, 0, 3]));
    expect(opened.wave(0).waveSample?.loops).toEqual([{ type: 'forward', start: 0, length: 2 }]);
    expect(messages(opened)).toEqual([
      'loop of 0 frames left out',
      'unknown loop type 9; taken as forward',
      "loop of 3 frames from 0 on leaves the wave's 2; cut to 2",
    ]);
  });

  it('are read where their own sizes are too small, and skip what later versions added', () => {
    const short = new StructWriter().u32('cbSize', 0).u16('', 61).i16('', -3).i32('', -655_360).u32('', 3).u32('', 2);
    short.u32('cbSize', 0).u32('', 1).u32('', 0).u32('', 1).u32('cbSize', 16).u32('', 0).u32('', 1).u32('', 1);
    const long = new StructWriter().u32('cbSize', 24).u16('', 61).i16('', -3).i32('', -655_360).u32('', 3).u32('', 1);
    long.u32('added', 99).u32('cbSize', 20).u32('', 1).u32('', 0).u32('', 1).u32('added', 99);
    const parametersOf = (writer: StructWriter): unknown =>
      open(waveFormat(), waveData(0, 0, 0, 0), chunk('wsmp', writer.toBytes())).wave(0).waveSample;
    const common = { unityNote: 61, fineTuneCents: -3, gain: -655_360, noTruncation: true, noCompression: true };
    const release = { type: 'release', start: 0, length: 1 };
    expect(parametersOf(short)).toEqual({ ...common, loops: [release, { type: 'forward', start: 1, length: 1 }] });
    expect(parametersOf(long)).toEqual({ ...common, loops: [release] });
  });

  it('are left out where they are cut off, and promise no more loops than there are', () => {
    const cut = open(waveFormat(), waveData(0, 0), chunk('wsmp', new Uint8Array(19)));
    expect(cut.wave(0).waveSample).toBeUndefined();
    expect(messages(cut)).toEqual(['19 bytes are too few for sample parameters; they are left out']);
    const promising = new StructWriter().u32('', 20).u16('', 200).i16('', 0).i32('', 0).u32('', 0).u32('', 0xffff_ffff);
    const opened = open(waveFormat(), waveData(0, 0), chunk('wsmp', promising.toBytes()));
    expect(opened.wave(0).waveSample).toMatchObject({ unityNote: 127, loops: [] });
    expect(messages(opened)).toEqual([
      'unity note 200 is above 127; taken as 127',
      '4294967295 loops promised, 0 found',
    ]);
  });
});
