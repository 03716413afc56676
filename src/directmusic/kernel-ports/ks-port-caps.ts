import { externalPortCaps } from '../../ddi/external-port-caps.ts';
import type { Guid } from '../../ddi/guid.ts';
import { type PortCaps, PortCapsFlags, PortClass, PortType } from '../../ddi/port-params.ts';
import { PropertyVerb } from '../../ddi/property-request.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import { SynthItems } from '../../properties/synth-items.ts';
import type { RenderLayout } from './ks-pin-layout.ts';
import { SynthNode } from './synth-node.ts';

/**
 * What a render pin can do: the CAPS item of its node, else those of a wire. Its sound ends where the driver says, so it
 * never asks the application for an output. @throws DmusError as `getItem`.
 */
export function renderPortCaps(connection: KsFilterConnection, layout: RenderLayout, guid?: Guid): PortCaps {
  const node = new SynthNode({ connection, node: layout.node, pin: null });
  const caps = node.has(SynthItems.caps, PropertyVerb.get)
    ? node.get(SynthItems.caps)
    : wireCaps(connection, layout.musicPinId, PortClass.render);
  return { ...caps, flags: caps.flags & ~PortCapsFlags.directSound, guid: guid ?? caps.guid };
}

/** What a capture pin can do: there is no property for it, so it follows from the pin. */
export function capturePortCaps(connection: KsFilterConnection, pinId: number, guid?: Guid): PortCaps {
  const caps = wireCaps(connection, pinId, PortClass.capture);
  return { ...caps, guid: guid ?? caps.guid };
}

function wireCaps(connection: KsFilterConnection, pinId: number, portClass: PortClass): PortCaps {
  return externalPortCaps({
    guid: pinGuid(connection.filterId, pinId),
    portClass,
    portType: PortType.kernelMode,
    maxChannelGroups: 1,
    description: connection.describe().pins[pinId]?.name ?? '',
  });
}

/** A name for a pin that has none: the same for the same pin as long as its filter is there. */
function pinGuid(filterId: number, pinId: number): Guid {
  const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(digits, '0');
  return `${hex(filterId, 8)}-6b73-4d75-8d75-70696e${hex(pinId & 0xffffff, 6)}`;
}
