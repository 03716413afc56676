/**
 * Walking a RIFF file by its headers. Bodies are not read until they are asked for, so a bank of any size is walked
 * with a few bytes of memory, and a size field is never believed further than the surrounding chunk reaches: what
 * overruns is cut there with a warning, so that a file with a damaged tail gives what is left of it.
 */
import type { ByteSource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { isFourCc, readFourCc } from './four-cc.ts';
import { WarningList } from './warning-list.ts';

/** A chunk as its header describes it, with sizes as far as the file has them. */
export interface Chunk {
  /** Four-character code; `RIFF` or `LIST` where it has children. */
  readonly id: string;
  /** Form or list type of a `RIFF` or `LIST` chunk. */
  readonly listType: string | undefined;
  /** First byte of the header, from the start of the file. */
  readonly headerByteOffset: number;
  /** First byte of the body, from the start of the file; of a list, the first byte after its type. */
  readonly byteOffset: number;
  /** Bytes of the body that are there. */
  readonly byteLength: number;
  /** Bytes of the body that the header promises; larger than `byteLength` where the chunk is cut short. */
  readonly claimedByteLength: number;
  /** Names from the outermost chunk on, e.g. `RIFF:DLS /wvpl/wave[3]/fmt `; counted from the second of a name on. */
  readonly chunkPath: string;
  /** 0 for the RIFF form itself. */
  readonly depth: number;
}

/** How far a walk goes before it takes a file to be hostile, and repairs that a format knows. */
export interface ChunkReaderOptions {
  /** Lists within lists. Default 16. */
  readonly maxDepth?: number;
  /** Chunks of one list; later ones are left out with a warning. Default 131072. */
  readonly maxChunksPerList?: number;
  /** Body sizes in bytes of chunks whose size field is known to be wrong, by their code. */
  readonly fixedByteLengths?: ReadonlyMap<string, number>;
}

const HEADER_BYTE_LENGTH = 8;
const LIST_HEADER_BYTE_LENGTH = 12;
const CONTAINER_IDS: ReadonlySet<string> = new Set(['RIFF', 'LIST']);

interface Header {
  readonly id: string;
  readonly listType: string | undefined;
  readonly headerByteLength: number;
  /** As the header has it, less the list type. */
  readonly claimedByteLength: number;
}

/** Reads chunk headers of one file. Holds no part of the file itself. `@thread control` */
export class ChunkReader {
  readonly source: ByteSource;
  /** What was wrong so far but did not stop the reading. */
  readonly warnings: WarningList = new WarningList();
  readonly #format: string;
  readonly #maxDepth: number;
  readonly #maxChunksPerList: number;
  readonly #fixedByteLengths: ReadonlyMap<string, number>;

  /** `format` names the file's kind in faults: 'DLS', 'SF2', 'WAVE'. */
  constructor(source: ByteSource, format: string, options: ChunkReaderOptions = {}) {
    this.source = source;
    this.#format = format;
    this.#maxDepth = options.maxDepth ?? 16;
    this.#maxChunksPerList = options.maxChunksPerList ?? 131_072;
    this.#fixedByteLengths = options.fixedByteLengths ?? new Map();
  }

  /** The RIFF form at the start of the file. @throws {FormatError} where there is none or it is of another type. */
  openForm(formType: string): Chunk {
    const header = this.#readHeader(0, this.source.byteLength);
    if (header?.id !== 'RIFF') throw this.#formFault('RIFF', 0, 'a RIFF header of 12 bytes', this.#describeStart());
    if (header.listType === undefined) {
      throw this.#formFault(
        'RIFF',
        8,
        `form type '${formType}'`,
        `the end of the file (${this.source.byteLength} bytes)`,
      );
    }
    if (header.listType !== formType) {
      const found = pathName(header.listType, 0);
      throw this.#formFault(`RIFF:${found}`, 8, `form type '${formType}'`, `'${found}'`);
    }
    return this.#fitForm(header);
  }

  /**
   * Chunks within `parent`, in the file's order. Chunks that overrun it are cut; bytes that are no chunk end the walk
   * with a warning. @throws {FormatError} where lists lie deeper in each other than any format puts them.
   */
  *children(parent: Chunk, maxCount: number = this.#maxChunksPerList): Generator<Chunk, void, undefined> {
    this.#checkContainer(parent);
    const end = parent.byteOffset + parent.byteLength;
    const countByName = new Map<string, number>();
    let position = parent.byteOffset;
    for (let count = 0; position < end; count++) {
      if (count === maxCount) {
        this.warn(parent, `more than ${count} chunks; the others are left out`, position);
        return;
      }
      const chunk = this.#childAt(position, parent, end, countByName);
      if (chunk === undefined) return;
      yield chunk;
      position = this.#nextPosition(chunk, end);
    }
  }

  /** First child of `parent` with this code, and this list type where it is a list. */
  find(parent: Chunk, id: string, listType?: string): Chunk | undefined {
    for (const chunk of this.children(parent)) {
      if (chunk.id === id && chunk.listType === listType) return chunk;
    }
    return undefined;
  }

  /**
   * The chunk whose header begins at `byteOffset`, for formats that point at chunks. `index` goes into its path.
   * Undefined where no chunk of `parent` can begin there.
   */
  chunkAt(byteOffset: number, parent: Chunk, index: number): Chunk | undefined {
    const end = parent.byteOffset + parent.byteLength;
    if (byteOffset < parent.byteOffset || byteOffset + HEADER_BYTE_LENGTH > end) return undefined;
    const header = this.#readHeader(byteOffset, end);
    return header && this.#fit(header, byteOffset, parent, end, index);
  }

  /** The body, or its first `maxByteLength` bytes. Not to be written into. */
  readBody(chunk: Chunk, maxByteLength: number = Number.POSITIVE_INFINITY): Uint8Array {
    return this.source.read(chunk.byteOffset, Math.min(chunk.byteLength, maxByteLength));
  }

  /**
   * View of the body, or of its first `maxByteLength` bytes.
   * @throws {FormatError} where fewer than `minByteLength` bytes are there.
   */
  readView(chunk: Chunk, minByteLength: number, maxByteLength: number = Number.POSITIVE_INFINITY): DataView {
    const bytes = this.readBody(chunk, maxByteLength);
    if (bytes.byteLength < minByteLength) {
      throw this.fault(chunk, `at least ${minByteLength} bytes`, `${bytes.byteLength} bytes`);
    }
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Fault in `chunk`, to be thrown; at the start of its body unless `byteOffset` (from the file's start) is given. */
  fault(chunk: Chunk, expected: string, found: string, byteOffset: number = chunk.byteOffset): FormatError {
    return new FormatError({ format: this.#format, chunkPath: chunk.chunkPath, byteOffset, expected, found });
  }

  /** Notes a fault in `chunk` that was got over. */
  warn(chunk: Chunk, message: string, byteOffset: number = chunk.byteOffset): void {
    this.warnings.add({ chunkPath: chunk.chunkPath, byteOffset, message });
  }

  #checkContainer(parent: Chunk): void {
    if (parent.listType === undefined) throw new TypeError(`parent: expected a RIFF or LIST chunk, got ${parent.id}`);
    if (parent.depth < this.#maxDepth) return;
    throw this.fault(parent, `at most ${this.#maxDepth} lists within each other`, 'a deeper one');
  }

  #childAt(position: number, parent: Chunk, end: number, countByName: Map<string, number>): Chunk | undefined {
    const header = this.#readHeader(position, end);
    if (header === undefined || !isFourCc(header.id)) {
      this.#warnOfRest(parent, position, end);
      return undefined;
    }
    const name = header.listType ?? header.id;
    const index = countByName.get(name) ?? 0;
    countByName.set(name, index + 1);
    return this.#fit(header, position, parent, end, index);
  }

  #fit(header: Header, position: number, parent: Chunk, end: number, index: number): Chunk {
    const byteOffset = position + header.headerByteLength;
    const claimedByteLength = this.#fixedByteLengths.get(header.id) ?? header.claimedByteLength;
    const byteLength = Math.min(claimedByteLength, end - byteOffset);
    const chunk: Chunk = {
      id: header.id,
      listType: header.listType,
      headerByteOffset: position,
      byteOffset,
      byteLength,
      claimedByteLength,
      chunkPath: `${parent.chunkPath}/${pathName(header.listType ?? header.id, index)}`,
      depth: parent.depth + 1,
    };
    if (byteLength < claimedByteLength) {
      this.warn(chunk, `claims ${claimedByteLength} bytes, but only ${byteLength} are left around it`, position);
    }
    return chunk;
  }

  #fitForm(header: Header): Chunk {
    const available = this.source.byteLength - LIST_HEADER_BYTE_LENGTH;
    const claimed = header.claimedByteLength;
    const form: Chunk = {
      id: header.id,
      listType: header.listType,
      headerByteOffset: 0,
      byteOffset: LIST_HEADER_BYTE_LENGTH,
      byteLength: claimed < 0 ? available : Math.min(claimed, available),
      claimedByteLength: Math.max(claimed, 0),
      chunkPath: `RIFF:${pathName(header.listType ?? '', 0)}`,
      depth: 0,
    };
    if (claimed < 0) this.warn(form, `RIFF size not filled in; taken to be the file's (${available} bytes)`, 4);
    if (claimed > available) this.warn(form, `claims ${claimed} bytes, but only ${available} are in the file`, 4);
    return form;
  }

  /** Undefined where there are fewer bytes than a header has. A list without room for its type has none. */
  #readHeader(position: number, end: number): Header | undefined {
    const bytes = this.source.read(position, Math.min(LIST_HEADER_BYTE_LENGTH, end - position));
    if (bytes.byteLength < HEADER_BYTE_LENGTH) return undefined;
    const id = readFourCc(bytes, 0);
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    const isForm = id === 'RIFF' && position === 0;
    const isContainer = CONTAINER_IDS.has(id) && bytes.byteLength === LIST_HEADER_BYTE_LENGTH && (size >= 4 || isForm);
    if (!isContainer) return { id, listType: undefined, headerByteLength: HEADER_BYTE_LENGTH, claimedByteLength: size };
    return {
      id,
      listType: readFourCc(bytes, HEADER_BYTE_LENGTH),
      headerByteLength: LIST_HEADER_BYTE_LENGTH,
      claimedByteLength: size - 4,
    };
  }

  /** Chunks begin at even offsets; some writers forget the pad byte, which shows where a name stands in its place. */
  #nextPosition(chunk: Chunk, end: number): number {
    const bodyEnd = chunk.byteOffset + chunk.byteLength;
    if (chunk.claimedByteLength % 2 === 0) return bodyEnd;
    if (bodyEnd + HEADER_BYTE_LENGTH > end) return bodyEnd + 1;
    const bytes = this.source.read(bodyEnd, 1 + HEADER_BYTE_LENGTH);
    const padded = bytes.byteLength > HEADER_BYTE_LENGTH && isFourCc(readFourCc(bytes, 1));
    const isPadMissing =
      bytes[0] !== 0 && !padded && bytes.byteLength >= HEADER_BYTE_LENGTH && isFourCc(readFourCc(bytes, 0));
    if (!isPadMissing) return bodyEnd + 1;
    this.warn(chunk, 'odd size without a pad byte', bodyEnd);
    return bodyEnd;
  }

  #warnOfRest(parent: Chunk, position: number, end: number): void {
    const isPadByte = end - position === 1;
    if (!isPadByte) this.warn(parent, `the last ${end - position} bytes are not a chunk and are left out`, position);
  }

  #describeStart(): string {
    const bytes = this.source.read(0, HEADER_BYTE_LENGTH);
    if (bytes.byteLength < HEADER_BYTE_LENGTH) return `a file of ${this.source.byteLength} bytes`;
    const id = readFourCc(bytes, 0);
    return isFourCc(id)
      ? `'${id}'`
      : `bytes ${Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ')}`;
  }

  #formFault(chunkPath: string, byteOffset: number, expected: string, found: string): FormatError {
    return new FormatError({ format: this.#format, chunkPath, byteOffset, expected, found });
  }
}

function pathName(name: string, index: number): string {
  const printable = name.replace(/[^\x20-\x7e]/g, '?');
  return index === 0 ? printable : `${printable}[${index}]`;
}
