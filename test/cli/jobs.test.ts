import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type TimedMessage, writeSmf } from '../../src/formats/smf/write-smf.ts';
import { runDmus } from './run-dmus.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const CHORDS = 12;
const KEYS = 9;
const PROGRAMS = [0, 19, 24, 48, 56, 73, 88];

/** Chords on seven channels, one after another and over one another: some 150 voices at once. */
function writeDensePiece(): string {
  const messages: TimedMessage[] = [];
  for (const [channel, program] of PROGRAMS.entries()) {
    messages.push(short(0, 0xc0 | channel, program, 0));
    for (let note = 0; note < CHORDS * KEYS; note++) {
      const tick = Math.floor(note / KEYS) * 20 + channel;
      const key = 36 + channel + (note % KEYS) * 5;
      messages.push(short(tick, 0x90 | channel, key, 40 + (note % 60)), short(tick + 33, 0x80 | channel, key, 64));
    }
  }
  messages.sort((a, b) => a.tick - b.tick);
  const path = join(folder, 'dense.mid');
  writeFileSync(
    path,
    writeSmf({ format: 0, division: { kind: 'quarter-note', ticksPerQuarter: 100 }, tracks: [messages] }),
  );
  return path;
}

function short(tick: number, status: number, data1: number, data2: number): TimedMessage {
  return { kind: 'channel', tick, status, data1, data2 };
}

const piece = writeDensePiece();
let count = 0;

interface Rendering {
  readonly bytes: Buffer;
  readonly report: { readonly jobs: number; readonly notesLost: number; readonly voicesPeak: number };
}

function render(...options: string[]): Rendering {
  const output = `out-${count++}.wav`;
  const args = ['render', piece, '-o', output, '--json', '--bits', '32f', ...options];
  const { status, stdout, stderr } = runDmus(args, folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return { bytes: readFileSync(join(folder, output)), report: JSON.parse(stdout) as Rendering['report'] };
}

describe('dmus render --jobs', () => {
  it.each([
    ['256', ['2', '3', '5', '8']],
    ['24', ['2', '5']],
  ])('comes to the same bits with any number of threads, at %s voices', (voices, jobCounts) => {
    const alone = render('--jobs', '1', '--voices', voices);
    expect(alone.report.voicesPeak).toBeGreaterThan(20);
    expect(alone.report.notesLost > 0).toBe(voices === '24');
    for (const jobs of jobCounts) {
      const { bytes, report } = render('--jobs', jobs, '--voices', voices);
      expect(report).toMatchObject({
        ...alone.report,
        jobs: Number(jobs),
        renderSeconds: expect.any(Number),
        realtimeFactor: expect.any(Number),
        output: expect.any(String),
      });
      expect(bytes.equals(alone.bytes)).toBe(true);
    }
  });

  it.each([['--port', 'kernel'], ['--rules', 'windows'], ['--normalize'], ['--no-reverb', '--no-chorus']])(
    'comes to the same bits with %s %s',
    (...options) => {
      const alone = render('--jobs', '1', ...options);
      expect(render('--jobs', '2', ...options).bytes.equals(alone.bytes)).toBe(true);
    },
  );

  it('starts no thread for a piece of a few seconds unless told to', () => {
    expect(render().report.jobs).toBe(1);
    expect(render('--jobs', '4').report.jobs).toBe(4);
  });
});
