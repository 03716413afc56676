import { PATCH_DRUMS } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { ByteSource } from '../../formats/byte-source.ts';
import type { FormatWarning } from '../../formats/format-error.ts';
import { openSoundBank } from '../../formats/open-sound-bank.ts';
import type { Instrument, InstrumentEntry, SoundBank } from '../../formats/sound-bank.ts';

/** Bits of `patch` that say the bank; the others are the program and the drum bit. */
const BANK_BITS = 0x7f7f00;

/** An instrument of a collection, ready to be downloaded (`IDirectMusicInstrument`). Read from its bank when needed. */
export class CollectionInstrument {
  /** The bank it comes from. */
  readonly bank: SoundBank;
  readonly name: string;
  readonly #index: number;
  #patch: number;
  #contents: Instrument | undefined;

  constructor(bank: SoundBank, index: number, patch: number) {
    this.bank = bank;
    this.name = bank.instruments[index]!.name;
    this.#index = index;
    this.#patch = patch;
  }

  /** Where it will answer once downloaded: bit 31 drums, bank MSB << 16, bank LSB << 8, program. */
  getPatch(): number {
    return this.#patch;
  }

  /** Makes it answer elsewhere; downloads that exist stay where they are. */
  setPatch(patch: number): void {
    this.#patch = patch >>> 0;
  }

  /** Regions and articulation. @throws {FormatError} where the bank is damaged there. */
  get contents(): Instrument {
    this.#contents ??= this.bank.instrument(this.#index);
    return this.#contents;
  }
}

/** The instruments of one bank (`IDirectMusicCollection`): a DLS collection, or a SoundFont read as one. */
export class Collection {
  readonly bank: SoundBank;
  readonly #places = new Map<number, number>();

  constructor(bank: SoundBank) {
    this.bank = bank;
    bank.instruments.forEach(({ patch }, index) => {
      if (!this.#places.has(patch)) this.#places.set(patch, index);
    });
  }

  /** Opens a bank of either format. @throws {FormatError} where it is none. */
  static open(source: ByteSource): Collection {
    return new Collection(openSoundBank(source));
  }

  get warnings(): readonly FormatWarning[] {
    return this.bank.warnings;
  }

  /** The index-th instrument, in the file's order; undefined past the last (natively `S_FALSE`). */
  enumInstrument(index: number): InstrumentEntry | undefined {
    return this.bank.instruments[index];
  }

  /** The instrument with exactly this patch. @throws DmusError `DMUS_E_INVALIDPATCH` where there is none. */
  getInstrument(patch: number): CollectionInstrument {
    const index = this.#places.get(patch >>> 0);
    if (index === undefined) {
      throw new DmusError('DMUS_E_INVALIDPATCH', `${this.bank.name} has no patch 0x${patch.toString(16)}`);
    }
    return new CollectionInstrument(this.bank, index, patch >>> 0);
  }

  /**
   * The instrument that serves a patch as GM, GS and XG files expect: the patch itself, else the same program of the
   * basic bank, else, for drums, the standard kit. It answers at `patch`. Undefined where not even those exist.
   */
  findInstrument(patch: number): CollectionInstrument | undefined {
    const isDrums = (patch & PATCH_DRUMS) !== 0;
    const candidates = [patch, patch & ~BANK_BITS, ...(isDrums ? [PATCH_DRUMS] : [])];
    for (const candidate of candidates) {
      const index = this.#places.get(candidate >>> 0);
      if (index !== undefined) return new CollectionInstrument(this.bank, index, patch >>> 0);
    }
    return undefined;
  }
}
