import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { DataFormatSpecifier, DataFormatSubtype, DataFormatType } from '../ddi/filter-description.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent } from '../ddi/kernel-event-predicates.ts';
import type { Mxf } from '../ddi/mxf.ts';

function musicFormat(subFormat: string): DataFormat {
  return { majorFormat: DataFormatType.music, subFormat, specifier: DataFormatSpecifier.none, waveFormat: null };
}

export const DIRECT_MUSIC_FORMAT: DataFormat = musicFormat(DataFormatSubtype.directMusic);
export const MIDI_FORMAT: DataFormat = musicFormat(DataFormatSubtype.midi);

/** What a {@link CollectingSink} saw of an event. */
export interface CollectedEvent {
  readonly bytes: readonly number[];
  readonly time: number;
  readonly group: number;
  readonly isIncomplete: boolean;
}

/** Writes down what it gets, and gives it back. */
export class CollectingSink implements Mxf {
  readonly events: CollectedEvent[] = [];
  readonly #allocator: AllocatorMxf;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
  }

  putMessage(first: KernelEvent | null): void {
    for (let event = first; event !== null; event = event.next) {
      this.events.push({
        bytes: [...eventPayload(event)!.subarray(0, event.byteLength)],
        time: event.presentationTime,
        group: event.channelGroup,
        isIncomplete: isIncompleteEvent(event),
      });
    }
    this.#allocator.putMessage(first);
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}
}

/** What an allocator's counters say when everything has come back. */
export const ALL_RETURNED = { outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 } as const;
