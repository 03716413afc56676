import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { DmusError } from '../ddi/errors.ts';
import { type KernelEvent, MAX_CHANNEL_GROUP } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { FIRST_SYSTEM_STATUS } from '../ddi/short-message.ts';
import type { ThruStatistics } from '../ddi/thru-statistics.ts';
import { isShortMessage, visitMessages } from '../event-chains/message-parts.ts';
import { SoundingNotes } from './sounding-notes.ts';

/** Somewhere that captured messages can be led on to: a render pin, of any filter. */
export interface ThruTarget {
  /**
   * Plays a copy of a channel message as soon as possible. `message` holds it in its first `byteLength` bytes, 2 or 3, and is
   * used again when this returns. False when it cannot be taken. Never throws.
   *
   * @param presentationTime when it was captured, in ticks of 100 ns. @param channelGroup 1…65,535.
   * `@thread render`
   */
  playThru(presentationTime: ReferenceTime, channelGroup: number, message: Uint8Array, byteLength: number): boolean;
}

/** Where a captured channel is led. */
export interface ThruRoute {
  readonly target: ThruTarget;
  /** Group of the target, 1…65,535. */
  readonly channelGroup: number;
  /** Channel of the target, 0…15. */
  readonly channel: number;
}

/** What a thru stage is made of. */
export interface ThruOptions {
  /** Where events go while no output is connected. */
  readonly allocator: AllocatorMxf;
  /** The clock that captured messages were stamped with. */
  readonly masterClock: MasterClock;
}

/** Channel groups of a source that can be led on: 1 to this. */
export const MAX_THRU_GROUPS = 16;

const CHANNELS_PER_GROUP = 16;

/**
 * Stands in the way up, behind the capture sink, and leads channel messages on to render pins at once, before the
 * application hears of them. All that comes passes on untouched. System messages are not led on. What was led on and still
 * sounds is let go when its route ends, and when nothing is captured any more: below `pause`.
 *
 * `@thread render`
 */
export class Thru implements Mxf, ThruStatistics {
  messageCount = 0;
  lostCount = 0;
  worstLatencyTicks = 0;

  readonly #allocator: AllocatorMxf;
  readonly #masterClock: MasterClock;
  readonly #routes: (ThruRoute | null)[];
  /** What sounds by way of the routes, by channels of the source: one for each group that was ever led on. */
  readonly #sounding: (SoundingNotes | null)[] = new Array<SoundingNotes | null>(MAX_THRU_GROUPS).fill(null);
  readonly #message: Uint8Array = new Uint8Array(3);
  #output: Mxf;

  constructor(options: ThruOptions) {
    this.#allocator = options.allocator;
    this.#masterClock = options.masterClock;
    this.#routes = new Array<ThruRoute | null>(MAX_THRU_GROUPS * CHANNELS_PER_GROUP).fill(null);
    this.#output = options.allocator;
  }

  /**
   * Leads a captured channel on, in place of where it was led before; `null` ends that. Keys and pedals that are down by
   * way of the old route are let go.
   *
   * @param channelGroup of the source, 1…16. @param channel of the source, 0…15.
   * @throws DmusError `E_INVALIDARG` for a group or channel out of range, of the source or the route.
   * `@thread control`, or the render thread between two blocks.
   */
  setRoute(channelGroup: number, channel: number, route: ThruRoute | null): void {
    checkRange('source group', channelGroup, 1, MAX_THRU_GROUPS);
    checkRange('source channel', channel, 0, CHANNELS_PER_GROUP - 1);
    if (route !== null) {
      checkRange('destination group', route.channelGroup, 1, MAX_CHANNEL_GROUP);
      checkRange('destination channel', route.channel, 0, CHANNELS_PER_GROUP - 1);
    }
    this.#letGo(channelGroup, channel);
    this.#routes[routeIndex(channelGroup, channel)] = route;
    if (route !== null) this.#sounding[channelGroup - 1] ??= new SoundingNotes();
  }

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    visitMessages(event, this.#leadOn);
    this.#output.putMessage(event);
  }

  setState(state: KsState): void {
    if (state === KsState.pause || state === KsState.run) return;
    for (let group = 1; group <= MAX_THRU_GROUPS; group++) {
      for (let channel = 0; channel < CHANNELS_PER_GROUP; channel++) this.#letGo(group, channel);
    }
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  readonly #leadOn = (message: KernelEvent): void => {
    const status = message.inline[0]!;
    if (!isShortMessage(message) || status >= FIRST_SYSTEM_STATUS) return;
    if (message.channelGroup < 1 || message.channelGroup > MAX_THRU_GROUPS) return;
    const route = this.#routes[routeIndex(message.channelGroup, status & 0x0f)]!;
    if (route === null) return;
    const { byteLength, presentationTime } = message;
    if (!this.#play(route, message.inline, byteLength, presentationTime)) {
      this.lostCount++;
      return;
    }
    this.#sounding[message.channelGroup - 1]!.follow(message.inline, presentationTime);
    this.messageCount++;
    this.worstLatencyTicks = Math.max(this.worstLatencyTicks, this.#masterClock.getTime() - presentationTime);
  };

  #play(route: ThruRoute, bytes: Uint8Array, byteLength: number, presentationTime: ReferenceTime): boolean {
    this.#message[0] = (bytes[0]! & 0xf0) | route.channel;
    for (let i = 1; i < byteLength; i++) this.#message[i] = bytes[i]!;
    return route.target.playThru(presentationTime, route.channelGroup, this.#message, byteLength);
  }

  #letGo(channelGroup: number, channel: number): void {
    const route = this.#routes[routeIndex(channelGroup, channel)]!;
    if (route === null) return;
    this.#sounding[channelGroup - 1]!.releaseChannel(channel, (message, presentationTime) => {
      this.#play(route, message, message.byteLength, presentationTime);
    });
  }
}

function routeIndex(channelGroup: number, channel: number): number {
  return (channelGroup - 1) * CHANNELS_PER_GROUP + channel;
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new DmusError('E_INVALIDARG', `thru: ${name} must be ${min} to ${max}, got ${value}`);
}
