import { readFileSync } from 'node:fs';
import { type MidiEvent, readSmf } from 'dmus/formats';
import { describe, expect, it } from 'vitest';
import { composeDemo } from './compose.ts';

describe('the demonstration piece', () => {
  const bytes = composeDemo();
  const file = readSmf(bytes);
  const events: MidiEvent[] = [...file.events];
  const commands = (command: number) =>
    events.filter((event) => event.kind === 'channel' && (event.status & 0xf0) === command);

  it('is what examples/demo.mid holds', () => {
    const committed = readFileSync(new URL('../demo.mid', import.meta.url));
    expect(Buffer.compare(committed, bytes), 'run write-demo.ts and commit the file').toBe(0);
  });

  it('lasts between 45 and 60 seconds and reads without a warning', () => {
    expect(file.durationSeconds).toBeGreaterThan(45);
    expect(file.durationSeconds).toBeLessThan(60);
    expect(file.warnings).toEqual([]);
  });

  it('uses eight programs and drums, the pedal, pitch bend and expression', () => {
    const controllers = new Set(commands(0xb0).map((event) => event.kind === 'channel' && event.data1));
    expect(new Set(commands(0xc0).map((event) => event.kind === 'channel' && event.data1)).size).toBeGreaterThanOrEqual(
      8,
    );
    expect([...controllers]).toEqual(expect.arrayContaining([7, 10, 11, 64, 91]));
    expect(commands(0xe0).length).toBeGreaterThan(10);
    expect(commands(0x90).some((event) => event.kind === 'channel' && event.status === 0x99)).toBe(true);
  });

  it('ends every note that it begins, and never begins one that sounds', () => {
    const sounding = new Set<string>();
    for (const event of events) {
      if (event.kind !== 'channel') continue;
      const name = `${event.status & 0x0f}/${event.data1}`;
      if ((event.status & 0xf0) === 0x90) {
        expect(sounding.has(name), `${name} at tick ${event.tick}`).toBe(false);
        sounding.add(name);
      } else if ((event.status & 0xf0) === 0x80) sounding.delete(name);
    }
    expect([...sounding]).toEqual([]);
  });
});
