/** The boundary between an application's side and a driver's side. */
export { throwPropertyFailure } from '../properties/property-failure.ts';
export { FilterControl, type FilterControlOptions } from './filter-control.ts';
export { type KsFilterEntry, KsFilterTable } from './filter-table.ts';
export { KsFilterConnection, type PropertyCall } from './in-process.ts';
export { KsDevice, type KsDeviceOptions } from './ks-device.ts';
export type * from './messages.ts';
