/** Builds small SoundFonts, right ones and, by replacing chunks, wrong ones. */
import { MemorySource } from '../byte-source.ts';
import { type ChunkNode, chunk, list, riffFile } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import type { Region, SoundBank } from '../sound-bank.ts';
import { SfGenerator } from './generators.ts';
import { openSf2 } from './read-sf2.ts';

/** Generator and amount; a zone is a list of them, its target last. */
export type GeneratorSpec = readonly [generator: SfGenerator, amount: number];
export type ZoneSpec = readonly GeneratorSpec[];

export interface PresetSpec {
  readonly name?: string;
  readonly bank?: number;
  readonly program?: number;
  readonly zones: readonly ZoneSpec[];
}

export interface InstrumentSpec {
  readonly name?: string;
  readonly zones: readonly ZoneSpec[];
}

/** Offsets of the loop are counted from the sample's own start. */
export interface SampleSpec {
  readonly name?: string;
  readonly frames: readonly number[];
  readonly loopStart?: number;
  readonly loopEnd?: number;
  readonly sampleRate?: number;
  readonly originalKey?: number;
  readonly pitchCorrectionCents?: number;
  readonly link?: number;
  readonly type?: number;
}

export interface Sf2Spec {
  readonly presets?: readonly PresetSpec[];
  readonly instruments?: readonly InstrumentSpec[];
  readonly samples?: readonly SampleSpec[];
  /** Contents of `sm24`, from the first sample's first frame on. */
  readonly lowerBytes?: readonly number[];
  readonly version?: readonly [major: number, minor: number];
  /** Changes chunks before they are written; undefined leaves the chunk out. */
  readonly replace?: Readonly<Record<string, (body: Uint8Array) => Uint8Array | undefined>>;
}

/** Frames of silence after each sample. */
export const GUARD_FRAME_COUNT = 46;

export const SAMPLE_OF_8: SampleSpec = { frames: [0, 100, 200, 300, 400, 300, 200, 100] };

/** Amount of a key or velocity range. */
export function rangeAmount(low: number, high: number): number {
  return low | (high << 8);
}

export function buildSf2(spec: Sf2Spec): Uint8Array {
  const { presets = [], instruments = [], samples = [], replace = {} } = spec;
  const body = (id: string, bytes: Uint8Array): ChunkNode[] => {
    const replaced = replace[id] ? replace[id](bytes) : bytes;
    return replaced === undefined ? [] : [chunk(id, replaced)];
  };
  const [major, minor] = spec.version ?? [2, 4];
  const version = new StructWriter().u16('major', major).u16('minor', minor).toBytes();
  const sampleChunks = [...body('smpl', smpl(samples))];
  if (spec.lowerBytes) sampleChunks.push(chunk('sm24', Uint8Array.from(spec.lowerBytes)));
  return riffFile('sfbk', [
    list('INFO', [...body('ifil', version), chunk('INAM', text('Test bank'))]),
    list('sdta', sampleChunks),
    list('pdta', [
      ...body('phdr', phdr(presets)),
      ...body('pbag', bags(presets)),
      ...body('pmod', new Uint8Array(10)),
      ...body('pgen', generators(presets)),
      ...body('inst', inst(instruments)),
      ...body('ibag', bags(instruments)),
      ...body('imod', new Uint8Array(10)),
      ...body('igen', generators(instruments)),
      ...body('shdr', shdr(samples)),
    ]),
  ]);
}

export function openSpec(spec: Sf2Spec): SoundBank {
  return openSf2(new MemorySource(buildSf2(spec), 'test.sf2'));
}

/** A bank with one preset zone and one instrument zone. */
export function oneZoneSpec(zone: ZoneSpec, presetZone: ZoneSpec = [], sample: SampleSpec = SAMPLE_OF_8): Sf2Spec {
  return {
    presets: [{ zones: [[...presetZone, [SfGenerator.instrument, 0]]] }],
    instruments: [{ zones: [[...zone, [SfGenerator.sampleID, 0]]] }],
    samples: [sample],
  };
}

/** The region that such a bank has. */
export function oneRegion(zone: ZoneSpec, presetZone?: ZoneSpec, sample?: SampleSpec): Region {
  const { regions } = openSpec(oneZoneSpec(zone, presetZone, sample)).instrument(0);
  if (regions.length !== 1 || regions[0] === undefined) throw new Error(`expected one region, got ${regions.length}`);
  return regions[0];
}

export function messagesOf(bank: SoundBank): string[] {
  return bank.warnings.map(({ message }) => message);
}

function phdr(presets: readonly PresetSpec[]): Uint8Array {
  const writer = new StructWriter();
  let zone = 0;
  for (const { name = 'Preset', bank = 0, program = 0, zones } of [...presets, { name: 'EOP', zones: [] }]) {
    writer.raw(fixedText(name)).u16('program', program).u16('bank', bank).u16('zone', zone);
    writer.u32('library', 0).u32('genre', 0).u32('morphology', 0);
    zone += zones.length;
  }
  return writer.toBytes();
}

function inst(instruments: readonly InstrumentSpec[]): Uint8Array {
  const writer = new StructWriter();
  let zone = 0;
  for (const { name = 'Instrument', zones } of [...instruments, { name: 'EOI', zones: [] }]) {
    writer.raw(fixedText(name)).u16('zone', zone);
    zone += zones.length;
  }
  return writer.toBytes();
}

function bags(owners: readonly InstrumentSpec[]): Uint8Array {
  const writer = new StructWriter();
  let generator = 0;
  for (const zone of [...owners.flatMap(({ zones }) => zones), []]) {
    writer.u16('generator', generator).u16('modulator', 0);
    generator += zone.length;
  }
  return writer.toBytes();
}

function generators(owners: readonly InstrumentSpec[]): Uint8Array {
  const writer = new StructWriter();
  for (const [number, amount] of [...owners.flatMap(({ zones }) => zones.flat()), [0, 0] as const]) {
    writer.u16('generator', number).u16('amount', amount & 0xffff);
  }
  return writer.toBytes();
}

function smpl(samples: readonly SampleSpec[]): Uint8Array {
  const writer = new StructWriter();
  for (const { frames } of samples) {
    for (const frame of [...frames, ...Array<number>(GUARD_FRAME_COUNT).fill(0)]) writer.i16('frame', frame);
  }
  return writer.toBytes();
}

function shdr(samples: readonly SampleSpec[]): Uint8Array {
  const writer = new StructWriter();
  let start = 0;
  for (const sample of samples) {
    const { name = 'Sample', frames, loopStart = 0, loopEnd = frames.length, sampleRate = 22_050 } = sample;
    const { originalKey = 60, pitchCorrectionCents = 0, link = 0, type = 1 } = sample;
    writer
      .raw(fixedText(name))
      .u32('start', start)
      .u32('end', start + frames.length);
    writer
      .u32('loopStart', start + loopStart)
      .u32('loopEnd', start + loopEnd)
      .u32('sampleRate', sampleRate);
    writer.u8('originalKey', originalKey).u8('correction', pitchCorrectionCents & 0xff);
    writer.u16('link', link).u16('type', type);
    start += frames.length + GUARD_FRAME_COUNT;
  }
  return writer.raw(fixedText('EOS')).raw(new Uint8Array(26)).toBytes();
}

function fixedText(name: string): Uint8Array {
  const field = new Uint8Array(20);
  field.set(text(name).subarray(0, 20));
  return field;
}

function text(name: string): Uint8Array {
  return new TextEncoder().encode(`${name}\0`);
}
