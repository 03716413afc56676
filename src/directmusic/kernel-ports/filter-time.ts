import type { ReferenceTime } from '../../clock/reference-time.ts';
import { FilterControl } from '../../ks/filter-control.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import { getItem } from '../../properties/property-calls.ts';
import { SynthClockItems } from '../../properties/synth-items.ts';

/** The present instant of the clock that a filter's driver keeps, in ticks of 100 ns. @throws DmusError. */
export function filterTime(connection: KsFilterConnection): ReferenceTime {
  return getItem(new FilterControl({ connection }), SynthClockItems.masterClock);
}
