import { describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { type KernelEvent, KernelEventFlags } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { PresentationClock } from './presentation-clock.ts';
import { PresentationStamper } from './presentation-stamper.ts';

describe('PresentationStamper', () => {
  const allocator = new EventAllocator();
  const clock = new PresentationClock(new ManualClock(5000));
  for (const state of [KsState.acquire, KsState.pause, KsState.run]) clock.setState(state);

  const lend = (presentationTime: number, next: KernelEvent | null = null): KernelEvent => {
    const event = allocator.getMessage()!;
    event.presentationTime = presentationTime;
    event.next = next;
    return event;
  };

  it('turns the stamps of a chain into master time and passes it on as one', () => {
    const stream = new FakeStream(allocator);
    const stamper = new PresentationStamper(allocator, clock);
    stamper.connectOutput(stream);
    stamper.putMessage(lend(30, lend(30)));
    expect(stream.seen.map((event) => event.presentationTime)).toEqual([5030, 5030]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('turns the stamps inside packages, however they are nested', () => {
    const inner = lend(3);
    inner.flags = KernelEventFlags.package;
    inner.packageEvent = lend(4, lend(5));
    const outer = lend(1, lend(2));
    outer.flags = KernelEventFlags.package;
    outer.packageEvent = inner;
    const stamps: number[] = [];
    const stamper = new PresentationStamper(allocator, clock);
    stamper.connectOutput({
      putMessage: (event) => {
        const children = event!.packageEvent!;
        const grandchildren = children.packageEvent!;
        for (const each of [event!, event!.next!, children, grandchildren, grandchildren.next!]) {
          stamps.push(each.presentationTime);
        }
        allocator.putMessage(event);
      },
      setState: () => {},
      connectOutput: () => {},
      disconnectOutput: () => {},
    });
    stamper.putMessage(outer);
    expect(stamps).toEqual([5001, 5002, 5003, 5004, 5005]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('passes a service call on, and gives events to the allocator when nothing is connected', () => {
    const calls: (KernelEvent | null)[] = [];
    const sink = {
      putMessage: (event: KernelEvent | null): void => void calls.push(event),
      setState: (): void => {},
      connectOutput: (): void => {},
      disconnectOutput: (): void => {},
    };
    const stamper = new PresentationStamper(allocator, clock);
    stamper.connectOutput(sink);
    stamper.putMessage(null);
    stamper.disconnectOutput(sink);
    stamper.putMessage(lend(1));
    expect(calls).toEqual([null]);
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
