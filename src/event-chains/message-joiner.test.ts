import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelEvent } from '../../test/rig/miniport-rig.ts';
import { type KernelEvent, KernelEventFlags } from '../ddi/kernel-event.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import { MessageJoiner } from './message-joiner.ts';

const { incomplete, package: packageFlag } = KernelEventFlags;

function makeJoiner(maxJoinedBytes = 64) {
  const messages: { bytes: number[]; group: number; time: number }[] = [];
  const counts = { lost: 0 };
  const joiner = new MessageJoiner(
    {
      receiveMessage: (bytes, byteLength, group, time) =>
        messages.push({ bytes: [...bytes.subarray(0, byteLength)], group, time }),
      loseMessage: () => counts.lost++,
    },
    maxJoinedBytes,
  );
  const allocator = new EventAllocator({ maxBufferCount: 64 });
  const make = (bytes: readonly number[], fields: Partial<KernelEvent> = {}): KernelEvent =>
    kernelEvent(allocator, bytes, fields);
  const read = (bytes: readonly number[], fields: Partial<KernelEvent> = {}): void =>
    joiner.readChain(make(bytes, fields));
  return { joiner, messages, counts, make, read, bytes: () => messages.map((message) => message.bytes) };
}

describe('MessageJoiner', () => {
  it('hands complete events on as they are, with group and time', () => {
    const { read, messages } = makeJoiner();
    read([0x90, 60, 100], { channelGroup: 3, presentationTime: 77 });
    expect(messages).toEqual([{ bytes: [0x90, 60, 100], group: 3, time: 77 }]);
  });

  it('joins any parts of a message to the message, wherever it was cut', () => {
    const parts = fc.array(fc.array(fc.nat(127), { minLength: 0, maxLength: 20 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, (cut) => {
        const { read, bytes, counts } = makeJoiner(200);
        read([0xf0], { flags: incomplete });
        for (const part of cut) read(part, { flags: incomplete });
        read([0xf7]);
        expect(bytes()).toEqual([[0xf0, ...cut.flat(), 0xf7]]);
        expect(counts.lost).toBe(0);
      }),
      { seed: 11, numRuns: 50 },
    );
  });

  it('walks chains and packages in order, parts inside them included', () => {
    const { make, joiner, bytes } = makeJoiner();
    const [first, holder, last] = [make([1]), make([], { flags: packageFlag }), make([5])];
    const [child, part] = [make([2]), make([3], { flags: incomplete })];
    child.next = part;
    part.next = make([4]);
    holder.packageEvent = child;
    first.next = holder;
    holder.next = last;
    joiner.readChain(first);
    expect(bytes()).toEqual([[1], [2], [3, 4], [5]]);
  });

  it('comes to an end with a package that contains itself', () => {
    const { make, joiner, bytes } = makeJoiner();
    const holder = make([], { flags: packageFlag });
    holder.packageEvent = make([1]);
    holder.packageEvent.next = holder;
    joiner.readChain(holder);
    expect(bytes().length).toBeLessThan(20);
  });

  it('lets messages of other groups and real-time bytes through between the parts', () => {
    const { read, bytes } = makeJoiner();
    read([0xf0, 1], { flags: incomplete });
    read([0xf8]);
    read([0x90, 60, 1], { channelGroup: 2 });
    read([2, 0xf7]);
    expect(bytes()).toEqual([[0xf8], [0x90, 60, 1], [0xf0, 1, 2, 0xf7]]);
  });

  it('loses a message that outgrows the room as a whole, and the next one is whole again', () => {
    const { read, bytes, counts } = makeJoiner(4);
    read([0xf0, 1, 2], { flags: incomplete });
    read([3, 4], { flags: incomplete });
    read([0xf7]);
    read([0xf0, 1], { flags: incomplete });
    read([2, 0xf7]);
    expect(bytes()).toEqual([[0xf0, 1, 2, 0xf7]]);
    expect(counts.lost).toBe(1);
  });

  it('loses a message whose end never came when parts of another group begin', () => {
    const { read, bytes, counts } = makeJoiner();
    read([0xf0, 1], { flags: incomplete });
    read([0xf0, 2], { flags: incomplete, channelGroup: 2 });
    read([0xf7], { channelGroup: 2 });
    expect(bytes()).toEqual([[0xf0, 2, 0xf7]]);
    expect(counts.lost).toBe(1);
  });

  it('forgets parts when told to, and has nothing to say about empty events', () => {
    const { joiner, read, bytes } = makeJoiner();
    read([0xf0, 1], { flags: incomplete });
    joiner.forgetParts();
    read([]);
    read([2, 0xf7]);
    expect(bytes()).toEqual([[2, 0xf7]]);
  });
});
