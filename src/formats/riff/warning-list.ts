/**
 * Faults that did not stop the reading, collected. A damaged file may repeat one fault a million times and a part of
 * a file may be read twice, so equal warnings are kept once and their number is limited.
 */
import type { FormatWarning } from '../format-error.ts';

/** Warnings kept of one file; the last one says that others were dropped. */
export const MAX_WARNINGS = 1_000;

/** Grows while a file is read. `@thread control` */
export class WarningList {
  readonly #warnings: FormatWarning[] = [];
  readonly #seen: Set<string> = new Set();

  /** The warnings so far, in order; the same array throughout, so it may be handed out before reading ends. */
  get all(): readonly FormatWarning[] {
    return this.#warnings;
  }

  /** Adds `warning`, unless it is there already or the list is full. */
  add(warning: FormatWarning): void {
    if (this.#warnings.length >= MAX_WARNINGS) return;
    const key = `${warning.byteOffset} ${warning.message}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#warnings.push(this.#warnings.length < MAX_WARNINGS - 1 ? warning : dropped(warning));
  }
}

function dropped({ chunkPath, byteOffset }: FormatWarning): FormatWarning {
  return {
    chunkPath,
    byteOffset,
    message: `more than ${MAX_WARNINGS} faults; this one and further ones are not listed`,
  };
}
