import { expect, it, vi } from 'vitest';

it('the example of capture and thru reads back what it played, and hears it through the synth', async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await import('./capture-and-thru.ts');
  } finally {
    log.mockRestore();
  }
  expect(lines).toEqual([
    'port 0: dmus software synthesizer, plays',
    'port 1: dmus software synthesizer, plays',
    'port 2: dmus cable, plays',
    'port 3: Cable out, captures',
    'the synth has 24 voices at 48000 Hz',
    'captured at 100.5 ms: 144 60 100',
    'captured at 600.5 ms: 128 60 0',
    '2 notifications; 2 messages led on, at most 0.5 ms late',
    'the first sound is at 101 ms',
  ]);
});
