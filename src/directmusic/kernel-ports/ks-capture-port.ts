import type { ReferenceTime } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { Guid } from '../../ddi/guid.ts';
import type { PortCaps, PortParams } from '../../ddi/port-params.ts';
import type { ReferenceClock } from '../../ddi/reference-clock.ts';
import type { ThruStatistics } from '../../ddi/thru-statistics.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import type { KsPacketCompleted } from '../../ks/messages.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { type PortRoute, SOURCE_GROUP } from '../capture/application-thru.ts';
import { CapturePort } from '../capture/capture-port.ts';
import type { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort } from '../port.ts';
import { filterTime } from './filter-time.ts';
import { KsPin, MUSIC_DATA_FORMAT, runAll, stopAll } from './ks-pin.ts';
import { capturePinIds } from './ks-pin-layout.ts';
import { KsPort } from './ks-port.ts';
import { capturePortCaps } from './ks-port-caps.ts';

/** What a capture port of a driver is made of. */
export interface KsCapturePortOptions {
  /** The driver's filter; the port opens one instance of a capture pin. */
  readonly connection: KsFilterConnection;
  readonly params?: Partial<PortParams>;
  /** Place of the capture pin; the first one, unless told otherwise. */
  readonly pinId?: number;
  /** Name of the port; made from the pin's place, unless told otherwise. */
  readonly guid?: Guid;
  /** Packets that are filled in turn, 1…64; 8 by default. What comes while all of them are unread is lost. */
  readonly packetCount?: number;
  /** Bytes of each, 32…1 MiB; 4096 by default: 170 short messages. */
  readonly packetBytes?: number;
}

const MAX_PACKETS = 64;
const MAX_PACKET_BYTES = 1024 * 1024;

/**
 * Captured events of a driver's pin. The driver fills packets, which wait here until they are read and then go back to it;
 * when the application does not read, the driver runs out of them and counts what it loses. Thru to another port of the
 * same driver happens on the driver's side, thru to any other port here.
 */
export class KsCapturePort extends CapturePort implements DirectMusicPort {
  readonly #connection: KsFilterConnection;
  readonly #pinId: number;
  readonly #guid: Guid | undefined;
  readonly #pin: KsPin;
  /** Packets that are on this side: unread, or waiting for the next activation. */
  readonly #idlePackets = new Map<number, Uint8Array>();
  readonly #latencyClock = new PlainClock(() => this.#openTime());

  /** @throws DmusError `DMUS_E_DRIVER_FAILED` where the filter has no such pin. @throws RangeError for packets out of range. */
  constructor({ connection, params = {}, pinId, guid, packetCount = 8, packetBytes = 4096 }: KsCapturePortOptions) {
    checkRange('packetCount', packetCount, 1, MAX_PACKETS);
    checkRange('packetBytes', packetBytes, 32, MAX_PACKET_BYTES);
    super(params, { byteLength: packetCount * packetBytes });
    this.#connection = connection;
    this.#pinId = findPin(connection, pinId);
    this.#guid = guid;
    this.#pin = new KsPin(connection, this.#pinId, MUSIC_DATA_FORMAT);
    connection.setPacketListener(this.#pin.handle, (completed) => this.#takePacket(completed));
    for (let packetId = 0; packetId < packetCount; packetId++) {
      this.#idlePackets.set(packetId, new Uint8Array(packetBytes));
    }
  }

  override read(buffer: MusicBuffer): boolean {
    const hasRead = super.read(buffer);
    if (this.isActive && this.isDrained) this.#postPackets();
    return hasRead;
  }

  /** The driver's clock: what is captured now has this stamp. */
  override getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  override getCaps(): PortCaps {
    this.needOpen();
    return capturePortCaps(this.#connection, this.#pinId, this.#guid);
  }

  protected override start(): void {
    this.#postPackets();
    runAll([this.#pin]);
  }

  /** What was captured before can still be read. */
  protected override stopCapture(): void {
    stopAll([this.#pin]);
  }

  protected override release(): void {
    this.#connection.setPacketListener(this.#pin.handle, null);
    this.#pin.close();
  }

  protected override connectThru(sourceChannel: number, route: PortRoute | null): void {
    const isOnDriver = route !== null && this.#connectOnDriver(sourceChannel, route);
    if (!isOnDriver) this.#connection.setThru(this.#pin.handle, SOURCE_GROUP, sourceChannel, null);
    super.connectThru(sourceChannel, isOnDriver ? null : route);
  }

  /** Events lost on either side of the boundary. @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` once it is closed. */
  override get overflowCount(): number {
    this.needOpen();
    return super.overflowCount + this.#connection.getCaptureStatistics(this.#pin.handle).overflowCount;
  }

  protected override thruStatistics(): ThruStatistics {
    const here = super.thruStatistics();
    const { thru: onDriver } = this.#connection.getCaptureStatistics(this.#pin.handle);
    return {
      messageCount: here.messageCount + onDriver.messageCount,
      lostCount: here.lostCount + onDriver.lostCount,
      worstLatencyTicks: Math.max(here.worstLatencyTicks, onDriver.worstLatencyTicks),
    };
  }

  /** Whether the driver knows the destination and leads the channel there itself. */
  #connectOnDriver(sourceChannel: number, { port, channelGroup, channel }: PortRoute): boolean {
    if (!(port instanceof KsPort)) return false;
    const { connection, pin } = port.thruAddress;
    const { filterId } = connection;
    try {
      this.#connection.setThru(this.#pin.handle, SOURCE_GROUP, sourceChannel, { filterId, pin, channelGroup, channel });
      return true;
    } catch (error) {
      if (error instanceof DmusError && error.code === 'DMUS_E_PORT_NOT_RENDER') return false;
      throw error;
    }
  }

  #takePacket({ packetId, packet, usedBytes, startTime }: KsPacketCompleted): void {
    this.#idlePackets.set(packetId, packet);
    if (usedBytes > 0) this.receive(startTime, packet, usedBytes, this.#now);
  }

  #postPackets(): void {
    for (const [packetId, packet] of [...this.#idlePackets]) {
      this.#idlePackets.delete(packetId);
      this.#connection.readStream(this.#pin.handle, packetId, packet);
    }
  }

  #openTime(): ReferenceTime {
    this.needOpen();
    return this.#now();
  }

  /** Packets that come back while the port is being closed are led on too. */
  readonly #now = (): ReferenceTime => filterTime(this.#connection);
}

function findPin(connection: KsFilterConnection, pinId: number | undefined): number {
  const pinIds = capturePinIds(connection.describe());
  const found = pinId === undefined ? pinIds[0] : pinIds.find((each) => each === pinId);
  if (found !== undefined) return found;
  throw new DmusError('DMUS_E_DRIVER_FAILED', 'the filter has no such pin that an application can capture from');
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(`${name} must be ${min} to ${max}, got ${value}`);
}
