import { DmusError } from '../ddi/errors.ts';
import {
  type DataFormat,
  DataFormatSubtype,
  DataFormatType,
  type FilterDescription,
  type PinDescription,
  UNLIMITED_INSTANCES,
} from '../ddi/filter-description.ts';
import type { Guid } from '../ddi/guid.ts';
import { NODE_NONE, type PropertyItem } from '../ddi/property-request.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { isInRange } from './data-range.ts';

const MESSAGE_SUBTYPES: readonly Guid[] = [DataFormatSubtype.directMusic, DataFormatSubtype.midi];

/**
 * A miniport's description at work: which pins there are, what may be opened on them and how often, which item of
 * which automation table a property request means. `@thread control`
 */
export class Filter {
  readonly description: FilterDescription;
  readonly #instanceCounts: number[];

  constructor(description: FilterDescription) {
    this.description = description;
    this.#instanceCounts = description.pins.map(() => 0);
  }

  /** @throws DmusError `STATUS_INVALID_PARAMETER` when there is no such pin. */
  pin(pinId: number): PinDescription {
    const pin = this.description.pins[pinId];
    if (pin !== undefined) return pin;
    throw new DmusError(
      'STATUS_INVALID_PARAMETER',
      `pin ${pinId} of a filter with ${this.description.pins.length} pins`,
    );
  }

  /**
   * Counts one more instance of a pin.
   *
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a bridge, `STATUS_NO_MATCH` for a format that the pin does
   * not have, `DMUS_E_DEVICE_IN_USE` when it is open as often as it may be.
   */
  claimInstance(pinId: number, dataFormat: DataFormat): void {
    const pin = this.pin(pinId);
    if (pin.communication === 'bridge' || pin.communication === 'none') {
      throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', `pin ${pinId} (${pin.name}) cannot be opened`);
    }
    if (!pin.dataRanges.some((range) => isInRange(dataFormat, range))) {
      throw new DmusError('STATUS_NO_MATCH', `pin ${pinId} (${pin.name}) does not have this format`);
    }
    const count = this.#instanceCounts[pinId]!;
    if (![pin.maxFilterInstanceCount, pin.maxGlobalInstanceCount].every((max) => isBelow(count, max))) {
      throw new DmusError('DMUS_E_DEVICE_IN_USE', `pin ${pinId} (${pin.name}) is open ${count} times already`);
    }
    this.#instanceCounts[pinId] = count + 1;
  }

  /** Counts one instance less. */
  releaseInstance(pinId: number): void {
    this.#instanceCounts[pinId] = Math.max(0, (this.#instanceCounts[pinId] ?? 0) - 1);
  }

  /** What a stream on this pin with this format is for; `invalid` when this port driver has no use for it. */
  streamType(pinId: number, dataFormat: DataFormat): StreamType {
    const { dataFlow } = this.pin(pinId);
    if (dataFormat.majorFormat === DataFormatType.audio && dataFlow === 'out') return StreamType.waveSink;
    if (!MESSAGE_SUBTYPES.includes(dataFormat.subFormat)) return StreamType.invalid;
    return dataFlow === 'in' ? StreamType.midiRender : StreamType.midiCapture;
  }

  /**
   * The table a request goes to: a node's, an open pin's, or the filter's own.
   *
   * @param node place of the node, or NODE_NONE.
   * @param pinId of the pin instance the request came through; `null` for the filter.
   * @returns `null` when there is no such node.
   */
  properties(node: number, pinId: number | null): readonly PropertyItem[] | null {
    if (node !== NODE_NONE) return this.description.nodes[node]?.properties ?? null;
    return pinId === null ? this.description.properties : this.pin(pinId).properties;
  }
}

/** The item of a table, and whether any item of the set is in it. */
export function findProperty(
  items: readonly PropertyItem[],
  set: Guid,
  id: number,
): PropertyItem | 'STATUS_NOT_FOUND' | 'STATUS_PROPSET_NOT_FOUND' {
  const itemsOfSet = items.filter((item) => item.set === set);
  if (itemsOfSet.length === 0) return 'STATUS_PROPSET_NOT_FOUND';
  return itemsOfSet.find((item) => item.id === id) ?? 'STATUS_NOT_FOUND';
}

function isBelow(count: number, max: number): boolean {
  return max === UNLIMITED_INSTANCES || count < max;
}
