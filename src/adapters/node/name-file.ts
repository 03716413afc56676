import { FormatError, type FormatWarning } from '../../formats/format-error.ts';

/**
 * Does something with a file; a fault of its format that comes out of it says which file it is in. Where warnings came
 * before, the first goes along: of a file that is cut off it says so.
 * @throws {FormatError} and whatever else `action` throws.
 */
export function nameFile<T>(path: string, action: () => T, warnings: () => readonly FormatWarning[] = () => []): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof FormatError) || error.chunkPath.startsWith(path)) throw error;
    const { format, byteOffset, expected } = error;
    const [first] = warnings();
    const found = first === undefined ? error.found : `${error.found} (${first.chunkPath}: ${first.message})`;
    const chunkPath = `${path}: ${error.chunkPath}`;
    throw new FormatError({ format, chunkPath, byteOffset, expected, found }, { cause: error });
  }
}
