import { expect, it, vi } from 'vitest';

it('the example miniport is told its messages when they are due, and keeps no event', async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    await import('./run-echo.ts');
  } finally {
    log.mockRestore();
  }
  expect(lines).toEqual([
    '0.5 ms: 90 3c 64, meant for 0.5 ms',
    '2 ms: 80 3c 00, meant for 2 ms',
    '0 events are still out',
  ]);
});
