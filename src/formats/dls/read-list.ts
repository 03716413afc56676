/** Children of a DLS list, and whether its conditional chunks let it be read at all. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { type DlsConditions, evaluateCondition, MAX_CONDITION_BYTE_LENGTH } from './conditional-chunk.ts';

/** What every part of the reader needs. */
export interface DlsContext {
  readonly reader: ChunkReader;
  readonly conditions: DlsConditions;
}

/**
 * Children of `list`, no more than `maxCount`; undefined where a `cdl ` among them says that the list is not for this
 * synth.
 */
export function readList(context: DlsContext, list: Chunk, maxCount?: number): Chunk[] | undefined {
  const children: Chunk[] = [];
  for (const child of context.reader.children(list, maxCount)) {
    if (child.id === 'cdl ' && !conditionHolds(context, child)) return undefined;
    children.push(child);
  }
  return children;
}

/** First of `children` with this code. */
export function firstChunk(children: readonly Chunk[], id: string): Chunk | undefined {
  return children.find((child) => child.id === id && child.listType === undefined);
}

/** First of `children` that is a list of this type. */
export function firstList(children: readonly Chunk[], listType: string): Chunk | undefined {
  return children.find((child) => child.listType === listType);
}

function conditionHolds({ reader, conditions }: DlsContext, cdl: Chunk): boolean {
  if (cdl.byteLength > MAX_CONDITION_BYTE_LENGTH) {
    reader.warn(cdl, `condition of ${cdl.byteLength} bytes is not run; the list is read`);
    return true;
  }
  const { applies, fault } = evaluateCondition(reader.readView(cdl, 0), conditions);
  if (fault !== undefined) reader.warn(cdl, `condition cannot be run (${fault}); the list is read`);
  return applies;
}
