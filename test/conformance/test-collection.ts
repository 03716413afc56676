import { chunk, list } from './riff.ts';
import { Structure } from './structure.ts';

/**
 * The catalogue's collection (section 17): one instrument of bank 0x12 and program 0x34 with one region, and one wave of
 * 16 zero bytes, 8 bits, 22050 Hz, whose `data` chunk stands before or after `fmt `.
 */
export function testCollection(isDataFirst: boolean): Uint8Array {
  const format = chunk('fmt ', waveFormat());
  const data = chunk('data', new Uint8Array(16));
  const wave = list('wave', isDataFirst ? [data, format] : [format, data]);
  return list(
    'DLS ',
    [
      chunk('colh', new Structure(4).u32(0, 1).bytes),
      list('lins', [instrument()]),
      chunk('ptbl', new Structure(12).u32(0, 8).u32(4, 1).bytes),
      list('wvpl', [wave]),
    ],
    'RIFF',
  );
}

function instrument(): Uint8Array {
  return list('ins ', [
    chunk('insh', new Structure(12).u32(0, 1).u32(4, 0x12).u32(8, 0x34).bytes),
    list('lrgn', [region()]),
    list('lart', [chunk('art1', new Structure(8).u32(0, 8).bytes)]),
  ]);
}

/** Keys 0 to 127, velocities 1 to 127, the left channel of wave 0, sample parameters all 0. */
function region(): Uint8Array {
  return list('rgn ', [
    chunk('rgnh', new Structure(12).u16(2, 127).u16(4, 1).u16(6, 127).bytes),
    chunk('wsmp', new Structure(20).u32(0, 20).bytes),
    chunk('wlnk', new Structure(12).u32(4, 1).bytes),
  ]);
}

function waveFormat(): Uint8Array {
  return new Structure(18).u16(0, 1).u16(2, 1).u32(4, 22050).u32(8, 22050).u16(12, 1).u16(14, 8).bytes;
}
