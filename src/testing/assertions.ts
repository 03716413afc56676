/**
 * The few assertions that the conformance suites need. They belong to no test runner, and every message says what was
 * looked at, what was expected, what was found, and the unit.
 */

/** An implementation does not do what its contract says. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure';
}

/** A test has nothing to look at, because the implementation does not claim what it is about. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** Ends the present test as not applicable when there is no `value`. @throws NotApplicable with `reason`. */
export function applicable<T>(value: T | null | undefined, reason: string): T {
  if (value === null || value === undefined) throw new NotApplicable(reason);
  return value;
}

function fail(what: string, expected: string, found: unknown, unit: string): never {
  const suffix = unit === '' ? '' : ` ${unit}`;
  throw new ConformanceFailure(`${what}: expected ${expected}${suffix}, found ${inWords(found)}${suffix}`);
}

/** Longest list or text that a message repeats in full. */
const LONGEST_LIST = 24;

function inWords(value: unknown): string {
  if (value instanceof Error) return `${value.name} (${value.message})`;
  if (typeof value === 'string') return `'${value}'`;
  if (isList(value)) {
    const shown = Array.from(value.slice(0, LONGEST_LIST), inWords).join(', ');
    return `[${shown}${value.length > LONGEST_LIST ? `, … ${value.length} in all` : ''}]`;
  }
  if (!isPlain(value))
    return typeof value === 'object' && value !== null
      ? `a ${value.constructor?.name ?? 'bare object'}`
      : String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}: ${inWords(member)}`);
  return `{ ${members.join(', ')} }`;
}

type List = readonly unknown[] | Uint8Array;

function isList(value: unknown): value is List {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((each: unknown, i: number) => isSame(each, b[i]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The two are the same value, or lists or plain objects of same values. */
export function expectEqual(what: string, found: unknown, expected: unknown, unit = ''): void {
  if (!isSame(found, expected)) fail(what, inWords(expected), found, unit);
}

/** The two are one object. */
export function expectIdentical(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) fail(what, 'the very same object', found, '');
}

/** The value is one of several. */
export function expectOneOf(what: string, found: unknown, expected: readonly unknown[], unit = ''): void {
  if (!expected.includes(found)) fail(what, `one of ${inWords(expected)}`, found, unit);
}

/** `low ≤ found ≤ high`; either may be infinite. */
export function expectBetween(what: string, found: number, low: number, high: number, unit = ''): void {
  if (!(found >= low && found <= high)) fail(what, `${low} to ${high}`, found, unit);
}

/** A condition that has no value of its own; `expected` finishes the sentence "expected …". */
export function expectThat(what: string, holds: boolean, expected: string, found: unknown = holds): void {
  if (!holds) fail(what, expected, found, '');
}

/** A list of faults that has to be empty. */
export function expectNoFaults(what: string, faults: readonly string[]): void {
  if (faults.length > 0) fail(what, 'no fault', faults.join('; '), '');
}

/** An object with these methods; the first of them that is missing is named. */
export function expectMethods(what: string, value: unknown, names: readonly string[]): void {
  if (typeof value !== 'object' || value === null) fail(what, 'an object', value, '');
  for (const name of names) {
    const method = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof method !== 'function') fail(`${name} of ${what}`, 'a method', method, '');
  }
}

/** How a call ended: the code of its DmusError, `'S_OK'`, or another error in words. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return documentedCode(error) ?? `another error, ${inWords(error)}`;
  }
  return 'S_OK';
}

/** Told by its members, not by its class: an implementation may have another copy of this package. */
function documentedCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'DmusError' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The call fails with one of these codes, or ends well where `'S_OK'` is among them. */
export function expectCode(what: string, call: () => unknown, ...codes: readonly string[]): void {
  const code = codeOf(call);
  if (!codes.includes(code)) fail(what, codes.join(' or '), code, '');
}

/** The call returns. What it throws is the fault, whatever it is. */
export function expectReturn<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    return fail(what, 'no exception', error, '');
  }
}
