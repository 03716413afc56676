import { DMUS_ERROR_VALUES, type DmusCode, DmusError } from '../ddi/errors.ts';
import { type PropertyStatus, PropertyVerb } from '../ddi/property-request.ts';

/**
 * Turns the status of a property request into what an application sees: nothing for a success, for a pending
 * request, or for parameters that were altered; otherwise the documented failure.
 *
 * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`, `DMUS_E_GET_UNSUPPORTED`, `DMUS_E_SET_UNSUPPORTED`,
 * `DMUS_E_INSUFFICIENTBUFFER`, `E_OUTOFMEMORY`, `E_INVALIDARG`; any other status is `E_FAIL` with the status named.
 */
export function throwPropertyFailure(status: PropertyStatus, verb: PropertyVerb): void {
  if (!(status in DMUS_ERROR_VALUES)) return;
  throw new DmusError(applicationCode(status, verb), `the driver answered ${status}`);
}

function applicationCode(status: PropertyStatus, verb: PropertyVerb): DmusCode {
  switch (status) {
    case 'STATUS_NOT_FOUND':
    case 'STATUS_PROPSET_NOT_FOUND':
      return 'DMUS_E_UNKNOWN_PROPERTY';
    case 'STATUS_INVALID_DEVICE_REQUEST':
      return verb === PropertyVerb.set ? 'DMUS_E_SET_UNSUPPORTED' : 'DMUS_E_GET_UNSUPPORTED';
    case 'STATUS_BUFFER_TOO_SMALL':
    case 'STATUS_BUFFER_OVERFLOW':
      return 'DMUS_E_INSUFFICIENTBUFFER';
    case 'STATUS_NO_MEMORY':
    case 'STATUS_INSUFFICIENT_RESOURCES':
      return 'E_OUTOFMEMORY';
    case 'STATUS_INVALID_PARAMETER':
      return 'E_INVALIDARG';
    default:
      return 'E_FAIL';
  }
}
