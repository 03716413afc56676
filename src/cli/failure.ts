const SYSTEM_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'this is a folder, a file is wanted',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'no space left on the disk',
};

/** One line that says what went wrong, for people. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const known = code === undefined ? undefined : SYSTEM_FAILURES[code];
  const text = known !== undefined && path !== undefined ? `${path}: ${known}` : error.message;
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
