import {
  DOWNLOAD_INFO_BYTES,
  DOWNLOAD_INFO_OFFSETS,
  DownloadType,
  OFFSET_ENTRY_BYTES,
} from '../../ddi/dls-download.ts';
import { type DmusCode, DmusError } from '../../ddi/errors.ts';

const KNOWN_TYPES: ReadonlySet<number> = new Set(Object.values(DownloadType));

/**
 * A download block, checked: header and offset table are inside the block, and no object is read that is not.
 * The table is copied, so that the owner of the memory cannot change it under the reader's feet.
 */
export class DownloadBlock {
  readonly type: number;
  readonly downloadId: number;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly #offsets: Uint32Array;

  /** @throws DmusError `DMUS_E_UNKNOWNDOWNLOAD` for a type or a header that is none, `DMUS_E_BADOFFSETTABLE`. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.byteLength < DOWNLOAD_INFO_BYTES) {
      throw new DmusError('DMUS_E_UNKNOWNDOWNLOAD', `block of ${bytes.byteLength} bytes, at least 16 wanted`);
    }
    this.type = view.getUint32(DOWNLOAD_INFO_OFFSETS.type, true);
    this.downloadId = view.getUint32(DOWNLOAD_INFO_OFFSETS.downloadId, true);
    if (!KNOWN_TYPES.has(this.type)) {
      throw new DmusError('DMUS_E_UNKNOWNDOWNLOAD', `download type ${this.type}, 1 to 6 wanted`);
    }
    this.bytes = bytes;
    this.view = view;
    this.#offsets = readOffsets(view);
  }

  /** Length of the offset table. */
  get objectCount(): number {
    return this.#offsets.length;
  }

  /**
   * Offset of object `index`, of which `byteLength` bytes must be there.
   * @throws DmusError `code` when index or object lie outside the block.
   */
  object(index: number, byteLength: number, code: DmusCode): number {
    const offset = this.#offsets[index];
    if (offset === undefined) throw new DmusError(code, `object ${index} of ${this.#offsets.length} in the table`);
    this.need(offset, byteLength, code);
    return offset;
  }

  /** @throws DmusError `code` unless `byteLength` bytes stand at `offset`. */
  need(offset: number, byteLength: number, code: DmusCode): void {
    if (offset + byteLength > this.bytes.byteLength) {
      throw new DmusError(code, `${byteLength} bytes at ${offset}, block of ${this.bytes.byteLength}`);
    }
  }
}

function readOffsets(view: DataView): Uint32Array {
  const count = view.getUint32(DOWNLOAD_INFO_OFFSETS.offsetCount, true);
  const claimed = view.getUint32(DOWNLOAD_INFO_OFFSETS.byteLength, true);
  const end = DOWNLOAD_INFO_BYTES + count * OFFSET_ENTRY_BYTES;
  if (count === 0 || claimed > view.byteLength || end > claimed) {
    throw new DmusError(
      'DMUS_E_BADOFFSETTABLE',
      `${count} objects in ${claimed} bytes of a block of ${view.byteLength}`,
    );
  }
  const offsets = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const offset = view.getUint32(DOWNLOAD_INFO_BYTES + i * OFFSET_ENTRY_BYTES, true);
    if (offset < end || offset >= claimed) {
      throw new DmusError('DMUS_E_BADOFFSETTABLE', `object ${i} at byte ${offset}, outside ${end}…${claimed - 1}`);
    }
    offsets[i] = offset;
  }
  return offsets;
}
