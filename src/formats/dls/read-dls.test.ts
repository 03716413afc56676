import { describe, expect, it } from 'vitest';
import {
  articulation,
  bank,
  condition,
  instrument,
  region,
  wave,
  waveData,
  waveFormat,
  waveSample,
} from '../../../test/malformed/dls-parts.ts';
import { MemorySource } from '../byte-source.ts';
import { chunk, list, riffFile } from '../riff/chunk-writer.ts';
import { CountingSource } from '../riff/counting-source.ts';
import type { Instrument } from '../sound-bank.ts';
import { ConditionQuery, ConditionOpcode as Op } from './articulation-codes.ts';
import { guidBytes } from './guid.ts';
import { type DlsBank, openDls } from './read-dls.ts';
import { writeDls } from './write-dls.ts';

const open = (file: Uint8Array): DlsBank => openDls(new MemorySource(file, 'test.dls'));
const never = condition(Op.QUERY, ConditionQuery.XG_IN_HARDWARE);
const always = condition(Op.QUERY, ConditionQuery.SUPPORTS_DLS2);
const messages = ({ warnings }: DlsBank): string[] => warnings.map(({ message }) => message);

describe('openDls', () => {
  it('reads a Level 1 collection with data before fmt: patch 0x1234, no name', () => {
    const silentWave = wave(waveData(...new Array<number>(16).fill(0)), waveFormat({ bits: 8 }));
    const opened = open(
      bank({
        instruments: [
          instrument({
            bank: 0x12,
            program: 0x34,
            regions: [region({ velocities: [1, 127], extra: [waveSample()] })],
            extra: [list('lart', [articulation('art1')])],
          }),
        ],
        waves: [silentWave],
      }),
    );
    expect(opened.instruments).toEqual([{ patch: 0x1234, name: '' }]);
    expect(opened.instrument(0)).toEqual<Instrument>({
      patch: 0x1234,
      name: '',
      connections: [],
      regions: [
        {
          keyLow: 0,
          keyHigh: 127,
          velocityLow: 1,
          velocityHigh: 127,
          selfNonExclusive: true,
          keyGroup: 3,
          layer: 0,
          waveLink: { waveIndex: 0, channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false },
          waveSample: {
            unityNote: 60,
            fineTuneCents: 0,
            gain: 0,
            noTruncation: false,
            noCompression: false,
            loops: [],
          },
          connections: undefined,
        },
      ],
    });
    expect(opened.wave(0)).toMatchObject({ sampleRate: 22_050, frameCount: 16, bitsPerSample: 8 });
    expect(opened.warnings).toEqual([]);
  });

  it('reads version, identity and texts of the bank', () => {
    const guid = '01234567-89ab-cdef-0123-456789abcdef';
    const extra = [
      chunk('vers', Uint8Array.of(5, 0, 0, 0, 8, 0, 0, 0)),
      chunk('dlid', guidBytes(guid)),
      list('INFO', [chunk('INAM', new TextEncoder().encode('Bank\0')), chunk('ICOP', Uint8Array.of(0x80, 0xe4, 0))]),
    ];
    const opened = open(bank({ extra }));
    expect(opened.version).toEqual({ mostSignificant: 5, leastSignificant: 8 });
    expect(opened.id).toBe(guid);
    expect(opened.name).toBe('Bank');
    expect(opened.info.get('ICOP')).toBe('€ä');
  });

  it('takes no texts from a list of another type', () => {
    const opened = open(bank({ extra: [list('UNFO', [chunk('INAM', Uint8Array.of(65, 0))])] }));
    expect(opened.info.size).toBe(0);
    expect(opened.name).toBe('test.dls');
  });

  it('opens an empty bank and says what is missing', () => {
    const opened = open(riffFile('DLS ', []));
    expect(opened.instruments).toEqual([]);
    expect(opened.waveCount).toBe(0);
    expect(messages(opened)).toEqual(["no list of instruments ('lins')", "no wave pool ('wvpl')"]);
  });

  it('refuses other RIFF forms', () => {
    expect(() => open(riffFile('sfbk', []))).toThrow(
      "DLS: RIFF:sfbk at byte 8: expected form type 'DLS ', found 'sfbk'",
    );
  });

  it('warns of counts that are wrong and keeps what is there', () => {
    const opened = open(bank({ instrumentCount: 7, instruments: [instrument({ regionCount: 9 })] }));
    expect(opened.instruments).toHaveLength(1);
    expect(opened.instrument(0).regions).toHaveLength(1);
    expect(messages(opened)).toEqual(['7 instruments promised, 1 found', '9 regions promised, 1 found']);
  });

  it('leaves out instruments without a header', () => {
    const opened = open(bank({ instruments: [list('ins ', [list('lrgn', [])]), instrument({ program: 5 })] }));
    expect(opened.instruments).toEqual([{ patch: 5, name: '' }]);
    expect(messages(opened)).toEqual(["instrument left out: 'insh' of 12 bytes wanted, none found"]);
  });

  it('refuses instrument numbers that it did not list', () => {
    expect(() => open(bank()).instrument(1)).toThrow('index: expected 0…0, got 1');
  });
});

describe('conditional chunks', () => {
  it('leave out instruments, regions and articulation that are for other synths', () => {
    const opened = open(
      bank({
        instruments: [
          instrument({ program: 1, extra: [never] }),
          instrument({
            program: 2,
            regions: [region({ extra: [never] }), region({ keys: [1, 2], extra: [always] })],
            extra: [
              list('lart', [never, articulation('art1', [0, 0, 3, 0, 1])]),
              list('lar2', [articulation('art2', [0, 0, 3, 0, 2]), always]),
            ],
          }),
        ],
      }),
    );
    expect(opened.instruments.map(({ patch }) => patch)).toEqual([2]);
    const { regions, connections } = opened.instrument(0);
    expect(regions.map(({ keyLow }) => keyLow)).toEqual([1]);
    expect(connections.map(({ scale }) => scale)).toEqual([2]);
    expect(opened.warnings).toEqual([]);
  });

  it('can leave out a wave, a whole list, or the whole file', () => {
    expect(() => open(bank({ waves: [wave(never, waveFormat(), waveData(0, 0))] })).wave(0)).toThrow(
      'expected a wave for this synth, found one that its condition excludes',
    );
    const withoutRegions = open(bank({ instruments: [instrument({ regions: [never, region()], regionCount: 0 })] }));
    expect(withoutRegions.instrument(0).regions).toEqual([]);
    const excluded = open(bank({ extra: [never] }));
    expect(excluded.instruments).toEqual([]);
    expect(messages(excluded)).toContain('the condition of the file excludes all of it');
  });

  it('are answered from the table that is given', () => {
    const file = bank({ instruments: [instrument({ extra: [never] })] });
    const conditions = new Map([[ConditionQuery.XG_IN_HARDWARE, 1]]);
    expect(openDls(new MemorySource(file), { conditions }).instruments).toHaveLength(1);
    expect(open(file).instruments).toHaveLength(0);
  });

  it('that cannot be run let their list be read, with a warning', () => {
    const opened = open(bank({ instruments: [instrument({ extra: [condition(Op.AND)] })] }));
    expect(opened.instruments).toHaveLength(1);
    expect(messages(opened)).toEqual(['condition cannot be run (opcode 0x0001 wants two values); the list is read']);
  });
});

describe('what opening a bank reads', () => {
  const samples = new Int16Array(500_000).fill(12_345);
  const link = { channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false };
  const range = { keyLow: 0, keyHigh: 127, velocityLow: 0, velocityHigh: 127 };
  const instruments = Array.from({ length: 20 }, (_, patch): Instrument => {
    const common = { ...range, selfNonExclusive: false, keyGroup: 0, layer: 0, connections: undefined };
    const loops = [{ type: 'forward' as const, start: 0, length: 100 }];
    const own = { unityNote: 60, fineTuneCents: 0, gain: 0, noTruncation: false, noCompression: false, loops };
    return {
      patch,
      name: `Instrument ${patch}`,
      connections: [],
      regions: [{ ...common, waveLink: { ...link, waveIndex: patch % 3 }, waveSample: own }],
    };
  });
  const waves = ['a', 'b', 'c'].map((name) => ({ name, sampleRate: 44_100, samples }));
  const file = writeDls({ instruments, waves });

  it('is the index; no byte of a wave', () => {
    const source = new CountingSource(new MemorySource(file));
    const opened = openDls(source);
    expect(opened.instruments).toHaveLength(20);
    expect(file.byteLength).toBeGreaterThan(3_000_000);
    expect(source.bytesRead).toBeLessThan(10_000);
    expect(source.largestRead).toBeLessThan(100);
  });

  it('grows by headers with instruments and waves, and by samples only when they are read', () => {
    const source = new CountingSource(new MemorySource(file));
    const opened = openDls(source);
    for (let i = 0; i < 20; i++) opened.instrument(i);
    const secondWave = opened.wave(1);
    expect(secondWave.frameCount).toBe(500_000);
    expect(source.bytesRead).toBeLessThan(30_000);
    const read = secondWave.readSamples();
    expect(read.length).toBe(samples.length);
    expect(read.every((sample) => sample === 12_345)).toBe(true);
    expect(source.largestRead).toBe(1_000_000);
    expect(source.bytesRead).toBeLessThan(1_030_000);
  });
});
