import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import { ChainKeeper, chainOf, lendEvent, lendIncomplete, lendPackage } from '../../test/fakes/kernel-events.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { Thru, type ThruTarget } from './thru.ts';

interface Played {
  readonly presentationTime: number;
  readonly channelGroup: number;
  readonly bytes: readonly number[];
}

class FakeTarget implements ThruTarget {
  readonly played: Played[] = [];
  isFull = false;

  playThru(presentationTime: number, channelGroup: number, message: Uint8Array, byteLength: number): boolean {
    if (this.isFull) return false;
    this.played.push({ presentationTime, channelGroup, bytes: [...message.subarray(0, byteLength)] });
    return true;
  }
}

describe('Thru', () => {
  let allocator: EventAllocator;
  let clock: ManualClock;
  let keeper: ChainKeeper;
  let target: FakeTarget;
  let thru: Thru;
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    clock = new ManualClock(1000);
    keeper = new ChainKeeper();
    target = new FakeTarget();
    thru = new Thru({ allocator, masterClock: clock });
    thru.connectOutput(keeper);
  });

  function event(bytes: readonly number[], given: Partial<KernelEvent> = {}): KernelEvent {
    return lendEvent(allocator, bytes, { presentationTime: 900, ...given });
  }

  it('plays every kind of channel message on the channel of the route, with the stamp of its capture', () => {
    thru.setRoute(1, 3, { target, channelGroup: 7, channel: 12 });
    for (const kind of [0x80, 0x90, 0xa0, 0xb0, 0xe0]) thru.putMessage(event([kind | 3, 1, 2]));
    for (const kind of [0xc0, 0xd0]) thru.putMessage(event([kind | 3, 9]));
    const bytes = [0x8c, 0x9c, 0xac, 0xbc, 0xec].map((status) => [status, 1, 2]);
    expect(target.played).toEqual(
      [...bytes, [0xcc, 9], [0xdc, 9]].map((message) => ({
        presentationTime: 900,
        channelGroup: 7,
        bytes: message,
      })),
    );
    expect(thru.messageCount).toBe(7);
  });

  it('passes everything on as it came, whether it was led on or not', () => {
    thru.setRoute(1, 0, { target, channelGroup: 1, channel: 5 });
    const inPackage = event([0x90, 2, 2]);
    const wrapped = lendPackage(allocator, [inPackage]);
    const chain = chainOf(event([0x90, 1, 1]), wrapped, event([0xf8]));
    thru.putMessage(chain);
    expect(target.played.map((played) => played.bytes)).toEqual([
      [0x95, 1, 1],
      [0x95, 2, 2],
    ]);
    expect(keeper.chains).toEqual([chain]);
    expect(keeper.chains[0]).toBe(chain);
    expect([chain.inline[0], inPackage.inline[0]]).toEqual([0x90, 0x90]);
    expect(chain.next).toBe(wrapped);
    keeper.giveBack(allocator);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
  });

  it('leads no system messages on, no parts, and nothing that is not a whole channel message', () => {
    for (let channel = 0; channel < 16; channel++) thru.setRoute(1, channel, { target, channelGroup: 1, channel });
    thru.putMessage(chainOf(lendIncomplete(allocator, [0x90, 1, 2]), event([0x90, 1, 2])));
    thru.putMessage(event([0xf0, 0x90, 0xf7]));
    thru.putMessage(event([0xf0, ...new Array<number>(14).fill(0x10), 0xf7]));
    for (const bytes of [[0xf8], [0xf2, 1, 2], [0x90, 1], [0xc0, 1, 2], [1, 2, 3], []]) thru.putMessage(event(bytes));
    expect(target.played).toEqual([]);
    expect(thru.messageCount).toBe(0);
    expect(keeper.chains).toHaveLength(9);
  });

  it('keeps one route for each channel of each group, and ends it when told to', () => {
    const second = new FakeTarget();
    thru.setRoute(1, 0, { target: second, channelGroup: 9, channel: 9 });
    thru.setRoute(1, 0, { target, channelGroup: 1, channel: 1 });
    thru.setRoute(16, 15, { target: second, channelGroup: 65_535, channel: 2 });
    const all = [event([0x90, 1, 1]), event([0x9f, 1, 1]), event([0x9f, 2, 2], { channelGroup: 16 })];
    const outside = [0, 17, 65_535].map((channelGroup) => event([0x90, 3, 3], { channelGroup }));
    thru.putMessage(chainOf(...all, ...outside));
    expect(target.played.map((played) => played.bytes)).toEqual([[0x91, 1, 1]]);
    expect(second.played).toEqual([{ presentationTime: 900, channelGroup: 65_535, bytes: [0x92, 2, 2] }]);
    thru.setRoute(1, 0, null);
    expect(target.played.splice(0).map(({ bytes }) => bytes[0])).toEqual([0x91, 0x81]);
    thru.putMessage(event([0x90, 1, 1]));
    expect(target.played).toEqual([]);
    expect(thru.messageCount).toBe(2);
  });

  it('lets go what sounds on its way when nothing is captured any more, by the route that it took', () => {
    for (const state of [KsState.acquire, KsState.pause, KsState.run]) thru.setState(state);
    thru.setRoute(2, 0, { target, channelGroup: 3, channel: 9 });
    thru.putMessage(event([0x90, 60, 1], { channelGroup: 2, presentationTime: 950 }));
    thru.putMessage(event([0xb0, 64, 127], { channelGroup: 2, presentationTime: 960 }));
    target.played.length = 0;
    thru.setState(KsState.pause);
    expect(target.played).toEqual([]);
    thru.setState(KsState.acquire);
    thru.setState(KsState.stop);
    expect(target.played).toEqual([
      { presentationTime: 960, channelGroup: 3, bytes: [0x89, 60, 64] },
      { presentationTime: 960, channelGroup: 3, bytes: [0xb9, 64, 0] },
    ]);
    expect(thru.messageCount).toBe(2);
  });

  it('counts what its target does not take, and passes it on all the same', () => {
    thru.setRoute(1, 0, { target, channelGroup: 1, channel: 0 });
    target.isFull = true;
    thru.putMessage(event([0x90, 1, 1]));
    expect(thru).toMatchObject({ messageCount: 0, lostCount: 1, worstLatencyTicks: 0 });
  });

  it('measures how long after its capture a message was handed over', () => {
    thru.setRoute(1, 0, { target, channelGroup: 1, channel: 0 });
    thru.putMessage(event([0x90, 1, 1]));
    expect(thru).toMatchObject({ messageCount: 1, worstLatencyTicks: 100 });
    clock.advance(50);
    thru.putMessage(event([0x90, 1, 1]));
    thru.putMessage(event([0x90, 1, 1], { presentationTime: 1040 }));
    expect(thru).toMatchObject({ worstLatencyTicks: 150, messageCount: 3 });
  });

  it.each([
    [0, 0, 1, 0],
    [17, 0, 1, 0],
    [1.5, 0, 1, 0],
    [1, -1, 1, 0],
    [1, 16, 1, 0],
    [1, Number.NaN, 1, 0],
    [1, 0, 0, 0],
    [1, 0, 65_536, 0],
    [1, 0, 1, 16],
    [1, 0, 1, -1],
  ])(
    'refuses to lead group %d channel %d to group %d channel %d',
    (sourceGroup, sourceChannel, channelGroup, channel) => {
      thru.setRoute(1, 0, { target, channelGroup: 2, channel: 2 });
      const attempt = (): void => thru.setRoute(sourceGroup, sourceChannel, { target, channelGroup, channel });
      expect(attempt).toThrow(DmusError);
      expect(attempt).toThrow(expect.objectContaining({ code: 'E_INVALIDARG' }));
      thru.putMessage(event([0x90, 1, 1]));
      expect(target.played).toEqual([{ presentationTime: 900, channelGroup: 2, bytes: [0x92, 1, 1] }]);
    },
  );

  it('gives events to the allocator while no output is connected, and ignores the signal of a device', () => {
    thru.disconnectOutput(new FakeStream(allocator));
    thru.putMessage(null);
    thru.putMessage(event([0x90, 1, 1]));
    expect(keeper.chains).toHaveLength(1);
    keeper.giveBack(allocator);
    thru.disconnectOutput(keeper);
    thru.putMessage(event([0x90, 1, 1]));
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
