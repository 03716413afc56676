import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { KsControl } from '../../ddi/ks-control.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { PortCaps, PortParams } from '../../ddi/port-params.ts';
import type { ReferenceClock } from '../../ddi/reference-clock.ts';
import { EventAllocator, type EventAllocatorOptions } from '../../port-driver/allocator.ts';
import { MessageParser } from '../../port-driver/message-parser.ts';
import { Sequencer } from '../../port-driver/sequencer.ts';
import { StageChain } from '../../port-driver/stage-chain.ts';
import { Unpacker } from '../../port-driver/unpacker.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { BasicPort } from '../basic-port.ts';
import type { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort } from '../port.ts';
import type { Serviced, ServiceHost } from '../serviced.ts';
import { isAltered, WIRE_PARAMS } from '../wire-params.ts';
import { EndpointStream } from './endpoint-stream.ts';
import type { MidiOutEndpoint } from './midi-endpoint.ts';
import { midiPortCaps, midiPortControl } from './midi-port-caps.ts';
import { runStages, stopStages } from './stage-steps.ts';
import { WireStage } from './wire-stage.ts';

/** What a port to a MIDI device is made of. */
export interface MidiOutPortOptions {
  /** The port opens it while it is active. */
  readonly endpoint: MidiOutEndpoint;
  readonly masterClock: MasterClock;
  /** What is wanted; a wire has none of it. */
  readonly params?: Partial<PortParams>;
  /** Calls {@link MidiOutPort.service} in time while the port is active; without one, the port's owner does. */
  readonly serviceHost?: ServiceHost;
  /** Sizes of the event pool. */
  readonly allocator?: EventAllocatorOptions;
}

/**
 * A port to a MIDI device of the host (type "WinMM driver"): 16 channels, no sounds of its own. Events are sequenced
 * here: unpacker → sequencer → parser, which makes whole messages of what may come in pieces → the device.
 *
 * The device is open while the port is active. What is still queued when it ends is discarded, and keys and pedals that
 * are down are let go. A device that is lost makes the port inactive; activating it again tries to open the device.
 *
 * `@thread control`
 */
export class MidiOutPort extends BasicPort implements DirectMusicPort, Serviced {
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  readonly #endpoint: MidiOutEndpoint;
  readonly #masterClock: MasterClock;
  readonly #serviceHost: ServiceHost | undefined;
  readonly #latencyClock: ReferenceClock;
  readonly #unpacker: Unpacker;
  readonly #sequencer: Sequencer;
  readonly #stream: EndpointStream;
  readonly #stages: StageChain;
  #isLost = false;

  constructor(options: MidiOutPortOptions) {
    super();
    const { endpoint, masterClock, params = {}, serviceHost } = options;
    this.paramsChanged = isAltered(params, WIRE_PARAMS);
    this.#endpoint = endpoint;
    this.#masterClock = masterClock;
    this.#serviceHost = serviceHost;
    this.#latencyClock = new PlainClock(() => masterClock.getTime());
    const allocator = new EventAllocator(options.allocator);
    const { maxEventCount } = allocator;
    this.#unpacker = new Unpacker(allocator);
    this.#sequencer = new Sequencer({ allocator, schedulePreFetch: endpoint.scheduleAheadTicks, maxEventCount });
    this.#stream = new EndpointStream(endpoint, allocator);
    const wire = [new WireStage(allocator), new MessageParser({ allocator }), this.#stream];
    this.#stages = new StageChain([this.#unpacker, this.#sequencer, ...wire]);
  }

  override get params(): PortParams {
    return WIRE_PARAMS;
  }

  /** As of the events that wait: infinity without any. */
  get nextServiceTime(): ReferenceTime {
    return this.#sequencer.nextServiceTime;
  }

  service(now: ReferenceTime): void {
    this.#sequencer.service(now);
  }

  override playBuffer(buffer: MusicBuffer): void {
    if (buffer.getUsedBytes() === 0) return;
    this.needActive();
    this.#unpacker.writePacket(buffer.getStartTime(), buffer.getUsedRecords());
    this.service(this.#masterClock.getTime());
    this.#serviceHost?.wake();
  }

  /** A wire has no latency that could be known: the master clock's time. */
  override getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  override getCaps(): PortCaps {
    return midiPortCaps(this.#endpoint);
  }

  protected override get control(): KsControl {
    return midiPortControl(this.#endpoint);
  }

  /** @throws DmusError as the endpoint's `open`. */
  protected override start(): void {
    this.#endpoint.open({ masterClock: this.#masterClock, onLost: () => this.#lose() });
    this.#isLost = false;
    runStages(this.#stages);
    this.#serviceHost?.add(this);
  }

  protected override stop(): void {
    this.#serviceHost?.remove(this);
    stopStages(this.#stages);
    if (this.#isLost) {
      this.#stream.forgetNotes();
      return;
    }
    this.#stream.endNotes(this.#masterClock.getTime());
    this.#endpoint.close();
  }

  protected override release(): void {}

  #lose(): void {
    this.#isLost = true;
    this.activate(false);
  }
}
