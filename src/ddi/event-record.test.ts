import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventRecordReader, eventRecordBytes, writeEventRecordHeader } from './event-record.ts';

const record = fc.record({
  message: fc.uint8Array({ maxLength: 300 }),
  channelGroup: fc.integer({ min: 0, max: 0xffff_ffff }),
  deltaTicks: fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  flags: fc.constantFrom<number[]>(0, 1, 0xffff_ffff),
});
type PlainRecord = typeof record extends fc.Arbitrary<infer T> ? T : never;

function pack(records: readonly PlainRecord[]): Uint8Array {
  const packed = new Uint8Array(records.reduce((sum, each) => sum + eventRecordBytes(each.message.length), 0)).fill(
    0xee,
  );
  let byteOffset = 0;
  for (const { message, ...header } of records) {
    packed.set(message, writeEventRecordHeader(packed, byteOffset, { byteLength: message.length, ...header }));
    byteOffset += eventRecordBytes(message.length);
  }
  return packed;
}

function readAll(reader: EventRecordReader): PlainRecord[] {
  const records: PlainRecord[] = [];
  while (reader.next()) {
    const { channelGroup, deltaTicks, flags, messageOffset, byteLength } = reader;
    const message = reader.records.slice(messageOffset, messageOffset + byteLength);
    records.push({ message, channelGroup, deltaTicks, flags });
  }
  return records;
}

describe('eventRecordBytes', () => {
  it.each([
    [1, 24],
    [4, 24],
    [5, 32],
    [12, 32],
    [13, 40],
    [20, 40],
    [100, 120],
  ])('a message of %d bytes takes a record of %d bytes', (messageBytes, recordBytes) => {
    expect(eventRecordBytes(messageBytes)).toBe(recordBytes);
  });
});

describe('EventRecordReader', () => {
  it('reads back what was written, record by record', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        const reader = new EventRecordReader();
        reader.reset(pack(records));
        expect(readAll(reader)).toEqual(records.map((each) => ({ ...each, deltaTicks: each.deltaTicks + 0 })));
        expect(reader.damagedCount).toBe(0);
      }),
      { seed: 20260107 },
    );
  });

  it('ends at any truncation after the whole records, and counts it unless it falls between records', () => {
    const records = [
      { message: Uint8Array.of(0x90, 60, 127), channelGroup: 1, deltaTicks: 0, flags: 1 },
      { message: Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 0xf7), channelGroup: 2, deltaTicks: 50, flags: 0 },
    ];
    const packed = pack(records);
    for (let end = 0; end <= packed.length; end++) {
      const reader = new EventRecordReader();
      reader.reset(packed, end);
      const wholeRecords = end >= 24 + 27 ? 2 : end >= 23 ? 1 : 0;
      expect([end, readAll(reader).length]).toEqual([end, wholeRecords]);
      const isDamaged = (end > 0 && end < 23) || (end > 24 && end < 24 + 27);
      expect([end, reader.damagedCount]).toEqual([end, isDamaged ? 1 : 0]);
    }
  });

  it('comes to an end over any bytes whatsoever, with every message inside them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const reader = new EventRecordReader();
        reader.reset(bytes);
        let recordCount = 0;
        while (reader.next()) {
          expect(reader.messageOffset + reader.byteLength).toBeLessThanOrEqual(bytes.length);
          recordCount++;
        }
        expect(recordCount).toBeLessThanOrEqual(bytes.length / 20);
        expect(reader.next()).toBe(false);
        expect(reader.damagedCount).toBeLessThanOrEqual(1);
      }),
      { seed: 20260108 },
    );
  });

  it('does not believe a length of 4 gigabytes', () => {
    const packed = pack([{ message: Uint8Array.of(0x90, 60, 127), channelGroup: 1, deltaTicks: 0, flags: 1 }]);
    packed.fill(0xff, 0, 4);
    const reader = new EventRecordReader();
    reader.reset(packed);
    expect(reader.next()).toBe(false);
    expect(reader.damagedCount).toBe(1);
  });

  it('lets go of the bytes when released', () => {
    const reader = new EventRecordReader();
    reader.reset(pack([{ message: Uint8Array.of(0xc0, 1), channelGroup: 1, deltaTicks: 0, flags: 1 }]));
    reader.release();
    expect(reader.next()).toBe(false);
    expect(reader.records.byteLength).toBe(0);
  });

  it('walks nothing when the used length is not a number', () => {
    const reader = new EventRecordReader();
    reader.reset(pack([{ message: Uint8Array.of(0xc0, 1), channelGroup: 1, deltaTicks: 0, flags: 1 }]), Number.NaN);
    expect(readAll(reader)).toHaveLength(0);
  });
});
