/**
 * The older, simpler pair for devices without downloads and with one set of 16 channels: raw bytes instead of
 * time-stamped events, and all timing in the port driver.
 */
import type { DataFormat, FilterDescription } from './filter-description.ts';
import type { KsState } from './ks-state.ts';
import type { ServiceGroup } from './service-group.ts';

/** The port driver as a MIDI miniport sees it (`IPortMidi`); as `PortDMus`. */
export interface PortMidi {
  /** A device has something; `null` serves all groups. `@thread any` */
  notify(serviceGroup: ServiceGroup | null): void;
  /** Makes the miniport's group known during its `init`. `@thread control` */
  registerServiceGroup(serviceGroup: ServiceGroup): void;
  /** As `PortDMus.newServiceGroup`. `@thread control` */
  newServiceGroup(): ServiceGroup;
}

/** A MIDI miniport (`IMiniportMidi`). */
export interface MiniportMidi {
  /** `@thread control` */
  getDescription(): FilterDescription;
  /** @throws DmusError when the device cannot be used. `@thread control` */
  init(request: { readonly port: PortMidi; readonly adapter: unknown; readonly resources: unknown }): {
    readonly serviceGroup: ServiceGroup | null;
  };
  /** Somebody asked for service. `@thread render` */
  service(): void;
  /** Makes a stream, in state `stop`. @throws DmusError. `@thread control` */
  newStream(request: { readonly pinId: number; readonly capture: boolean; readonly dataFormat: DataFormat }): {
    readonly stream: MiniportMidiStream;
    readonly serviceGroup: ServiceGroup | null;
  };
}

/** A stream of raw MIDI bytes (`IMiniportMidiStream`). */
export interface MiniportMidiStream {
  /** There is one format only, so this changes nothing. */
  setFormat(dataFormat: DataFormat): void;
  /** One step at a time. `@thread control` */
  setState(state: KsState): void;
  /**
   * Copies received bytes into `target`; answers how many, 0 when there are no more.
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` on an output stream.
   */
  read(target: Uint8Array): number;
  /**
   * Sends bytes; answers how many were taken: all, or 0 when the device is busy and it should be tried again.
   * @throws DmusError `STATUS_IO_DEVICE_ERROR`, `STATUS_INVALID_DEVICE_REQUEST`.
   */
  write(source: Uint8Array): number;
}
