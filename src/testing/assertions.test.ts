import { describe, expect, it } from 'vitest';
import { DmusError } from '../ddi/errors.ts';
import {
  codeOf,
  expectBetween,
  expectCode,
  expectEqual,
  expectIdentical,
  expectMethods,
  expectNoFaults,
  expectOneOf,
  expectReturn,
  expectThat,
} from './assertions.ts';

describe('the assertions', () => {
  it('take what is as it should be', () => {
    expectEqual('numbers', Number.NaN, Number.NaN);
    expectEqual('lists', Uint8Array.of(1, 2), [1, 2]);
    expectEqual('objects', { a: [1], b: null }, { b: null, a: [1] });
    expectBetween('value', 3, 3, Number.POSITIVE_INFINITY);
    expectOneOf('value', 2, [1, 2]);
    expectCode('call', () => {}, 'E_FAIL', 'S_OK');
    expectNoFaults('things', []);
    expect(expectReturn('call', () => 7)).toBe(7);
  });

  it.each<[() => void, string]>([
    [() => expectEqual('size', 3, 4, 'bytes'), 'size: expected 4 bytes, found 3 bytes'],
    [() => expectEqual('lists', [1, 2], [1, 2, 3]), 'lists: expected [1, 2, 3], found [1, 2]'],
    [() => expectEqual('objects', { a: 1 }, { a: 1, b: 'x' }), "objects: expected { a: 1, b: 'x' }, found { a: 1 }"],
    [() => expectIdentical('clock', null, {}), 'clock: expected the very same object, found null'],
    [() => expectOneOf('status', 'x', ['y', 'z']), "status: expected one of ['y', 'z'], found 'x'"],
    [() => expectBetween('time', Number.NaN, 0, 9, 'ticks'), 'time: expected 0 to 9 ticks, found NaN ticks'],
    [() => expectThat('note', false, 'heard'), 'note: expected heard, found false'],
    [() => expectMethods('the stream', undefined, []), 'the stream: expected an object, found undefined'],
    [() => expectMethods('the stream', { put: 1 }, ['put']), 'put of the stream: expected a method, found 1'],
    [() => expectEqual('format', Object.create(null), 1), 'format: expected 1, found a bare object'],
    [() => expectCode('open', () => {}, 'E_FAIL'), "open: expected E_FAIL, found 'S_OK'"],
    [() => expectNoFaults('pins', ['one', 'two']), "pins: expected no fault, found 'one; two'"],
    [
      () =>
        expectReturn('put', () => {
          throw new TypeError('no');
        }),
      'put: expected no exception, found TypeError (no)',
    ],
  ])('say what, expected, found and unit', (assertion, message) => {
    expect(assertion).toThrow(message);
  });

  it('tell documented failures from others', () => {
    const failing = (error: Error) => () => {
      throw error;
    };
    expect(codeOf(failing(new DmusError('E_POINTER')))).toBe('E_POINTER');
    expect(codeOf(failing(new Error('oh')))).toBe('another error, Error (oh)');
  });
});
