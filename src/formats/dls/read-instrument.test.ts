import { describe, expect, it } from 'vitest';
import {
  articulation,
  bank,
  type InstrumentFields,
  instrument,
  region,
  wave,
  waveSample,
} from '../../../test/malformed/dls-parts.ts';
import { MemorySource } from '../byte-source.ts';
import { chunk, list } from '../riff/chunk-writer.ts';
import type { Connection, Instrument, Region } from '../sound-bank.ts';
import { ConnectionDestination as Destination, ConnectionSource as Source } from './articulation-codes.ts';
import { openDls } from './read-dls.ts';

interface Result {
  readonly instrument: Instrument;
  readonly warnings: readonly string[];
}

function read(fields: InstrumentFields): Result {
  const opened = openDls(new MemorySource(bank({ instruments: [instrument(fields)], waves: [wave(), wave()] })));
  return { instrument: opened.instrument(0), warnings: opened.warnings.map(({ message }) => message) };
}

const pitch = (scale: number): Connection => {
  return { source: 0, control: 0, destination: Destination.PITCH, transform: 0, scale };
};
const scalesOf = ({ connections }: Pick<Region, 'connections'>): number[] | undefined =>
  connections?.map(({ scale }) => scale);

describe('regions', () => {
  it('are read at both levels, with and without a layer', () => {
    const regions = [region({ keys: [0, 59] }), region({ type: 'rgn2', keys: [60, 127], layer: 7, waveIndex: 1 })];
    const { instrument, warnings } = read({ regions });
    expect(instrument.regions.map(({ keyLow, layer, waveLink }) => [keyLow, layer, waveLink.waveIndex])).toEqual([
      [0, 0, 0],
      [60, 7, 1],
    ]);
    expect(warnings).toEqual([]);
  });

  it('with velocities 0…0 play at all velocities, as their authors meant', () => {
    const { instrument, warnings } = read({ regions: [region({ velocities: [0, 0] })] });
    expect(instrument.regions[0]).toMatchObject({ velocityLow: 0, velocityHigh: 127 });
    expect(warnings).toEqual(['velocities 0…0 can never be played; taken as 0…127']);
  });

  it('are held to 127 keys and velocities', () => {
    const { instrument, warnings } = read({ regions: [region({ keys: [3, 255], velocities: [1, 65_535] })] });
    expect(instrument.regions[0]).toMatchObject({ keyLow: 3, keyHigh: 127, velocityLow: 1, velocityHigh: 127 });
    expect(warnings).toEqual([
      'highest key 255 is above 127; taken as 127',
      'highest velocity 65535 is above 127; taken as 127',
    ]);
  });

  it('that lack a header or a link or have their range upside down are left out', () => {
    const regions = [
      list('rgn ', [chunk('rgnh', new Uint8Array(12))]),
      list('rgn ', [chunk('rgnh', new Uint8Array(11)), chunk('wlnk', new Uint8Array(12))]),
      region({ keys: [60, 59] }),
      region({ keys: [1, 2] }),
    ];
    const { instrument, warnings } = read({ regions });
    expect(instrument.regions.map(({ keyLow }) => keyLow)).toEqual([1]);
    expect(warnings).toEqual([
      "region left out: 'wlnk' of 12 bytes wanted, none found",
      "region left out: 'rgnh' of 12 bytes wanted, 11 bytes found",
      'region left out: keys 60…59, velocities 0…127',
    ]);
  });

  it('keep several loops, with both codes of a release loop', () => {
    const { instrument, warnings } = read({
      regions: [region({ extra: [waveSample([0, 0, 1], [1, 0, 2], [2, 1, 1])] })],
    });
    expect(instrument.regions[0]?.waveSample?.loops).toEqual([
      { type: 'forward', start: 0, length: 1 },
      { type: 'release', start: 0, length: 2 },
      { type: 'release', start: 1, length: 1 },
    ]);
    expect(warnings).toEqual([]);
  });

  it('have their loops cut to the wave they link to', () => {
    const { instrument, warnings } = read({ regions: [region({ extra: [waveSample([0, 1, 50], [0, 2, 1])] })] });
    expect(instrument.regions[0]?.waveSample?.loops).toEqual([{ type: 'forward', start: 1, length: 1 }]);
    expect(warnings).toEqual([
      "loop of 50 frames from 1 on leaves the wave's 2; cut to 1",
      "loop of 1 frames from 2 on leaves the wave's 2; left out",
    ]);
  });

  it('keep their loops where the wave is missing, which shows when it is asked for', () => {
    const { instrument, warnings } = read({ regions: [region({ waveIndex: 99, extra: [waveSample([0, 1, 50])] })] });
    expect(instrument.regions[0]?.waveSample?.loops).toEqual([{ type: 'forward', start: 1, length: 50 }]);
    expect(warnings).toEqual([]);
  });
});

describe('articulation', () => {
  it('of Level 1 is brought into Level 2 terms', () => {
    const art1 = articulation(
      'art1',
      [Source.KEY_ON_VELOCITY, 0, Destination.GAIN, 1, -62_914_560],
      [Source.LFO, Source.CC1, Destination.PITCH, 0, 3_276_800],
    );
    expect(read({ extra: [list('lart', [art1])] }).instrument.connections.map(({ transform }) => transform)).toEqual([
      0x8400, 0x4000,
    ]);
  });

  it('of several lists and chunks is put together in order', () => {
    const extra = [
      list('lart', [articulation('art1', [0, 0, 3, 0, 1], [0, 0, 3, 0, 2]), articulation('art1', [0, 0, 3, 0, 3])]),
      list('lar2', [articulation('art2', [0, 0, 3, 0, 4])]),
    ];
    expect(read({ extra }).instrument.connections).toEqual([1, 2, 3, 4].map(pitch));
  });

  it('of a Level 2 region stands beside the instrument’s', () => {
    const regions = [region({ extra: [list('lar2', [articulation('art2', [0, 0, 3, 0, 5])])] }), region()];
    const { instrument } = read({ regions, extra: [list('lar2', [articulation('art2', [0, 0, 3, 0, 1])])] });
    expect(instrument.connections).toEqual([pitch(1)]);
    expect(instrument.regions.map(scalesOf)).toEqual([[5], undefined]);
  });

  it('of a Level 1 region takes the place of the instrument’s, which goes to the other regions', () => {
    const regions = [
      region({ extra: [list('lart', [articulation('art1', [0, 0, 3, 0, 5])])] }),
      region(),
      region({ extra: [list('lar2', [articulation('art2', [0, 0, 3, 0, 6])])] }),
      region({ extra: [list('lart', [articulation('art1')])] }),
    ];
    const { instrument } = read({ regions, extra: [list('lart', [articulation('art1', [0, 0, 3, 0, 1])])] });
    expect(instrument.connections).toEqual([]);
    expect(instrument.regions.map(scalesOf)).toEqual([[5], [1], [1, 6], []]);
  });

  it('is read as far as it goes where it promises more', () => {
    const whole = articulation('art2', [0, 0, 3, 0, 1], [0, 0, 3, 0, 2]);
    const bytes = new Uint8Array(whole.byteLength);
    whole.writeTo(bytes, 0);
    const short = chunk('art2', bytes.subarray(8, 8 + 25));
    const { instrument, warnings } = read({ extra: [list('lar2', [short, chunk('art2', Uint8Array.of(8, 0))])] });
    expect(instrument.connections).toEqual([pitch(1)]);
    expect(warnings).toEqual(['2 connections promised, 1 found', '2 bytes are too few for connections; left out']);
  });
});
