import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import { lendEvent, lendIncomplete } from '../../test/fakes/kernel-events.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { CaptureSink } from './capture-sink.ts';

describe('CaptureSink', () => {
  let allocator: EventAllocator;
  let stream: FakeStream;
  let sink: CaptureSink;
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    stream = new FakeStream(allocator);
    sink = new CaptureSink({ allocator });
    sink.connectOutput(stream);
  });

  const send = (bytes: readonly number[]): void => sink.putMessage(lendIncomplete(allocator, bytes));

  const messages = (): (readonly number[])[] => stream.seen.map((event) => event.bytes);

  it.each([
    ['stop', KsState.stop, 0],
    ['acquire', KsState.acquire, 0],
    ['pause', KsState.pause, 2],
    ['run', KsState.run, 2],
  ])('in %s lets through raw and complete messages, or throws both away', (_name, state, expectedCount) => {
    for (const step of [KsState.acquire, KsState.pause, KsState.run]) if (step <= state) sink.setState(step);
    send([0x90, 1, 2]);
    sink.putMessage(lendEvent(allocator, [0x80, 1, 2]));
    sink.putMessage(null);
    expect(stream.seen).toHaveLength(expectedCount);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
  });

  it('forgets unfinished messages on the way down to acquire, and keeps them between pause and run', () => {
    sink.setState(KsState.acquire);
    sink.setState(KsState.pause);
    send([0x90, 1]);
    sink.setState(KsState.run);
    send([2, 0xf0]);
    sink.setState(KsState.pause);
    send([5, 0xf7, 0xb0]);
    sink.setState(KsState.acquire);
    expect(allocator.outstandingEventCount).toBe(0);
    sink.setState(KsState.pause);
    send([7, 100]);
    expect(messages()).toEqual([
      [0x90, 1, 2],
      [0xf0, 5, 0xf7],
    ]);
    expect(sink.parser.strayByteCount).toBe(2);
  });

  it('sends messages to the connected output only', () => {
    sink.setState(KsState.acquire);
    sink.setState(KsState.pause);
    sink.disconnectOutput(stream);
    send([0x90, 1, 2]);
    expect(messages()).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
