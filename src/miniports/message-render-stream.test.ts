import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bringTo, kernelEvent } from '../../test/rig/miniport-rig.ts';
import { KernelEventFlags } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import { MessageRenderStream } from './message-render-stream.ts';
import { ALL_RETURNED } from './music-stream.test-support.ts';

function makeStream() {
  const sent: number[][] = [];
  const allocator = new EventAllocator({ maxBufferCount: 16 });
  const output = {
    setState: () => {},
    receiveMessage: (bytes: Uint8Array, byteLength: number) => void sent.push([...bytes.subarray(0, byteLength)]),
    loseMessage: () => {},
  };
  const stream = new MessageRenderStream(output, allocator, 64);
  const put = (...notes: number[]): void => {
    const events = notes.map((note) => kernelEvent(allocator, [0x90, note, 1]));
    events.forEach((event, index) => {
      event.next = events[index + 1] ?? null;
    });
    stream.putMessage(events[0] ?? null);
  };
  return { stream, allocator, sent, put, notes: () => sent.map((message) => message[1]) };
}

describe('MessageRenderStream', () => {
  it('sends in run at once, and gives the events back', () => {
    const { stream, allocator, put, notes } = makeStream();
    bringTo(stream, KsState.run);
    put(1, 2);
    expect(notes()).toEqual([1, 2]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('holds in acquire and pause, and sends in order of arrival when it runs', () => {
    const { stream, allocator, put, notes } = makeStream();
    stream.setState(KsState.acquire);
    put(1, 2);
    stream.setState(KsState.pause);
    put(3);
    expect(notes()).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(3);
    stream.setState(KsState.run);
    expect(notes()).toEqual([1, 2, 3]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('throws away in stop what comes and what it held', () => {
    const { stream, allocator, put, notes } = makeStream();
    put(1);
    stream.setState(KsState.acquire);
    put(2);
    stream.setState(KsState.stop);
    expect(allocator).toMatchObject(ALL_RETURNED);
    bringTo(stream, KsState.run);
    expect(notes()).toEqual([]);
  });

  it('does not carry the parts of a message over a stop', () => {
    const { stream, allocator, sent } = makeStream();
    bringTo(stream, KsState.run);
    stream.putMessage(kernelEvent(allocator, [0xf0, 1], { flags: KernelEventFlags.incomplete }));
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) stream.setState(state);
    bringTo(stream, KsState.run);
    stream.putMessage(kernelEvent(allocator, [0x90, 60, 1]));
    expect(sent).toEqual([[0x90, 60, 1]]);
  });

  it('gives every event back once, whatever happens between', () => {
    const step = fc.oneof(fc.constant('up' as const), fc.constant('down' as const), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { stream, allocator, put } = makeStream();
        let state = 0;
        const moveTo = (next: number): void => {
          if (next < 0 || next > 3) return;
          state = next;
          stream.setState(state as KsState);
        };
        for (const each of steps) {
          if (typeof each === 'number') put(...Array.from({ length: each }, (_, i) => i));
          else moveTo(each === 'up' ? state + 1 : state - 1);
        }
        while (state > 0) moveTo(state - 1);
        expect(allocator).toMatchObject(ALL_RETURNED);
      }),
      { seed: 12, numRuns: 100 },
    );
  });
});
