import { describe, expect, it } from 'vitest';
import { flatWave, instrument, makeCollection, region } from '../../../test/rig/bank.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { DownloadType } from '../../ddi/dls-download.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { Instrument, SoundBank } from '../../formats/sound-bank.ts';
import type { DownloadBlock } from '../../synth/downloads/block-reader.ts';
import { readInstrument } from '../../synth/downloads/read-instrument.ts';
import { Collection, type CollectionInstrument } from './collection.ts';
import { FakeDownloadTarget } from './fake-download-target.test-support.ts';
import { InstrumentDownloader, isWanted } from './instrument-downloader.ts';
import { PortDownload } from './port-download.ts';

const LOW = { keyLow: 0, keyHigh: 59 };
const HIGH = { keyLow: 60, keyHigh: 127 };

/** Patch 1 plays waves 0 and 1, patch 2 waves 1 and 2, patch 3 wave 2 twice. */
const INSTRUMENTS: readonly Instrument[] = [
  instrument(1, [region(0, LOW), region(1, HIGH)]),
  instrument(2, [region(1, LOW), region(2, HIGH)]),
  instrument(3, [region(2, LOW), region(2, HIGH)]),
];

/** A collection that writes down which of its waves are read; `damagedWave` cannot be. */
function countingCollection(damagedWave = -1): { readonly collection: Collection; readonly reads: number[] } {
  const { bank } = makeCollection(INSTRUMENTS, [flatWave(100), flatWave(200), flatWave(300)]);
  const reads: number[] = [];
  const counting: SoundBank = {
    format: bank.format,
    name: bank.name,
    info: bank.info,
    instruments: bank.instruments,
    warnings: bank.warnings,
    instrument: (index) => bank.instrument(index),
    wave: (waveIndex) => {
      reads.push(waveIndex);
      if (waveIndex !== damagedWave) return bank.wave(waveIndex);
      throw new FormatError({ format: 'DLS', chunkPath: 'wave', byteOffset: 0, expected: 'a wave', found: 'none' });
    },
  };
  return { collection: new Collection(counting), reads };
}

function makeRig(damagedWave?: number) {
  const target = new FakeDownloadTarget();
  const downloader = new InstrumentDownloader(new PortDownload(target));
  const { collection, reads } = countingCollection(damagedWave);
  const get = (patch: number): CollectionInstrument => collection.getInstrument(patch);
  const blocksOf = (type: DownloadType): DownloadBlock[] =>
    [...target.blocks.values()].filter((block) => block.type === type);
  return { target, downloader, reads, get, blocksOf };
}

describe('InstrumentDownloader', () => {
  it('sends waves before the instrument that names them, and takes all out again', () => {
    const { target, downloader, get, blocksOf } = makeRig();
    const token = downloader.download(get(1), []);
    expect(target.log).toEqual(['+0', '+1', '+2']);
    const [block] = blocksOf(DownloadType.instrument2);
    expect(block!.downloadId).toBe(2);
    expect(readInstrument(block!).regions.map(({ waveDownloadId }) => waveDownloadId)).toEqual([0, 1]);
    downloader.unload(token);
    expect(target.log.slice(3)).toEqual(['-2', '-0', '-1']);
    expect(target.blocks.size).toBe(0);
  });

  it('a wave that instruments share is sent once, and taken out with the last of them', () => {
    const { target, downloader, reads, get, blocksOf } = makeRig();
    const first = downloader.download(get(1), []);
    const second = downloader.download(get(2), []);
    expect(reads).toEqual([0, 1, 2]);
    expect(blocksOf(DownloadType.wave).length).toBe(3);
    target.log.length = 0;
    downloader.unload(first);
    expect(target.log).toEqual(['-2', '-0']);
    downloader.unload(second);
    expect(target.log.slice(2)).toEqual(['-4', '-1', '-3']);
  });

  it('a wave that two regions share is sent once, and stays until its instrument goes', () => {
    const { target, downloader, get, blocksOf } = makeRig();
    const [one, other] = [downloader.download(get(3), []), downloader.download(get(3), [])];
    expect(blocksOf(DownloadType.wave).length).toBe(1);
    downloader.unload(one);
    expect(blocksOf(DownloadType.wave).length).toBe(1);
    downloader.unload(other);
    expect(target.blocks.size).toBe(0);
  });

  it('a wave that was taken out is read and sent again under a new id', () => {
    const { target, downloader, reads, get } = makeRig();
    downloader.unload(downloader.download(get(3), []));
    downloader.download(get(3), []);
    expect(reads).toEqual([2, 2]);
    expect(target.log).toEqual(['+0', '+1', '-1', '-0', '+2', '+3']);
  });

  it('waves of different banks are different waves', () => {
    const { downloader, get, blocksOf } = makeRig();
    downloader.download(get(3), []);
    downloader.download(countingCollection().collection.getInstrument(3), []);
    expect(blocksOf(DownloadType.wave).length).toBe(2);
  });

  it('sends only regions with a wanted note, and reads only their waves', () => {
    const { downloader, reads, get, blocksOf } = makeRig();
    downloader.download(get(1), [{ lowNote: 60, highNote: 60 }]);
    expect(reads).toEqual([1]);
    const { regions } = readInstrument(blocksOf(DownloadType.instrument2)[0]!);
    expect(regions.map(({ keyLow, keyHigh }) => [keyLow, keyHigh])).toEqual([[60, 127]]);
  });

  it('sends the instrument to where it was moved', () => {
    const { downloader, get, blocksOf } = makeRig();
    const moved = get(1);
    moved.setPatch(0x80000005);
    downloader.download(moved, []);
    expect(readInstrument(blocksOf(DownloadType.instrument2)[0]!).patch).toBe(0x80000005);
  });

  it('the region’s own sample parameters come before those of its wave', () => {
    const waveSample = {
      unityNote: 72,
      fineTuneCents: -5,
      gain: 0,
      noTruncation: true,
      noCompression: true,
      loops: [],
    };
    const collection = makeCollection(
      [instrument(0, [region(0), region(0, { waveSample })])],
      [{ ...flatWave(), unityNote: 48 }],
    );
    const { downloader, blocksOf } = makeRig();
    downloader.download(collection.getInstrument(0), []);
    const { regions } = readInstrument(blocksOf(DownloadType.instrument2)[0]!);
    expect(regions.map(({ unityNote, fineTuneCents }) => [unityNote, fineTuneCents])).toEqual([
      [48, 0],
      [72, -5],
    ]);
    expect(regions.map(({ loop }) => loop?.length)).toEqual([64, undefined]);
  });

  it.each([
    [0, []],
    [1, ['+0', '-0']],
    [2, ['+0', '+1', '-0', '-1']],
  ])('a download that fails after %i blocks takes back what was sent', (room, log) => {
    const { target, downloader, get } = makeRig();
    target.room = room;
    expect(codeOf(() => downloader.download(get(1), []))).toBe('E_OUTOFMEMORY');
    expect(target.log).toEqual(log);
    target.room = 3;
    downloader.unload(downloader.download(get(1), []));
    expect(target.blocks.size).toBe(0);
  });

  it('a failure leaves waves alone that another instrument uses', () => {
    const { target, downloader, get, blocksOf } = makeRig();
    const token = downloader.download(get(1), []);
    target.room = 1;
    expect(codeOf(() => downloader.download(get(2), []))).toBe('E_OUTOFMEMORY');
    expect(blocksOf(DownloadType.wave).map(({ downloadId }) => downloadId)).toEqual([0, 1]);
    downloader.unload(token);
    expect(target.blocks.size).toBe(0);
  });

  it('a wave that is damaged in the file takes back what was sent', () => {
    const { target, downloader, get } = makeRig(1);
    expect(() => downloader.download(get(1), [])).toThrow(FormatError);
    expect(target.log).toEqual(['+0', '-0']);
    downloader.download(get(3), []);
    expect(target.blocks.size).toBe(2);
  });

  it('an instrument is unloaded once, and only where it was downloaded', () => {
    const { target, downloader, get } = makeRig();
    const token = downloader.download(get(1), []);
    const other = makeRig();
    other.downloader.download(get(1), []);
    expect(codeOf(() => other.downloader.unload(token))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    downloader.unload(token);
    expect(codeOf(() => downloader.unload(token))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect([target.blocks.size, other.target.blocks.size]).toEqual([0, 3]);
  });
});

describe('isWanted', () => {
  const middle = region(0, { keyLow: 50, keyHigh: 60 });

  it('without ranges everything is wanted', () => {
    expect(isWanted(middle, [])).toBe(true);
  });

  it.each([
    [0, 49, false],
    [0, 50, true],
    [55, 56, true],
    [0, 127, true],
    [60, 127, true],
    [61, 127, false],
  ])('a region of keys 50 to 60 and notes %i to %i: %s', (lowNote, highNote, expected) => {
    expect(isWanted(middle, [{ lowNote, highNote }])).toBe(expected);
    expect(
      isWanted(middle, [
        { lowNote: 127, highNote: 127 },
        { lowNote, highNote },
      ]),
    ).toBe(expected);
  });
});
