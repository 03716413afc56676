/** What {@link KsControl} leaves out: asking about items, addressing nodes, and waiting for what takes its time. */
import type { Guid } from '../ddi/guid.ts';
import type { KsControl } from '../ddi/ks-control.ts';

/** An object that tells about its items as well. */
export interface PropertyControl extends KsControl {
  /**
   * Verbs that an item answers, bits of `PropertyVerb` (KSPROPERTY_TYPE_BASICSUPPORT).
   * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`. `@thread control`
   */
  getSupport(set: Guid, id: number): number;

  /**
   * Bytes that reading an item would write.
   * @throws DmusError as `getProperty`. `@thread control`
   */
  getByteLength(set: Guid, id: number, instance?: Uint8Array): number;
}

/** A filter or a pin of one, whose nodes can be addressed one by one. */
export interface NodeControl extends PropertyControl {
  /** The same, addressing this node, or none for NODE_NONE. */
  atNode(node: number): NodeControl;
}

/** One that says when an order is carried out that the driver finishes later. */
export interface WaitingControl extends KsControl {
  /**
   * Sets an item and waits until that is done.
   * @throws DmusError as `setProperty`; also later, as a rejection.
   */
  setPropertyAndWait(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): Promise<void>;
}

/** Whether an object tells about its items. */
export function isPropertyControl(control: KsControl): control is PropertyControl {
  return 'getSupport' in control && 'getByteLength' in control;
}

/** Whether nodes can be addressed through an object. */
export function isNodeControl(control: KsControl): control is NodeControl {
  return isPropertyControl(control) && 'atNode' in control;
}
