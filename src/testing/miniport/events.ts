/** Every shape in which a message can come down to a stream. */
import type { ReferenceTime } from '../../clock/reference-time.ts';
import { type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { applicable } from '../assertions.ts';
import type { LeakDetector } from '../leak-detector.ts';
import { NOTE_OFF, NOTE_ON } from '../test-sounds.ts';

/** Fields of an event that a test may choose; the rest follows from the bytes. */
export type EventFields = Partial<Pick<KernelEvent, 'channelGroup' | 'flags' | 'presentationTime' | 'next'>>;

/** An event of `allocator` around these bytes, for group 1 unless told otherwise. */
export function makeEvent(
  allocator: LeakDetector,
  bytes: readonly number[] | Uint8Array,
  fields: EventFields = {},
): KernelEvent {
  const event = applicable(allocator.getMessage(), 'the pool of the suite is empty');
  Object.assign(event, { channelGroup: 1, ...fields, byteLength: bytes.length });
  if (bytes.length <= SHORT_EVENT_BYTES) event.inline.set(bytes);
  else {
    event.buffer = applicable(allocator.getBuffer(), 'the buffers of the suite have run out');
    event.buffer.set(bytes);
  }
  return event;
}

/** Events that are handed over together. */
function chain(...events: readonly KernelEvent[]): KernelEvent {
  events.forEach((event, i) => {
    event.next = events[i + 1] ?? null;
  });
  return events[0]!;
}

function packageOf(allocator: LeakDetector, child: KernelEvent | null, fields: EventFields): KernelEvent {
  const event = makeEvent(allocator, [], { ...fields, flags: KernelEventFlags.package });
  event.packageEvent = child;
  return event;
}

/** A system exclusive message of so many bytes. */
export function sysEx(byteLength: number): number[] {
  return [0xf0, 0x7d, ...Array.from({ length: byteLength - 3 }, (_, i) => i & 0x7f), 0xf7];
}

/** Makes what is to be put: one call each, in order. */
export type EventShape = (allocator: LeakDetector, presentationTime: ReferenceTime) => readonly KernelEvent[];

const part = { flags: KernelEventFlags.incomplete } as const;

/** Shapes by their names in test titles. */
export const EVENT_SHAPES: Readonly<Record<string, EventShape>> = {
  'a short message': (a, presentationTime) => [
    makeEvent(a, NOTE_ON, { presentationTime }),
    makeEvent(a, NOTE_OFF, { presentationTime }),
  ],
  'a long message': (a, presentationTime) => [
    makeEvent(a, sysEx(Math.min(600, a.getBufferSize())), { presentationTime }),
    makeEvent(a, sysEx(SHORT_EVENT_BYTES + 1), { presentationTime }),
    makeEvent(a, sysEx(SHORT_EVENT_BYTES), { presentationTime }),
  ],
  'a chain': (a, presentationTime) => [
    chain(
      makeEvent(a, NOTE_ON, { presentationTime }),
      makeEvent(a, sysEx(20), { presentationTime }),
      makeEvent(a, NOTE_OFF, { presentationTime, channelGroup: 2 }),
    ),
  ],
  'a message in parts': (a, presentationTime) => [
    chain(
      makeEvent(a, [0xf0, 0x7d, 1], { ...part, presentationTime }),
      makeEvent(a, Array<number>(20).fill(2), { ...part, presentationTime }),
      makeEvent(a, [3, 0xf7], { presentationTime }),
    ),
  ],
  'a message in parts that do not come together': (a, presentationTime) => [
    makeEvent(a, [0xf0, 0x7d, 1], { ...part, presentationTime }),
    makeEvent(a, NOTE_ON, { presentationTime, channelGroup: 2 }),
    makeEvent(a, [2, 3, 0xf7], { presentationTime }),
  ],
  'a message without an end': (a, presentationTime) => [
    makeEvent(a, [0xf0, 0x7d, 1, 2], { ...part, presentationTime }),
  ],
  'a package': (a, presentationTime) => [
    packageOf(
      a,
      chain(
        makeEvent(a, NOTE_ON, { presentationTime }),
        makeEvent(a, sysEx(30), { presentationTime }),
        makeEvent(a, NOTE_OFF, { presentationTime }),
      ),
      { presentationTime },
    ),
  ],
  'a package in a package': (a, presentationTime) => {
    const inner = packageOf(a, makeEvent(a, NOTE_ON, { presentationTime }), { presentationTime });
    const outer = packageOf(a, chain(makeEvent(a, sysEx(12), { presentationTime }), inner), { presentationTime });
    return [chain(outer, makeEvent(a, NOTE_OFF, { presentationTime }))];
  },
  'an empty package': (a, presentationTime) => [packageOf(a, null, { presentationTime })],
};

/** What a hostile client may send, by name: the shape is that of one event. */
export const HOSTILE_EVENTS: Readonly<Record<string, (allocator: LeakDetector) => KernelEvent>> = {
  'without bytes': (a) => makeEvent(a, []),
  'with data bytes and no status': (a) => makeEvent(a, [60, 127, 0]),
  'with the undefined status 0xf4': (a) => makeEvent(a, [0xf4]),
  'with the undefined status 0xfd': (a) => makeEvent(a, [0xfd, 0xfd, 0xfd]),
  'that ends after its status': (a) => makeEvent(a, [0x90]),
  'with status bytes for data': (a) => makeEvent(a, [0x90, 0xff, 0x90]),
  'with the end of a SysEx only': (a) => makeEvent(a, [0xf7]),
  'for all groups': (a) => makeEvent(a, NOTE_ON, { channelGroup: 0 }),
  'for group 65535': (a) => makeEvent(a, NOTE_ON, { channelGroup: 65_535 }),
  'stamped 0': (a) => makeEvent(a, NOTE_ON, { presentationTime: 0 }),
  'stamped long ago': (a) => makeEvent(a, NOTE_ON, { presentationTime: -(2 ** 53) }),
  'stamped in a thousand years': (a) => makeEvent(a, NOTE_ON, { presentationTime: 2 ** 53 }),
  'with flags that nobody has defined': (a) => makeEvent(a, NOTE_ON, { flags: 0xfff8 }),
  'long, without a buffer': (a) => Object.assign(makeEvent(a, []), { byteLength: 100 }),
};

/** States by their names in test titles. */
export const STATE_NAMES: readonly (readonly [string, KsState])[] = Object.entries(KsState);
