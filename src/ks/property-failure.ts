/** How a status of the driver's side looks to an application; the rule is the same on every way down. */
export { throwPropertyFailure } from '../properties/property-failure.ts';
