/** What a port over a MIDI device tells of itself. */
import { externalPortCaps } from '../../ddi/external-port-caps.ts';
import { type PortCaps, PortClass, PortType } from '../../ddi/port-params.ts';
import type { PropertyItem } from '../../ddi/property-request.ts';
import { DmusItems } from '../../properties/dmus-items.ts';
import { type LegacyCaps, LegacyTechnology } from '../../properties/legacy-caps.ts';
import { ObjectControl } from '../../properties/object-control.ts';
import { PropertyDispatcher } from '../../properties/property-dispatcher.ts';
import { itemsOf, onItem } from '../../properties/property-handler.ts';
import { guidFromName } from './endpoint-guid.ts';
import type { MidiEndpoint } from './midi-endpoint.ts';

const DESCRIPTION_UNITS = 127;
const LEGACY_NAME_UNITS = 31;
/** Manufacturer and product that have no number (MM_UNMAPPED, MM_PID_UNMAPPED). */
const UNMAPPED = 0xffff;
const ALL_CHANNELS = 0xffff;

/** What can be known of a device behind a wire; the GUID is always the same for the same id and direction. */
export function midiPortCaps({ direction, id, name }: MidiEndpoint): PortCaps {
  return externalPortCaps({
    guid: guidFromName(`midi-${direction}:${id}`),
    portClass: direction === 'in' ? PortClass.capture : PortClass.render,
    portType: PortType.winmmDriver,
    maxChannelGroups: 1,
    description: name.slice(0, DESCRIPTION_UNITS),
  });
}

/** GUID_DMUS_PROP_LegacyCaps, the one item that these ports have. */
const PROPERTIES = new PropertyDispatcher<MidiEndpoint>([onItem(DmusItems.legacyCaps, { get: legacyCaps })]);

/** Items of these ports, and what may be done with each. */
export const MIDI_PORT_PROPERTIES: readonly PropertyItem[] = itemsOf(PROPERTIES.handlers);

/** The `IKsControl` of a port over a device. */
export function midiPortControl(endpoint: MidiEndpoint): ObjectControl<MidiEndpoint> {
  return new ObjectControl(PROPERTIES, endpoint);
}

function legacyCaps({ direction, name }: MidiEndpoint): LegacyCaps {
  const device = { manufacturerId: UNMAPPED, productId: UNMAPPED, driverVersion: 0, support: 0 };
  const caps = { ...device, name: name.slice(0, LEGACY_NAME_UNITS) };
  if (direction === 'in') return { direction, ...caps };
  return { direction, ...caps, technology: LegacyTechnology.midiPort, voices: 0, notes: 0, channelMask: ALL_CHANNELS };
}
