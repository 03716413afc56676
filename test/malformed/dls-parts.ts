/** Parts of DLS files, put together chunk by chunk, so that a test can leave out, exchange or damage any of them. */
import { guidBytes } from '../../src/formats/dls/guid.ts';
import { type ChunkNode, chunk, list, riffFile } from '../../src/formats/riff/chunk-writer.ts';
import { StructWriter } from '../../src/formats/riff/struct-writer.ts';

export type Block = readonly [source: number, control: number, destination: number, transform: number, scale: number];

export function articulation(id: 'art1' | 'art2', ...blocks: readonly Block[]): ChunkNode {
  const writer = new StructWriter().u32('cbSize', 8).u32('count', blocks.length);
  for (const [source, control, destination, transform, scale] of blocks) {
    writer.u16('source', source).u16('control', control).u16('destination', destination);
    writer.u16('transform', transform).i32('scale', scale);
  }
  return chunk(id, writer.toBytes());
}

export interface RegionFields {
  readonly type?: 'rgn ' | 'rgn2';
  readonly keys?: readonly [number, number];
  readonly velocities?: readonly [number, number];
  readonly layer?: number;
  readonly waveIndex?: number;
  readonly extra?: readonly ChunkNode[];
}

export function region(fields: RegionFields = {}): ChunkNode {
  const [keyLow, keyHigh] = fields.keys ?? [0, 127];
  const [velocityLow, velocityHigh] = fields.velocities ?? [0, 127];
  const header = new StructWriter().u16('', keyLow).u16('', keyHigh).u16('', velocityLow).u16('', velocityHigh);
  header.u16('options', 1).u16('keyGroup', 3);
  if (fields.layer !== undefined) header.u16('layer', fields.layer);
  const link = new StructWriter()
    .u16('options', 0)
    .u16('group', 0)
    .u32('channel', 1)
    .u32('', fields.waveIndex ?? 0);
  return list(fields.type ?? 'rgn ', [
    chunk('rgnh', header.toBytes()),
    chunk('wlnk', link.toBytes()),
    ...(fields.extra ?? []),
  ]);
}

export interface InstrumentFields {
  readonly bank?: number;
  readonly program?: number;
  readonly regionCount?: number;
  readonly regions?: readonly ChunkNode[];
  readonly extra?: readonly ChunkNode[];
}

export function instrument(fields: InstrumentFields = {}): ChunkNode {
  const regions = fields.regions ?? [region()];
  const header = new StructWriter().u32('', fields.regionCount ?? regions.length);
  header.u32('bank', fields.bank ?? 0).u32('program', fields.program ?? 0);
  return list('ins ', [chunk('insh', header.toBytes()), list('lrgn', regions), ...(fields.extra ?? [])]);
}

export interface FormatFields {
  readonly tag?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly blockAlign?: number;
  readonly bits?: number;
}

export function waveFormat(fields: FormatFields = {}): ChunkNode {
  const { tag = 1, channels = 1, sampleRate = 22_050, bits = 16, blockAlign = (bits / 8) * channels } = fields;
  const writer = new StructWriter()
    .u16('', tag)
    .u16('', channels)
    .u32('', sampleRate)
    .u32('', sampleRate * blockAlign);
  return chunk('fmt ', writer.u16('', blockAlign).u16('', bits).toBytes());
}

export function waveData(...bytes: readonly number[]): ChunkNode {
  return chunk('data', Uint8Array.from(bytes));
}

export function wave(...children: readonly ChunkNode[]): ChunkNode {
  return list('wave', children.length > 0 ? children : [waveFormat(), waveData(1, 0, 2, 0)]);
}

/** `loops` as type, start, length. */
export function waveSample(...loops: readonly (readonly [number, number, number])[]): ChunkNode {
  const writer = new StructWriter()
    .u32('cbSize', 20)
    .u16('', 60)
    .i16('', 0)
    .i32('', 0)
    .u32('', 0)
    .u32('', loops.length);
  for (const [type, start, length] of loops) writer.u32('', 16).u32('', type).u32('', start).u32('', length);
  return chunk('wsmp', writer.toBytes());
}

export interface BankFields {
  readonly instruments?: readonly ChunkNode[];
  readonly instrumentCount?: number;
  readonly waves?: readonly ChunkNode[];
  /** Entries of the pool table; by default those that are right. Null leaves the table out. */
  readonly cues?: readonly number[] | null;
  readonly extra?: readonly ChunkNode[];
}

export function bank(fields: BankFields = {}): Uint8Array {
  const instruments = fields.instruments ?? [instrument()];
  const waves = fields.waves ?? [wave()];
  const cues = fields.cues === undefined ? cuesOf(waves) : fields.cues;
  const table = new StructWriter().u32('cbSize', 8).u32('count', cues?.length ?? 0);
  for (const cue of cues ?? []) table.u32('cue', cue);
  return riffFile('DLS ', [
    ...(fields.extra ?? []),
    chunk('colh', new StructWriter().u32('', fields.instrumentCount ?? instruments.length).toBytes()),
    list('lins', instruments),
    ...(cues === null ? [] : [chunk('ptbl', table.toBytes())]),
    list('wvpl', waves),
  ]);
}

export function cuesOf(waves: readonly ChunkNode[]): number[] {
  let next = 0;
  return waves.map(({ byteLength }) => {
    const cue = next;
    next += byteLength;
    return cue;
  });
}

/** Opcode, a query's GUID after its opcode, or a constant with its opcode. */
export type ConditionItem = number | string | { readonly constant: number };

/** Conditional chunk with this program. */
export function condition(...program: ConditionItem[]): ChunkNode {
  return chunk('cdl ', conditionBytes(...program));
}

export function conditionBytes(...program: ConditionItem[]): Uint8Array {
  const writer = new StructWriter();
  for (const item of program) {
    if (typeof item === 'number') writer.u16('opcode', item);
    else if (typeof item === 'string') writer.raw(guidBytes(item));
    else writer.u16('CONST', 0x10).u32('constant', item.constant);
  }
  return writer.toBytes();
}
