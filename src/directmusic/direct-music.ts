import { DmusError } from '../ddi/errors.ts';
import { GUID_NULL, type Guid } from '../ddi/guid.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import { type PortCaps, PortCapsFlags, PortClass, type PortParams } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { collectFailure, throwFirst } from '../port-driver/failures.ts';
import type { ChosenClock, ClockInfo, MasterClockChoice } from './master-clock-choice.ts';
import { MusicBuffer, type MusicBufferOptions } from './music-buffer.ts';
import type { PortProvider, ProvidedPort } from './port-provider.ts';

/** Makes the output of one port; the counterpart of a DirectSound object, which ports make their buffers from. */
export type OutputFactory = () => PcmOutput;

/** What the application's object is made of. */
export interface DirectMusicOptions {
  /** The ports there are, in the order in which they are enumerated. Their GUIDs differ. */
  readonly providers: readonly PortProvider[];
  /** The clocks there are, and which of them is the master clock; drivers keep it too when they are given the same object. */
  readonly clocks: MasterClockChoice;
  /** GUID of the default port; the first render port, unless told otherwise. */
  readonly defaultPort?: Guid;
  /** Makes outputs where {@link DirectMusic.setOutput} is left to choose. */
  readonly createOutput?: OutputFactory;
}

/** A new port, and what came of the parameters that were wanted. */
export interface CreatedPort {
  readonly port: ProvidedPort;
  /** What it was opened with. */
  readonly params: PortParams;
  /** Something that was wanted was altered (natively `S_FALSE`). */
  readonly changed: boolean;
}

interface OpenPort {
  readonly port: ProvidedPort;
  readonly hasOutput: boolean;
}

/**
 * The application's entry (`IDirectMusic8`): which ports there are, new ports, and the clock that they keep. What the
 * native object keeps for all applications together, clock and ports, is one object's own here.
 *
 * @throws DmusError `DMUS_E_DMUSIC_RELEASED` from everything but `close` once it is closed.
 * `@thread control`
 */
export class DirectMusic {
  readonly #providers: readonly PortProvider[];
  readonly #clocks: MasterClockChoice;
  readonly #defaultPort: Guid;
  readonly #createDefaultOutput: OutputFactory | null;
  #createOutput: OutputFactory | null = null;
  #ports: OpenPort[] = [];
  #isClosed = false;

  /** @throws RangeError for two providers with one GUID. */
  constructor({ providers, clocks, defaultPort, createOutput }: DirectMusicOptions) {
    const guids = new Set(providers.map(({ caps }) => caps.guid));
    if (guids.size < providers.length) throw new RangeError('providers: two have the same GUID');
    this.#providers = [...providers];
    this.#clocks = clocks;
    const firstRender = providers.find(({ caps }) => caps.portClass === PortClass.render);
    this.#defaultPort = defaultPort ?? firstRender?.caps.guid ?? GUID_NULL;
    this.#createDefaultOutput = createOutput ?? null;
  }

  /** What the index-th port is and can do; undefined past the last (natively `S_FALSE`). */
  enumPort(index: number): PortCaps | undefined {
    this.#needOpen();
    return this.#providers[index]?.caps;
  }

  /** A buffer for events. @throws DmusError `E_INVALIDARG`. */
  createMusicBuffer(options: MusicBufferOptions): MusicBuffer {
    this.#needOpen();
    return new MusicBuffer(options);
  }

  /**
   * Opens a port, inactive. Members of `params` that are there are wanted; what cannot be had is altered.
   *
   * @param guid names the port as in `enumPort`; `GUID_NULL` is the default port.
   * @throws DmusError `E_POINTER` without a GUID, `E_INVALIDARG` without parameters, `E_NOINTERFACE` when no port has
   * the GUID, `DMUS_E_DSOUND_NOT_SET` for a port that wants an output before {@link setOutput}; as opening the port.
   */
  createPort(guid: Guid, params: Partial<PortParams> = {}): CreatedPort {
    this.#needOpen();
    if (!guid) throw new DmusError('E_POINTER', 'a GUID is wanted');
    if (!params) throw new DmusError('E_INVALIDARG', 'parameters are wanted');
    const name = guid === GUID_NULL ? this.#defaultPort : guid;
    const provider = this.#providers.find(({ caps }) => caps.guid === name);
    if (provider === undefined) throw new DmusError('E_NOINTERFACE', `no port has the GUID ${name}`);
    const output = this.#outputFor(provider.caps);
    const port = provider.createPort(params, { masterClock: this.#clocks.chosen.clock, output });
    this.#ports = [...this.#openPorts(), { port, hasOutput: output !== null }];
    return { port, params: port.params, changed: port.paramsChanged };
  }

  #outputFor({ flags }: PortCaps): PcmOutput | null {
    if ((flags & PortCapsFlags.directSound) === 0) return null;
    if (this.#createOutput !== null) return this.#createOutput();
    throw new DmusError('DMUS_E_DSOUND_NOT_SET', 'setOutput comes before the first port with sound');
  }

  /**
   * Says where the sound of ports created from now on ends (`SetDirectSound`). A port makes one output for itself.
   *
   * @param createOutput `null` leaves it to the host.
   * @throws DmusError `DMUS_E_DSOUND_ALREADY_SET` while a port with an output is active, `DSERR_NODRIVER` where the
   * host has nothing to choose.
   */
  setOutput(createOutput: OutputFactory | null): void {
    this.#needOpen();
    if (this.#openPorts().some(({ port, hasOutput }) => hasOutput && port.isActive)) {
      throw new DmusError('DMUS_E_DSOUND_ALREADY_SET', 'a port is active');
    }
    const factory = createOutput ?? this.#createDefaultOutput;
    if (factory === null) throw new DmusError('DSERR_NODRIVER', 'this host has no output of its own');
    this.#createOutput = factory;
  }

  /** The index-th clock that can be the master clock; undefined past the last (natively `S_FALSE`). */
  enumMasterClock(index: number): ClockInfo | undefined {
    this.#needOpen();
    return this.#clocks.enumerate(index);
  }

  /** The master clock: the same object every time, until another is chosen. */
  getMasterClock(): ChosenClock {
    this.#needOpen();
    return this.#clocks.chosen;
  }

  /** Chooses the master clock. @throws DmusError `DMUS_E_PORTS_OPEN`, `E_INVALIDARG` for a GUID that no clock has. */
  setMasterClock(guid: Guid): void {
    this.#needNoPorts();
    this.#clocks.choose(guid);
  }

  /** Makes a clock of the application's own the master clock. @throws DmusError `DMUS_E_PORTS_OPEN`, `E_POINTER`. */
  setExternalMasterClock(clock: ReferenceClock): void {
    this.#needNoPorts();
    this.#clocks.chooseExternal(clock);
  }

  /**
   * Starts or stops all ports. `changed` is false when all were so already. Every port is tried.
   * @throws DmusError the first port's failure.
   */
  activate(enable: boolean): { readonly changed: boolean } {
    this.#needOpen();
    let changed = false;
    const failures: unknown[] = [];
    for (const { port } of this.#openPorts()) {
      collectFailure(failures, () => {
        changed = port.activate(enable).changed || changed;
      });
    }
    throwFirst(failures);
    return { changed };
  }

  /** What `GUID_NULL` stands for; `GUID_NULL` itself where there is no port to play into. */
  getDefaultPort(): Guid {
    this.#needOpen();
    return this.#defaultPort;
  }

  /** Closes all ports. Closing again does nothing. @throws whatever the first port fails with; all are closed then. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const failures: unknown[] = [];
    for (const { port } of this.#openPorts()) collectFailure(failures, () => port.close());
    this.#ports = [];
    throwFirst(failures);
  }

  #openPorts(): readonly OpenPort[] {
    this.#ports = this.#ports.filter(({ port }) => !port.isClosed);
    return this.#ports;
  }

  #needNoPorts(): void {
    this.#needOpen();
    const { length } = this.#openPorts();
    if (length > 0) throw new DmusError('DMUS_E_PORTS_OPEN', `${length} ports are open`);
  }

  #needOpen(): void {
    if (this.#isClosed) throw new DmusError('DMUS_E_DMUSIC_RELEASED', 'the object is closed');
  }
}
