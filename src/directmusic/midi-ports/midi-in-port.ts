import type { ReferenceTime } from '../../clock/reference-time.ts';
import { EVENT_HEADER_BYTES } from '../../ddi/event-header.ts';
import type { KsControl } from '../../ddi/ks-control.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { PortCaps, PortParams } from '../../ddi/port-params.ts';
import type { ReferenceClock } from '../../ddi/reference-clock.ts';
import { EventChainBuilder } from '../../event-chains/event-chain-builder.ts';
import { takeRawChain, WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';
import { EventAllocator } from '../../port-driver/allocator.ts';
import { CaptureSink } from '../../port-driver/capture-sink.ts';
import { Packer } from '../../port-driver/packer.ts';
import { type CapturePacket, EventRecordFormat } from '../../port-driver/packet-format.ts';
import { StageChain } from '../../port-driver/stage-chain.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { CapturePort } from '../capture/capture-port.ts';
import type { DirectMusicPort } from '../port.ts';
import type { MidiInEndpoint } from './midi-endpoint.ts';
import { midiPortCaps, midiPortControl } from './midi-port-caps.ts';
import { runStages, stopStages } from './stage-steps.ts';

/** What a port from a MIDI device is made of. */
export interface MidiInPortOptions {
  /** The port opens it while it is active. */
  readonly endpoint: MidiInEndpoint;
  readonly masterClock: MasterClock;
  /** What is wanted; a wire has none of it. */
  readonly params?: Partial<PortParams>;
}

/** Bytes that one packet, and with it the longest SysEx, may have: half of what may wait to be read. */
const PACKET_BYTES = 32_768;
const MAX_SYSEX_BYTES = PACKET_BYTES - EVENT_HEADER_BYTES;

/**
 * A port from a MIDI device of the host (type "WinMM driver"): bytes → capture sink, which makes stamped messages of
 * them → packer → what waits to be read. The device is open while the port is active; what it sent before stays to be
 * read afterwards. A device that is lost makes the port inactive; activating it again tries to open the device.
 *
 * `@thread control`
 */
export class MidiInPort extends CapturePort implements DirectMusicPort {
  readonly #endpoint: MidiInEndpoint;
  readonly #masterClock: MasterClock;
  readonly #latencyClock: ReferenceClock;
  readonly #allocator = new EventAllocator();
  readonly #builder = new EventChainBuilder(this.#allocator);
  readonly #sink = new CaptureSink({ allocator: this.#allocator, maxSysExBytes: MAX_SYSEX_BYTES });
  readonly #packer: Packer;
  readonly #stages: StageChain;
  /** Bytes that have come since the port became active. */
  #bytePosition = 0;
  #isLost = false;

  constructor(options: MidiInPortOptions) {
    super(options.params ?? {});
    const { endpoint, masterClock } = options;
    this.#endpoint = endpoint;
    this.#masterClock = masterClock;
    this.#latencyClock = new PlainClock(() => masterClock.getTime());
    this.#packer = new Packer({
      allocator: this.#allocator,
      format: new EventRecordFormat(),
      onComplete: (packet) => this.#takePacket(packet),
    });
    this.#packer.addPacket({ id: 0, bytes: new Uint8Array(PACKET_BYTES), usedBytes: 0, startTime: 0 });
    this.#stages = new StageChain([this.#sink, this.#packer]);
  }

  /** The master clock's time: what is captured now is stamped no earlier. */
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
    const onBytes = (bytes: Uint8Array, arrivalTime: ReferenceTime): void => this.#takeBytes(bytes, arrivalTime);
    this.#endpoint.open({ masterClock: this.#masterClock, onLost: () => this.#lose(), onBytes });
    this.#isLost = false;
    this.#bytePosition = 0;
    runStages(this.#stages);
  }

  protected override stopCapture(): void {
    stopStages(this.#stages);
    if (!this.#isLost) this.#endpoint.close();
  }

  protected override release(): void {}

  #lose(): void {
    this.#isLost = true;
    this.activate(false);
  }

  /** A buffer's worth at a time, so that no burst outgrows the pool. */
  #takeBytes(bytes: Uint8Array, arrivalTime: ReferenceTime): void {
    const stepBytes = this.#allocator.getBufferSize();
    for (let begin = 0; begin < bytes.byteLength; begin += stepBytes) {
      const end = Math.min(begin + stepBytes, bytes.byteLength);
      this.#builder.begin(WIRE_CHANNEL_GROUP, arrivalTime);
      this.#sink.putMessage(takeRawChain(this.#builder, bytes, begin, end, this.#bytePosition));
      this.#bytePosition += end - begin;
    }
    this.#packer.flush();
  }

  /** What a packet holds is copied, and the packet filled again. */
  #takePacket(packet: CapturePacket): void {
    const { startTime, bytes, usedBytes } = packet;
    if (usedBytes > 0) this.receive(startTime, bytes, usedBytes, () => this.#masterClock.getTime());
    this.#packer.addPacket(packet);
  }
}
