/** `lart` and `lar2`: lists of connections, Level 1 blocks brought into Level 2 terms. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Connection } from '../sound-bank.ts';
import { CONNECTION_BYTE_LENGTH, COUNTED_HEADER_BYTE_LENGTH } from './chunk-codes.ts';
import { convertLevel1Connection, normalizeConnection } from './connection-transform.ts';
import { type DlsContext, readList } from './read-list.ts';

/** Connections of an instrument or a region. */
export interface Articulation {
  readonly connections: readonly Connection[];
  /** Level of the lists they are from. At Level 1 a region's connections stand in place of the instrument's. */
  readonly level: 1 | 2;
}

/** Connections of one chunk that are read; Level 2 wants a synth to hold 8192 of a whole bank. */
const MAX_CONNECTIONS_PER_CHUNK = 65_536;

/** All articulation lists among `children`, in order; undefined where there are none that apply. */
export function readArticulation(context: DlsContext, children: readonly Chunk[]): Articulation | undefined {
  const connections: Connection[] = [];
  let level: 1 | 2 | undefined;
  for (const list of children) {
    if (list.listType !== 'lart' && list.listType !== 'lar2') continue;
    const chunks = readList(context, list);
    if (chunks === undefined) continue;
    level = level === 2 || list.listType === 'lar2' ? 2 : 1;
    for (const chunk of chunks) appendConnections(context.reader, chunk, connections);
  }
  return level === undefined ? undefined : { connections, level };
}

function appendConnections(reader: ChunkReader, chunk: Chunk, connections: Connection[]): void {
  if (chunk.id !== 'art1' && chunk.id !== 'art2') return;
  const view = reader.readView(
    chunk,
    0,
    COUNTED_HEADER_BYTE_LENGTH + MAX_CONNECTIONS_PER_CHUNK * CONNECTION_BYTE_LENGTH,
  );
  if (view.byteLength < COUNTED_HEADER_BYTE_LENGTH) {
    if (view.byteLength > 0) reader.warn(chunk, `${view.byteLength} bytes are too few for connections; left out`);
    return;
  }
  const start = Math.max(view.getUint32(0, true), COUNTED_HEADER_BYTE_LENGTH);
  const claimedCount = view.getUint32(4, true);
  const count = Math.min(claimedCount, Math.floor(Math.max(view.byteLength - start, 0) / CONNECTION_BYTE_LENGTH));
  if (count < claimedCount) reader.warn(chunk, `${claimedCount} connections promised, ${count} found`);
  const convert = chunk.id === 'art1' ? convertLevel1Connection : normalizeConnection;
  for (let i = 0; i < count; i++) connections.push(convert(readConnection(view, start + i * CONNECTION_BYTE_LENGTH)));
}

function readConnection(view: DataView, position: number): Connection {
  return {
    source: view.getUint16(position, true),
    control: view.getUint16(position + 2, true),
    destination: view.getUint16(position + 4, true),
    transform: view.getUint16(position + 6, true),
    scale: view.getInt32(position + 8, true),
  };
}
