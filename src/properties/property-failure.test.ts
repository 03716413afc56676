import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import { PropertyVerb } from '../ddi/property-request.ts';
import { throwPropertyFailure } from './property-failure.ts';

describe('throwPropertyFailure', () => {
  it.each([
    ['STATUS_NOT_FOUND', PropertyVerb.get, 'DMUS_E_UNKNOWN_PROPERTY'],
    ['STATUS_PROPSET_NOT_FOUND', PropertyVerb.set, 'DMUS_E_UNKNOWN_PROPERTY'],
    ['STATUS_INVALID_DEVICE_REQUEST', PropertyVerb.get, 'DMUS_E_GET_UNSUPPORTED'],
    ['STATUS_INVALID_DEVICE_REQUEST', PropertyVerb.set, 'DMUS_E_SET_UNSUPPORTED'],
    ['STATUS_BUFFER_TOO_SMALL', PropertyVerb.get, 'DMUS_E_INSUFFICIENTBUFFER'],
    ['STATUS_NO_MEMORY', PropertyVerb.get, 'E_OUTOFMEMORY'],
    ['STATUS_INVALID_PARAMETER', PropertyVerb.get, 'E_INVALIDARG'],
    ['STATUS_UNSUCCESSFUL', PropertyVerb.get, 'E_FAIL'],
    ['STATUS_SUCCESS', PropertyVerb.get, 'nothing thrown'],
    ['STATUS_NOT_ALL_ASSIGNED', PropertyVerb.get, 'nothing thrown'],
    ['STATUS_PENDING', PropertyVerb.set, 'nothing thrown'],
  ] as const)('makes of %s on verb %d: %s', (status, verb, code) => {
    expect(codeOf(() => throwPropertyFailure(status, verb))).toBe(code);
  });
});
