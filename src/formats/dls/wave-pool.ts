/**
 * `ptbl` and `wvpl`: from the wave index of a link to the wave. The table is held in memory, waves are looked up when
 * wanted; an entry that leads to no wave is taken to mean the wave of the same rank, if no other entry means that one.
 */
import type { Chunk } from '../riff/chunk-reader.ts';
import type { Wave } from '../sound-bank.ts';
import { COUNTED_HEADER_BYTE_LENGTH, POOL_CUE_NULL } from './chunk-codes.ts';
import type { DlsContext } from './read-list.ts';
import { readWave } from './read-wave.ts';

/** Entries of a pool table that are read. */
const MAX_CUES = 1_048_576;

/** Waves of one bank. `@thread control` */
export class WavePool {
  readonly #context: DlsContext;
  readonly #form: Chunk;
  readonly #wvpl: Chunk | undefined;
  readonly #ptbl: Chunk | undefined;
  readonly #cues: Uint32Array | undefined;
  readonly #waves: Map<number, Wave> = new Map();
  #wavesInOrder: readonly Chunk[] | undefined;
  #cueSet: ReadonlySet<number> | undefined;

  /** Reads the table, no waves. */
  constructor(context: DlsContext, form: Chunk, ptbl: Chunk | undefined, wvpl: Chunk | undefined) {
    this.#context = context;
    this.#form = form;
    this.#ptbl = ptbl;
    this.#wvpl = wvpl;
    this.#cues = ptbl && this.#readCues(ptbl);
    if (wvpl === undefined) context.reader.warn(form, "no wave pool ('wvpl')");
    else if (ptbl === undefined) context.reader.warn(wvpl, "no pool table ('ptbl'); waves are counted in their order");
    this.#checkCues();
  }

  /** Waves that links can name; entries of the table, or waves where there is none. */
  get waveCount(): number {
    return this.#cues?.length ?? this.#inOrder().length;
  }

  /** Wave of this index. @throws {FormatError} where there is none or it cannot be read. */
  wave(waveIndex: number): Wave {
    const known = this.#waves.get(waveIndex);
    if (known !== undefined) return known;
    const wave = readWave(this.#context, this.#findList(waveIndex));
    this.#waves.set(waveIndex, wave);
    return wave;
  }

  #findList(waveIndex: number): Chunk {
    if (!Number.isInteger(waveIndex) || waveIndex < 0 || waveIndex >= this.waveCount) {
      throw this.#fault(`a wave index below ${this.waveCount}`, `${waveIndex}`);
    }
    const list = this.#cues === undefined ? this.#inOrder()[waveIndex] : this.#listAtCue(this.#cues, waveIndex);
    if (list === undefined) throw this.#fault(`wave ${waveIndex} in the pool`, 'none');
    return list;
  }

  #listAtCue(cues: Uint32Array, waveIndex: number): Chunk | undefined {
    const cue = cues[waveIndex] ?? POOL_CUE_NULL;
    if (this.#wvpl === undefined || cue === POOL_CUE_NULL) return undefined;
    const pointedAt = this.#context.reader.chunkAt(this.#wvpl.byteOffset + cue, this.#wvpl, waveIndex);
    if (pointedAt?.listType === 'wave') return pointedAt;
    const sameRank = this.#inOrder()[waveIndex];
    this.#cueSet ??= new Set(cues);
    if (sameRank === undefined || this.#cueSet.has(sameRank.headerByteOffset - this.#wvpl.byteOffset)) return undefined;
    this.#context.reader.warn(
      this.#wvpl,
      `pool table entry ${waveIndex} leads to no wave; the wave of that rank is taken`,
    );
    return sameRank;
  }

  #inOrder(): readonly Chunk[] {
    if (this.#wavesInOrder !== undefined) return this.#wavesInOrder;
    const chunks = this.#wvpl === undefined ? [] : this.#context.reader.children(this.#wvpl);
    this.#wavesInOrder = Array.from(chunks).filter(({ listType }) => listType === 'wave');
    return this.#wavesInOrder;
  }

  #readCues(ptbl: Chunk): Uint32Array | undefined {
    const { reader } = this.#context;
    const view = reader.readView(ptbl, 0, COUNTED_HEADER_BYTE_LENGTH + 4 * MAX_CUES);
    if (view.byteLength < COUNTED_HEADER_BYTE_LENGTH) {
      reader.warn(ptbl, `${view.byteLength} bytes are too few for a pool table; waves are counted in their order`);
      return undefined;
    }
    const start = Math.max(view.getUint32(0, true), COUNTED_HEADER_BYTE_LENGTH);
    const claimedCount = view.getUint32(4, true);
    const count = Math.min(claimedCount, Math.floor(Math.max(view.byteLength - start, 0) / 4));
    if (count < claimedCount) reader.warn(ptbl, `${claimedCount} entries promised, ${count} found`);
    return Uint32Array.from({ length: count }, (_, index) => view.getUint32(start + 4 * index, true));
  }

  #checkCues(): void {
    if (this.#cues === undefined || this.#ptbl === undefined || this.#wvpl === undefined) return;
    const poolByteLength = this.#wvpl.byteLength;
    const strayCount = this.#cues.filter((cue) => cue !== POOL_CUE_NULL && cue >= poolByteLength).length;
    if (strayCount === 0) return;
    this.#context.reader.warn(this.#ptbl, `${strayCount} entries point beyond the pool's ${poolByteLength} bytes`);
  }

  #fault(expected: string, found: string): Error {
    return this.#context.reader.fault(this.#ptbl ?? this.#wvpl ?? this.#form, expected, found);
  }
}
