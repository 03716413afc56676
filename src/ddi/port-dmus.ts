import type { Guid } from './guid.ts';
import type { MiniportDMus } from './miniport-dmus.ts';
import type { ServiceGroup } from './service-group.ts';

/** CLSID_PortDMus. */
export const CLSID_PORT_DMUS: Guid = 'b7902fe9-fb0a-11d1-81b0-0060083316c1';
/** IID_IPortDMus. */
export const IID_PORT_DMUS: Guid = 'c096df9c-fb09-11d1-81b0-0060083316c1';

/**
 * The device-independent half of a driver as its miniport sees it (`IPortDMus`). The generic port-class helpers
 * (GetDeviceProperty, NewRegistryKey) have no counterpart here.
 */
export interface PortDMus {
  /**
   * Binds a miniport and calls its `init`; once for each port driver. `adapter` and `resources` pass through.
   *
   * @throws DmusError `DMUS_E_ALREADY_INITED`, and whatever the miniport's `init` throws.
   * `@thread control`
   */
  init(miniport: MiniportDMus, adapter?: unknown, resources?: unknown): void;

  /**
   * A device has something. Serves `serviceGroup`, or with `null` the miniport's own group and the group of every
   * stream. The members are asked later, outside this call, so that a device's callback never enters the message path.
   *
   * `@thread any`
   */
  notify(serviceGroup: ServiceGroup | null): void;

  /**
   * Makes the miniport's group known while its `init` is still running, for devices that may interrupt before it
   * returns. It must be the group that `init` then answers. `@thread control`
   */
  registerServiceGroup(serviceGroup: ServiceGroup): void;

  /**
   * A new, empty service group, to be answered from `init` or `newStream` (`PcNewServiceGroup`, natively a function
   * beside the port). Its members are asked from the port driver's own `service`, never from inside `requestService`.
   * `@thread control`
   */
  newServiceGroup(): ServiceGroup;
}
