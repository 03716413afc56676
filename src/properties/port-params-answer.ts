import type { PortParamsResult } from '../ddi/port-params.ts';
import { type Answer, NotAllAssigned } from './property-handler.ts';
import { echoPortParams } from './synth-structures.ts';

/**
 * How a synth node answers `SynthItems.portParameters`: with the request's own bytes where it has everything that was
 * asked for.
 *
 * @param requested what the request's descriptor carries, packed. @throws {RangeError} for fewer than 28 bytes.
 */
export function answerPortParams(requested: Uint8Array, { params, changed }: PortParamsResult): Answer<never> {
  const echo = echoPortParams(requested, params);
  return changed ? new NotAllAssigned(echo) : echo;
}
