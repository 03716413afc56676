/** `ins `: what the index says of an instrument, and the whole of it. */
import type { Chunk } from '../riff/chunk-reader.ts';
import type { Connection, Instrument, InstrumentEntry, Region } from '../sound-bank.ts';
import { readInfoName } from './info-texts.ts';
import { patchFromLocale } from './patch.ts';
import { type Articulation, readArticulation } from './read-articulation.ts';
import { type DlsContext, firstChunk, firstList, readList } from './read-list.ts';
import { type FrameCountOf, type RegionParts, readRegion } from './read-region.ts';

const HEADER_BYTE_LENGTH = 12;
const REGION_LIST_TYPES: ReadonlySet<string | undefined> = new Set(['rgn ', 'rgn2']);

/** Patch and name. Undefined where the instrument is for another synth, or, with a warning, has no header. */
export function readInstrumentEntry(context: DlsContext, list: Chunk): InstrumentEntry | undefined {
  const children = readList(context, list);
  if (children === undefined) return undefined;
  const header = firstChunk(children, 'insh');
  if (header === undefined || header.byteLength < HEADER_BYTE_LENGTH) {
    const found = header === undefined ? 'none' : `${header.byteLength} bytes`;
    context.reader.warn(list, `instrument left out: 'insh' of ${HEADER_BYTE_LENGTH} bytes wanted, ${found} found`);
    return undefined;
  }
  const view = context.reader.readView(header, HEADER_BYTE_LENGTH, HEADER_BYTE_LENGTH);
  const patch = patchFromLocale({ bank: view.getUint32(4, true), program: view.getUint32(8, true) });
  const info = firstList(children, 'INFO');
  return { patch, name: info === undefined ? '' : readInfoName(context.reader, info) };
}

/** Regions and articulation of the instrument that `entry` was read from. */
export function readInstrument(
  context: DlsContext,
  list: Chunk,
  entry: InstrumentEntry,
  frameCountOf: FrameCountOf,
): Instrument {
  const children = readList(context, list) ?? [];
  const regions = readRegions(context, list, children, frameCountOf);
  const articulation = readArticulation(context, children);
  return { patch: entry.patch, name: entry.name, ...joinArticulation(regions, articulation) };
}

function readRegions(
  context: DlsContext,
  list: Chunk,
  children: readonly Chunk[],
  frameCountOf: FrameCountOf,
): RegionParts[] {
  const regionList = firstList(children, 'lrgn');
  if (regionList === undefined) context.reader.warn(list, "no list of regions ('lrgn')");
  const lists = regionList === undefined ? [] : (readList(context, regionList) ?? []);
  const regionLists = lists.filter(({ listType }) => REGION_LIST_TYPES.has(listType));
  const header = firstChunk(children, 'insh');
  const claimedCount = header && context.reader.readView(header, HEADER_BYTE_LENGTH).getUint32(0, true);
  if (header !== undefined && regionList !== undefined && claimedCount !== regionLists.length) {
    context.reader.warn(header, `${claimedCount} regions promised, ${regionLists.length} found`);
  }
  return regionLists.flatMap((region) => readRegion(context, region, frameCountOf) ?? []);
}

/**
 * In the bank model a region's connections add to the instrument's, as at Level 2. A Level 1 region with connections of
 * its own does without the instrument's; where there is one, the instrument's connections go to the other regions.
 */
function joinArticulation(
  parts: readonly RegionParts[],
  articulation: Articulation | undefined,
): Pick<Instrument, 'regions' | 'connections'> {
  const common = articulation?.connections ?? [];
  const isDistributed = common.length > 0 && parts.some((part) => part.articulation?.level === 1);
  const regions = parts.map(({ region, articulation: own }): Region => {
    return { ...region, connections: isDistributed ? distributed(common, own) : own?.connections };
  });
  return { regions, connections: isDistributed ? [] : common };
}

function distributed(common: readonly Connection[], own: Articulation | undefined): readonly Connection[] {
  if (own === undefined) return common;
  return own.level === 1 ? own.connections : [...common, ...own.connections];
}
