import { type DmusCode, DmusError } from '../../src/ddi/errors.ts';

/** Code of the documented failure that a call ends in, `'S_OK'` when it ends well. Other errors are passed on. */
export function codeOf(call: () => unknown): DmusCode | 'S_OK' {
  try {
    call();
  } catch (error) {
    if (error instanceof DmusError) return error.code;
    throw error;
  }
  return 'S_OK';
}
