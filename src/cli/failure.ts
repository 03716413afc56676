import { FormatError } from '../formats/format-error.ts';

const SYSTEM_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'this place cannot be written to',
  EISDIR: 'this is a folder, a file is wanted',
  ENOTDIR: 'a part of the path is no folder',
  ENAMETOOLONG: 'the name is too long',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'no space left for this user',
  EFBIG: 'larger than a file may be here',
};

/** One line that says what went wrong, for people. */
export function describeFailure(error: unknown): string {
  return textOf(error).replaceAll(/\s*\n\s*/g, ' ');
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof FormatError) {
    const { chunkPath, byteOffset, expected, found } = error;
    return `${chunkPath} at byte ${byteOffset}: expected ${expected}, found ${found}`;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_FAILURES[code];
  if (known === undefined) return error.message;
  return path === undefined ? known : `${path}: ${known}`;
}

/** What commander has to say of a command line, in one line that ends with where to read on. */
export function describeUsageFailure(text: string, command: string): string {
  const sentences = text
    .replace(/^error: /, '')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\((.*)\)$/, '$1'))
    .map((line) => (/[.?]$/.test(line) ? line : `${line}.`));
  return [...sentences, `See ${command} --help.`].join(' ');
}
