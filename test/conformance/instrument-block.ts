import { type Connection, NO_TIME, steps } from './connections.ts';
import { Structure } from './structure.ts';

/** What an instrument block says; every field may be wrong on purpose. */
export interface InstrumentBlockFields {
  readonly downloadId?: number;
  readonly patch?: number;
  readonly firstRegionIndex?: number;
  readonly globalArticulationIndex?: number;
  readonly keys?: readonly [number, number];
  readonly velocities?: readonly [number, number];
  readonly keyGroup?: number;
  readonly regionArticulationIndex?: number;
  readonly nextRegionIndex?: number;
  readonly waveDownloadId?: number;
  readonly unityNote?: number;
  /** Cents. */
  readonly fineTune?: number;
  /** 1/655360 dB. */
  readonly attenuation?: number;
  readonly loopCount?: number;
  readonly loopLength?: number;
  /** Place of the connection list, or of the fixed parameters, in the offset table. */
  readonly articulationListIndex?: number;
  readonly nextArticulationIndex?: number;
  readonly connections?: readonly Connection[];
  /** Connections as stated in the list's header. */
  readonly connectionCount?: number;
}

const INSTRUMENT = 32;
const REGION = 56;
const ARTICULATION = 128;
const CONNECTION_LIST = 140;
const MOST_CONNECTIONS = 64;
const CONNECTION_BYTES = 12;
const ARTICULATION_PARAMS = 136;

/** The catalogue's instrument of type 3: one region, looped, one articulation with a list of connections (2.2). */
export function instrumentBlock(fields: InstrumentBlockFields = {}): Uint8Array {
  const { connections = [] } = fields;
  const byteLength = Math.ceil((CONNECTION_LIST + 8 + MOST_CONNECTIONS * CONNECTION_BYTES) / 8) * 8;
  const block = new Structure(byteLength);
  writeHead(block, 3, CONNECTION_LIST, fields);
  writeRegion(block, { loopCount: 1, loopLength: 256, ...fields });
  block.u32(ARTICULATION, fields.articulationListIndex ?? 3).u32(ARTICULATION + 8, fields.nextArticulationIndex ?? 0);
  block.u32(CONNECTION_LIST, 8).u32(CONNECTION_LIST + 4, fields.connectionCount ?? connections.length);
  connections.forEach(({ source, control, destination, transform, scale }, index) => {
    const at = CONNECTION_LIST + 8 + index * CONNECTION_BYTES;
    block
      .u16(at, source)
      .u16(at + 2, control)
      .u16(at + 4, destination)
      .u16(at + 6, transform)
      .i32(at + 8, scale);
  });
  return block.bytes;
}

/** The catalogue's instrument of type 1: fixed articulation at full sustain, without times, no loop (6). */
export function levelOneInstrumentBlock(fields: InstrumentBlockFields = {}): Uint8Array {
  const block = new Structure(ARTICULATION_PARAMS + 80);
  writeHead(block, 1, ARTICULATION_PARAMS, fields);
  writeRegion(block, { loopCount: 0, ...fields });
  block.u32(ARTICULATION, fields.articulationListIndex ?? 3);
  const volumeEnvelope = ARTICULATION_PARAMS + 24;
  block.i32(volumeEnvelope, NO_TIME).i32(volumeEnvelope + 4, NO_TIME);
  return block.i32(volumeEnvelope + 8, steps(10000)).i32(volumeEnvelope + 12, NO_TIME).bytes;
}

function writeHead(block: Structure, type: number, lastOffset: number, fields: InstrumentBlockFields): void {
  block
    .u32(0, type)
    .u32(4, fields.downloadId ?? 2)
    .u32(8, 4)
    .u32(12, block.bytes.byteLength);
  [INSTRUMENT, REGION, ARTICULATION, lastOffset].forEach((offset, index) => {
    block.u32(16 + index * 4, offset);
  });
  block
    .u32(INSTRUMENT, fields.patch ?? 0)
    .u32(INSTRUMENT + 4, fields.firstRegionIndex ?? 1)
    .u32(INSTRUMENT + 8, fields.globalArticulationIndex ?? 2);
}

function writeRegion(block: Structure, fields: InstrumentBlockFields): void {
  const [keyLow, keyHigh] = fields.keys ?? [0, 127];
  const [velocityLow, velocityHigh] = fields.velocities ?? [0, 127];
  block
    .u16(REGION, keyLow)
    .u16(REGION + 2, keyHigh)
    .u16(REGION + 4, velocityLow)
    .u16(REGION + 6, velocityHigh)
    // Self-non-exclusive.
    .u16(REGION + 8, 1)
    .u16(REGION + 10, fields.keyGroup ?? 0)
    .u32(REGION + 12, fields.regionArticulationIndex ?? 0)
    .u32(REGION + 16, fields.nextRegionIndex ?? 0)
    // Wave link: left channel, the wave's download id.
    .u32(REGION + 28, 1)
    .u32(REGION + 32, fields.waveDownloadId ?? 1)
    // Sample parameters: their size, then "no truncation" among the options.
    .u32(REGION + 36, 20)
    .u16(REGION + 40, fields.unityNote ?? 60)
    .i16(REGION + 42, fields.fineTune ?? 0)
    .i32(REGION + 44, fields.attenuation ?? 0)
    .u32(REGION + 48, 1)
    .u32(REGION + 52, fields.loopCount ?? 0)
    .u32(REGION + 56, 16)
    .u32(REGION + 68, fields.loopLength ?? 0);
}
