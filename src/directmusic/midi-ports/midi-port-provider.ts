import type { PortCaps, PortParams } from '../../ddi/port-params.ts';
import type { PortContext, PortProvider } from '../port-provider.ts';
import type { ServiceHost } from '../serviced.ts';
import type { MidiEndpoint } from './midi-endpoint.ts';
import { MidiInPort } from './midi-in-port.ts';
import { MidiOutPort } from './midi-out-port.ts';
import { midiPortCaps } from './midi-port-caps.ts';

/** Offers a MIDI device of the host as a port, of the direction that the device has. */
export class MidiPortProvider implements PortProvider {
  readonly caps: PortCaps;
  readonly #endpoint: MidiEndpoint;
  readonly #serviceHost: ServiceHost | undefined;

  /** @param serviceHost drives the ports; without one, `service` of each output must be called by its owner. */
  constructor(endpoint: MidiEndpoint, serviceHost?: ServiceHost) {
    this.caps = midiPortCaps(endpoint);
    this.#endpoint = endpoint;
    this.#serviceHost = serviceHost;
  }

  createPort(params: Partial<PortParams>, context: PortContext): MidiInPort | MidiOutPort {
    const { masterClock } = context;
    const endpoint = this.#endpoint;
    if (endpoint.direction === 'in') return new MidiInPort({ endpoint, masterClock, params });
    return new MidiOutPort({ endpoint, masterClock, params, serviceHost: this.#serviceHost });
  }
}
