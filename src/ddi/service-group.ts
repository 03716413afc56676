/** Somebody who can be asked to look after a device (`IServiceSink`). */
export interface ServiceSink {
  /** "Service wanted." On a group: later, outside the caller, each member is asked. `@thread any` */
  requestService(): void;
}

/**
 * Sinks that are asked together when a device interrupts (`IServiceGroup`). A group is a sink itself, so groups
 * nest. A miniport makes one for all its streams or one for each; the port driver adds itself as a member.
 */
export interface ServiceGroup extends ServiceSink {
  /** Adds a member; adding it again has no effect. `@thread control` */
  addMember(sink: ServiceSink): void;

  /** Removes a member, if it is one. `@thread control` */
  removeMember(sink: ServiceSink): void;

  /** Must have been called once before the first delayed request. `@thread control` */
  supportDelayedService(): void;

  /**
   * Asks for service later. `delayTicks` in 100 ns: negative is that far from now, otherwise an instant of the
   * system's clock. A second request replaces the first. `@thread any`
   */
  requestDelayedService(delayTicks: number): void;

  /** Drops a delayed request that is still outstanding. `@thread any` */
  cancelDelayedService(): void;
}
