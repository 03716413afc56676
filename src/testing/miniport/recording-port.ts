import { DmusError } from '../../ddi/errors.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { PortDMus } from '../../ddi/port-dmus.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { ServiceGroups } from '../../port-driver/service-group.ts';

/** The port driver as the miniport under test sees it: keeps what it is told, and serves when the test says so. */
export class RecordingPort implements PortDMus {
  /** Groups given to `notify`, in order. */
  readonly notified: (ServiceGroup | null)[] = [];
  /** Groups that were registered before `init` returned. */
  readonly registered: ServiceGroup[] = [];
  /** Groups that `notify(null)` serves. */
  readonly allGroups: Set<ServiceGroup> = new Set();
  readonly #groups: ServiceGroups;
  readonly #masterClock: MasterClock;

  constructor(masterClock: MasterClock) {
    this.#masterClock = masterClock;
    this.#groups = new ServiceGroups(masterClock, () => {});
  }

  init(): void {
    throw new DmusError('DMUS_E_ALREADY_INITED', 'a miniport does not bind its port driver');
  }

  notify(serviceGroup: ServiceGroup | null): void {
    this.notified.push(serviceGroup);
    const groups = serviceGroup === null ? [...this.allGroups] : [serviceGroup];
    for (const group of groups) group.requestService();
  }

  registerServiceGroup(serviceGroup: ServiceGroup): void {
    this.registered.push(serviceGroup);
    this.allGroups.add(serviceGroup);
  }

  newServiceGroup(): ServiceGroup {
    return this.#groups.create();
  }

  /** Asks the members of all groups that want it. */
  service(): void {
    this.#groups.service(this.#masterClock.getTime());
  }
}
