import { type BigIntStats, statSync } from 'node:fs';

/**
 * Makes sure that a file written at `outputPath` destroys nothing but an older output.
 * @throws {Error} where something that is no ordinary file is there, or one of `inputPaths`.
 */
export function checkOutputPath(outputPath: string, inputPaths: readonly string[]): void {
  const output = statsOf(outputPath);
  if (output === undefined) return;
  if (!output.isFile()) {
    throw new Error(
      `${outputPath}: this is ${output.isDirectory() ? 'a folder' : 'no ordinary file'}, not written over`,
    );
  }
  for (const inputPath of inputPaths) {
    const input = statsOf(inputPath);
    if (input !== undefined && input.dev === output.dev && input.ino === output.ino) {
      throw new Error(`${outputPath}: this is what is to be read, not written over`);
    }
  }
}

function statsOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
