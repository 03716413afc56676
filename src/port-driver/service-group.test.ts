import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import type { ServiceGroup, ServiceSink } from '../ddi/service-group.ts';
import { ServiceGroups } from './service-group.ts';

/** A member that counts how often it was asked. */
class CountingSink implements ServiceSink {
  requestCount = 0;
  /** Called when it is asked. */
  onRequest: () => void = () => {};

  requestService(): void {
    this.requestCount++;
    this.onRequest();
  }
}

describe('ServiceGroups', () => {
  let clock: ManualClock;
  let wakeCount: number;
  let groups: ServiceGroups;
  let group: ServiceGroup;
  let sink: CountingSink;
  beforeEach(() => {
    clock = new ManualClock(1000);
    wakeCount = 0;
    groups = new ServiceGroups(clock, () => {
      wakeCount++;
    });
    group = groups.create();
    sink = new CountingSink();
    group.addMember(sink);
  });

  it('ask members outside the request, once for all requests until then', () => {
    group.requestService();
    group.requestService();
    expect([sink.requestCount, wakeCount, groups.nextServiceTime]).toEqual([0, 1, Number.NEGATIVE_INFINITY]);
    groups.service(1000);
    groups.service(1000);
    expect([sink.requestCount, groups.nextServiceTime]).toEqual([1, Number.POSITIVE_INFINITY]);
  });

  it('ask each member once however often it was added, and none that was removed', () => {
    const other = new CountingSink();
    group.addMember(sink);
    group.addMember(other);
    group.removeMember(other);
    group.removeMember(other);
    group.requestService();
    groups.service(1000);
    expect([sink.requestCount, other.requestCount]).toEqual([1, 0]);
  });

  it('serve a group within a group in the same service', () => {
    const outer = groups.create();
    outer.addMember(group);
    outer.requestService();
    groups.service(1000);
    expect(sink.requestCount).toBe(1);
  });

  it('come to an end over groups that ask each other in a circle, and keep the request for the next service', () => {
    const other = groups.create();
    other.addMember(group);
    group.addMember(other);
    group.requestService();
    groups.service(1000);
    expect(sink.requestCount).toBeGreaterThan(0);
    expect(groups.nextServiceTime).toBe(Number.NEGATIVE_INFINITY);
  });

  it('let a member ask for the next service while it is served', () => {
    let again = true;
    sink.onRequest = () => {
      if (again) group.requestService();
      again = false;
    };
    group.requestService();
    groups.service(1000);
    expect(sink.requestCount).toBe(2);
  });

  it.each([
    ['relative to now when negative', -500, 1500],
    ['an instant when not negative', 1700, 1700],
  ])('delay a request: %s', (_what, delayTicks, dueTime) => {
    group.supportDelayedService();
    group.requestDelayedService(delayTicks);
    expect([groups.nextServiceTime, wakeCount]).toEqual([dueTime, 1]);
    groups.service(dueTime - 1);
    expect(sink.requestCount).toBe(0);
    groups.service(dueTime);
    groups.service(dueTime + 1);
    expect([sink.requestCount, groups.nextServiceTime]).toEqual([1, Number.POSITIVE_INFINITY]);
  });

  it('let a second delayed request replace the first, and cancelling drop it', () => {
    group.supportDelayedService();
    group.requestDelayedService(1100);
    group.requestDelayedService(1900);
    groups.service(1100);
    expect([sink.requestCount, groups.nextServiceTime]).toEqual([0, 1900]);
    group.cancelDelayedService();
    group.cancelDelayedService();
    groups.service(5000);
    expect(sink.requestCount).toBe(0);
  });

  it('ask all others though a member takes itself out while it is asked, and none that another has taken out', () => {
    const [second, third] = [new CountingSink(), new CountingSink()];
    group.addMember(second);
    group.addMember(third);
    sink.onRequest = () => {
      group.removeMember(sink);
      group.removeMember(third);
    };
    group.requestService();
    groups.service(1000);
    expect([sink, second, third].map((each) => each.requestCount)).toEqual([1, 1, 0]);
  });

  it('can be asked again after a member has thrown, and so can those behind it', () => {
    const [other, otherSink] = [groups.create(), new CountingSink()];
    other.addMember(otherSink);
    sink.onRequest = () => {
      throw new Error('broken');
    };
    for (const each of [group, other]) each.requestService();
    expect(() => groups.service(1000)).toThrow('broken');
    groups.service(1000);
    expect(otherSink.requestCount).toBe(1);
    sink.onRequest = () => {};
    group.requestService();
    groups.service(1000);
    expect(sink.requestCount).toBe(2);
  });

  it('refuse a delayed request from a group that has not announced it', () => {
    expect(() => group.requestDelayedService(-1)).toThrow(DmusError);
    expect(groups.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
  });
});
