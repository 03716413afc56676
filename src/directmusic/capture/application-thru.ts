import type { ReferenceTime } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import { EVENT_STRUCTURED } from '../../ddi/event-header.ts';
import { EventRecordReader } from '../../ddi/event-record.ts';
import { FIRST_SYSTEM_STATUS } from '../../ddi/short-message.ts';
import type { ThruStatistics } from '../../ddi/thru-statistics.ts';
import { SoundingNotes } from '../../port-driver/sounding-notes.ts';
import { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort } from '../port.ts';

/** Where a captured channel is led. */
export interface PortRoute {
  readonly port: DirectMusicPort;
  /** 1 or more. */
  readonly channelGroup: number;
  /** 0…15. */
  readonly channel: number;
}

const CHANNELS = 16;
/** Group that is led on: a wire has no other. */
export const SOURCE_GROUP = 1;
const ONE_MESSAGE_BYTES = 32;
const MAX_MESSAGE_BYTES = 3;

/**
 * Leads captured channels on in the application's thread: where source and destination have no driver in common that
 * could do it sooner. Channel messages only. What the destination does not take, because it is inactive, is counted. What was
 * led on and still sounds is let go when its route ends, or by {@link letGo}.
 *
 * `@thread control`
 */
export class ApplicationThru implements ThruStatistics {
  worstLatencyTicks = 0;
  messageCount = 0;
  lostCount = 0;

  readonly #routes: (PortRoute | null)[] = new Array<PortRoute | null>(CHANNELS).fill(null);
  readonly #reader = new EventRecordReader();
  /** What sounds by way of the routes, by channels of the source. */
  readonly #sounding = new SoundingNotes();
  readonly #buffer = new MusicBuffer({ byteLength: ONE_MESSAGE_BYTES });

  /** Leads a channel, 0…15, on to one place; `null` ends that. */
  connect(sourceChannel: number, route: PortRoute | null): void {
    this.#letGoChannel(sourceChannel);
    this.#routes[sourceChannel] = route;
  }

  /** Lets go all keys and pedals that are down by way of any route: nobody else will any more. */
  letGo(): void {
    for (let channel = 0; channel < CHANNELS; channel++) this.#letGoChannel(channel);
  }

  /**
   * Takes a packet of captured records and plays copies of those that are to be led on, with the stamps they have.
   * @param now tells the present instant of the clock that stamped them.
   */
  forward(startTime: ReferenceTime, records: Uint8Array, usedBytes: number, now: () => ReferenceTime): void {
    if (this.#routes.every((route) => route === null)) return;
    const reader = this.#reader;
    reader.reset(records, usedBytes);
    while (reader.next()) {
      const status = reader.byteLength > 0 ? records[reader.messageOffset]! : 0;
      const isChannelMessage = status >= 0x80 && status < FIRST_SYSTEM_STATUS;
      if ((reader.flags & EVENT_STRUCTURED) === 0 || !isChannelMessage || reader.channelGroup !== SOURCE_GROUP)
        continue;
      const route = this.#routes[status & 0x0f];
      if (route) this.#leadOn(route, startTime + reader.deltaTicks, now());
    }
    reader.release();
  }

  #leadOn(route: PortRoute, referenceTime: ReferenceTime, now: ReferenceTime): void {
    const { records, messageOffset } = this.#reader;
    const message = records.subarray(messageOffset, messageOffset + MAX_MESSAGE_BYTES);
    if (!this.#play(route, message, referenceTime)) {
      this.lostCount++;
      return;
    }
    this.#sounding.follow(message, referenceTime);
    this.messageCount++;
    this.worstLatencyTicks = Math.max(this.worstLatencyTicks, now - referenceTime);
  }

  #letGoChannel(sourceChannel: number): void {
    const route = this.#routes[sourceChannel];
    if (!route) return;
    this.#sounding.releaseChannel(sourceChannel, (message, referenceTime) => {
      this.#play(route, message, referenceTime);
    });
  }

  /** False when the destination does not take it. */
  #play({ port, channelGroup, channel }: PortRoute, bytes: Uint8Array, referenceTime: ReferenceTime): boolean {
    const status = (bytes[0]! & 0xf0) | channel;
    this.#buffer.flush();
    try {
      this.#buffer.packStructured(
        referenceTime,
        channelGroup,
        status | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16),
      );
      port.playBuffer(this.#buffer);
      return true;
    } catch (error) {
      if (error instanceof DmusError) return false;
      throw error;
    }
  }
}

/**
 * The route that the arguments of `DirectMusicThru.thruChannel` say; `null` without a destination.
 * @throws DmusError `E_INVALIDARG` for a channel or group there is not, `DMUS_E_PORT_NOT_RENDER`.
 */
export function portRoute(
  sourceGroup: number,
  sourceChannel: number,
  destinationGroup: number,
  destinationChannel: number,
  destination: DirectMusicPort | null,
): PortRoute | null {
  if (sourceGroup !== SOURCE_GROUP) throw invalid(`a capture port has group 1 only, not ${sourceGroup}`);
  needChannel(sourceChannel);
  if (destination === null) return null;
  if (destination.thru !== null) throw new DmusError('DMUS_E_PORT_NOT_RENDER', 'the destination captures');
  needChannel(destinationChannel);
  const groups = destination.getNumChannelGroups();
  if (!(Number.isInteger(destinationGroup) && destinationGroup >= 1 && destinationGroup <= groups)) {
    throw invalid(`the destination has groups 1 to ${groups}, not ${destinationGroup}`);
  }
  return { port: destination, channelGroup: destinationGroup, channel: destinationChannel };
}

function needChannel(channel: number): void {
  if (Number.isInteger(channel) && channel >= 0 && channel < CHANNELS) return;
  throw invalid(`channels are 0 to 15, not ${channel}`);
}

function invalid(why: string): DmusError {
  return new DmusError('E_INVALIDARG', why);
}
