import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { ServiceGroup, ServiceSink } from '../ddi/service-group.ts';

/** Groups within groups are served in one go down to this depth; what is deeper, or goes in circles, waits for the next. */
const DEEPEST_NESTING = 8;

/**
 * Service groups of one port driver, and the requests that wait until it serves them (natively the queue of deferred
 * procedure calls). A request only leaves a mark, so that a device's callback never enters the message path; whoever
 * drives the port driver is told by `onRequest` that there is something to do.
 */
export class ServiceGroups {
  readonly #masterClock: MasterClock;
  readonly #onRequest: () => void;
  /** Groups with an outstanding request, in order of their requests. */
  #requested: DeferredServiceGroup[] = [];
  #serving: DeferredServiceGroup[] = [];
  readonly #delayed: DeferredServiceGroup[] = [];

  constructor(masterClock: MasterClock, onRequest: () => void) {
    this.#masterClock = masterClock;
    this.#onRequest = onRequest;
  }

  /** A new, empty group. `@thread control` */
  create(): ServiceGroup {
    return new DeferredServiceGroup(this);
  }

  /** Earliest instant at which {@link service} has something to do: minus infinity for at once, infinity for never. */
  get nextServiceTime(): ReferenceTime {
    if (this.#requested.length > 0) return Number.NEGATIVE_INFINITY;
    let earliest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < this.#delayed.length; i++) earliest = Math.min(earliest, this.#delayed[i]!.dueTime);
    return earliest;
  }

  /** Asks the members of every group that wants service, or whose delay is over at `now`. `@thread render` */
  service(now: ReferenceTime): void {
    for (let i = this.#delayed.length - 1; i >= 0; i--) if (this.#delayed[i]!.dueTime <= now) this.#endDelay(i);
    for (let depth = 0; depth < DEEPEST_NESTING && this.#requested.length > 0; depth++) this.#serveRequested();
  }

  /** @internal */
  request(group: DeferredServiceGroup): void {
    this.#requested.push(group);
    this.#onRequest();
  }

  /** @internal */
  delay(group: DeferredServiceGroup, delayTicks: number): void {
    group.dueTime = delayTicks < 0 ? this.#masterClock.getTime() - delayTicks : delayTicks;
    if (!this.#delayed.includes(group)) this.#delayed.push(group);
    this.#onRequest();
  }

  /** @internal */
  cancelDelay(group: DeferredServiceGroup): void {
    const index = this.#delayed.indexOf(group);
    if (index >= 0) this.#delayed.splice(index, 1);
  }

  #endDelay(index: number): void {
    const group = this.#delayed[index]!;
    this.#delayed.splice(index, 1);
    group.requestService();
  }

  #serveRequested(): void {
    const groups = this.#requested;
    this.#requested = this.#serving;
    this.#serving = groups;
    let servedCount = 0;
    try {
      while (servedCount < groups.length) groups[servedCount++]!.serve();
    } finally {
      // Those behind a group whose member threw have their turn in the next service.
      for (let i = servedCount; i < groups.length; i++) this.#requested.push(groups[i]!);
      groups.length = 0;
    }
  }
}

class DeferredServiceGroup implements ServiceGroup {
  /** When a delayed request is due; meaningful while the group is among the delayed. */
  dueTime: ReferenceTime = 0;
  readonly #groups: ServiceGroups;
  /** Another array after each change, so that members may come and go while they are asked. */
  #members: readonly ServiceSink[] = [];
  #isRequested = false;
  #supportsDelay = false;

  constructor(groups: ServiceGroups) {
    this.#groups = groups;
  }

  addMember(sink: ServiceSink): void {
    if (!this.#members.includes(sink)) this.#members = [...this.#members, sink];
  }

  removeMember(sink: ServiceSink): void {
    this.#members = this.#members.filter((member) => member !== sink);
  }

  /** Requests that come before the members were asked are one. */
  requestService(): void {
    if (this.#isRequested) return;
    this.#isRequested = true;
    this.#groups.request(this);
  }

  supportDelayedService(): void {
    this.#supportsDelay = true;
  }

  requestDelayedService(delayTicks: number): void {
    if (!this.#supportsDelay) {
      throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'supportDelayedService comes before a delayed request');
    }
    this.#groups.delay(this, delayTicks);
  }

  cancelDelayedService(): void {
    this.#groups.cancelDelay(this);
  }

  /** The mark goes first, so that a member may ask for the next service. */
  serve(): void {
    this.#isRequested = false;
    const members = this.#members;
    for (let i = 0; i < members.length; i++) {
      if (this.#members === members || this.#members.includes(members[i]!)) members[i]!.requestService();
    }
  }
}
