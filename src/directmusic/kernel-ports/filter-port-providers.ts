import type { Guid } from '../../ddi/guid.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import type { PortProvider } from '../port-provider.ts';
import { KsCapturePort } from './ks-capture-port.ts';
import { capturePinIds, renderLayouts } from './ks-pin-layout.ts';
import { KsPort } from './ks-port.ts';
import { capturePortCaps, renderPortCaps } from './ks-port-caps.ts';

/** How the ports of a filter are named. */
export interface FilterPortOptions {
  /**
   * GUID of the port at a pin, in place of what the driver says; undefined keeps that. For two devices of one make, whose
   * drivers give them the same.
   */
  readonly guidOf?: (pinId: number) => Guid | undefined;
}

/**
 * Makes the ports of a kernel filter: one kind for each pin that an application can play into, one for each that it can
 * capture from. They keep the clock of their driver: give it the object's `MasterClockChoice` so that it is the same.
 */
export function filterPortProviders(
  connection: KsFilterConnection,
  { guidOf = () => undefined }: FilterPortOptions = {},
): PortProvider[] {
  const description = connection.describe();
  const place = (pinId: number): { connection: KsFilterConnection; pinId: number; guid?: Guid } => {
    const guid = guidOf(pinId);
    return { connection, pinId, ...(guid === undefined ? {} : { guid }) };
  };
  const renderProviders = renderLayouts(description).map((layout): PortProvider => {
    const pin = place(layout.musicPinId);
    return {
      caps: renderPortCaps(connection, layout, pin.guid),
      createPort: (params) => new KsPort({ ...pin, params }),
    };
  });
  const captureProviders = capturePinIds(description).map((pinId): PortProvider => {
    const pin = place(pinId);
    return {
      caps: capturePortCaps(connection, pinId, pin.guid),
      createPort: (params) => new KsCapturePort({ ...pin, params }),
    };
  });
  return [...renderProviders, ...captureProviders];
}
