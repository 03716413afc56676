/** What a port over a MIDI device tells of itself. */
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import { COUNT_UNKNOWN, EffectFlags, type PortCaps, PortCapsFlags, PortClass, PortType } from '../ddi/port-params.ts';
import { DmusItems } from '../properties/dmus-items.ts';
import { type LegacyCaps, LegacyTechnology, packLegacyCaps } from '../properties/legacy-caps.ts';
import { guidFromName } from './endpoint-guid.ts';
import type { MidiEndpoint } from './midi-endpoint.ts';

const DESCRIPTION_UNITS = 127;
const LEGACY_NAME_UNITS = 31;
/** Manufacturer and product that have no number (MM_UNMAPPED, MM_PID_UNMAPPED). */
const UNMAPPED = 0xffff;
const ALL_CHANNELS = 0xffff;

/** What can be known of a device behind a wire; the GUID is always the same for the same id and direction. */
export function midiPortCaps({ direction, id, name }: MidiEndpoint): PortCaps {
  return {
    guid: guidFromName(`midi-${direction}:${id}`),
    flags: PortCapsFlags.external,
    portClass: direction === 'in' ? PortClass.capture : PortClass.render,
    portType: PortType.winmmDriver,
    memorySize: 0,
    maxChannelGroups: 1,
    maxVoices: COUNT_UNKNOWN,
    maxAudioChannels: COUNT_UNKNOWN,
    effects: EffectFlags.none,
    description: name.slice(0, DESCRIPTION_UNITS),
  };
}

/** Whether a request is for the one item that these ports have, GUID_DMUS_PROP_LegacyCaps. */
export function isLegacyCaps(set: Guid, id: number): boolean {
  return set === DmusItems.legacyCaps.set && id === DmusItems.legacyCaps.id;
}

/**
 * Writes MIDIINCAPS or MIDIOUTCAPS; answers their bytes.
 * @throws DmusError `DMUS_E_INSUFFICIENTBUFFER`.
 */
export function readLegacyCaps(endpoint: MidiEndpoint, value: Uint8Array): number {
  const bytes = packLegacyCaps(legacyCaps(endpoint));
  if (value.byteLength < bytes.byteLength) {
    throw new DmusError('DMUS_E_INSUFFICIENTBUFFER', `room for ${value.byteLength} bytes, ${bytes.byteLength} wanted`);
  }
  value.set(bytes);
  return bytes.byteLength;
}

/** @throws DmusError `DMUS_E_SET_UNSUPPORTED` for the one item, which can only be read. */
export function refuseLegacyCaps(set: Guid, id: number): void {
  if (isLegacyCaps(set, id)) throw new DmusError('DMUS_E_SET_UNSUPPORTED', 'a device says what it can do');
}

function legacyCaps({ direction, name }: MidiEndpoint): LegacyCaps {
  const device = { manufacturerId: UNMAPPED, productId: UNMAPPED, driverVersion: 0, support: 0 };
  const caps = { ...device, name: name.slice(0, LEGACY_NAME_UNITS) };
  if (direction === 'in') return { direction, ...caps };
  return { direction, ...caps, technology: LegacyTechnology.midiPort, voices: 0, notes: 0, channelMask: ALL_CHANNELS };
}
