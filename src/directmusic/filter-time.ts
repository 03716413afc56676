import { readInt64 } from '../clock/packed-integer.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { PROPERTY_SET_SYNTH_CLOCK, PropertyVerb, SynthClockProperty } from '../ddi/property-request.ts';
import type { KsFilterConnection } from '../ks/in-process.ts';
import { throwPropertyFailure } from '../ks/property-failure.ts';

const TIME_BYTES = 8;

/** The present instant of the clock that a filter's driver keeps, in ticks of 100 ns. @throws DmusError. */
export function filterTime(connection: KsFilterConnection): ReferenceTime {
  const verb = PropertyVerb.get;
  const reply = connection.property({
    set: PROPERTY_SET_SYNTH_CLOCK,
    id: SynthClockProperty.masterClock,
    verb,
    value: new Uint8Array(TIME_BYTES),
  });
  throwPropertyFailure(reply.status, verb);
  return readInt64(reply.value, 0);
}
