import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BANK_PATH } from '../../src/adapters/node/default-bank.ts';
import { buildSf2, oneZoneSpec } from '../../src/formats/sf2/build-sf2.test-support.ts';
import { readWave, type WaveFile } from '../../src/formats/wave/read-wave.ts';
import { runDmus } from './run-dmus.ts';
import { writeSmallPiece } from './small-piece.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Shape of the line that `--json` prints, as far as programs may rely on it. */
interface Report {
  readonly output: string;
  readonly bank: string;
  readonly sampleRate: number;
  readonly quality: string;
  readonly jobs: number;
  readonly frames: number;
  readonly seconds: number;
  readonly peakDbfs: number | null;
  readonly clippedSamples: number;
  readonly voicesPeak: number;
  readonly notesLost: number;
  readonly warnings: readonly string[];
  readonly renderSeconds: number;
  readonly realtimeFactor: number;
}

interface Rendering {
  readonly report: Report;
  readonly wave: WaveFile;
  readonly bytes: Buffer;
}

const folder = temporaryFolder();
const piece = writeSmallPiece(folder);
let count = 0;

/** Renders the small piece with these options; the output has a name of its own. */
function render(...options: string[]): Rendering {
  const output = `out-${count++}.wav`;
  const { status, stdout, stderr } = runDmus(['render', piece, '-o', output, '--json', ...options], folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const bytes = readFileSync(join(folder, output));
  return { report: JSON.parse(stdout) as Report, wave: readWave(bytes), bytes };
}

/** Level of the loudest sample in the file. */
function peakDbfs({ wave }: Rendering): number {
  return 20 * Math.log10(wave.samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0));
}

/** What each option does, told by the file or the report. The names are those of the help. */
const EFFECTS: Readonly<Record<string, (plain: Rendering) => void>> = {
  '--output': () => {
    expect(runDmus(['render', piece, '-q', '--output', 'named.wav'], folder).status).toBe(0);
    expect(existsSync(join(folder, 'named.wav'))).toBe(true);
  },
  '--bank': (plain) => {
    const bankPath = join(folder, 'one-zone.sf2');
    writeFileSync(bankPath, buildSf2(oneZoneSpec([])));
    expect(render('--bank', bankPath).report.bank).toBe(bankPath);
    expect(plain.report.bank).toBe(DEFAULT_BANK_PATH);
  },
  '--rate': ({ report }) => {
    const slow = render('--rate', '11025');
    expect(slow.wave.sampleRate).toBe(11025);
    expect(slow.report.seconds).toBeCloseTo(report.seconds, 0);
  },
  '--bits': (plain) => {
    expect(plain.wave.sampleFormat).toBe('pcm16');
    const formats = ['16', '24', '32f'].map((bits) => render('--bits', bits).wave.sampleFormat);
    expect(formats).toEqual(['pcm16', 'pcm24', 'float32']);
  },
  '--port': (plain) => {
    expect(render('--port', 'kernel').bytes.equals(plain.bytes)).toBe(true);
  },
  '--rules': (plain) => {
    expect(render('--rules', 'dls2').bytes.equals(plain.bytes)).toBe(true);
    expect(render('--rules', 'windows').bytes.equals(plain.bytes)).toBe(false);
  },
  '--voices': ({ report }) => {
    expect(report.notesLost).toBe(0);
    expect(render('--voices', '2').report.notesLost).toBe(3);
  },
  '--quality': (plain) => {
    expect(render('--quality', 'sinc8').bytes.equals(plain.bytes)).toBe(true);
    const others = ['linear', 'cubic', 'sinc16', 'sinc32'].map((quality) => render('--quality', quality));
    expect(others.map(({ report }) => report.quality)).toEqual(['linear', 'cubic', 'sinc16', 'sinc32']);
    expect(new Set([plain, ...others].map(({ bytes }) => bytes.toString('base64'))).size).toBe(5);
  },
  '--no-reverb': ({ report }) => {
    expect(render('--no-reverb').report.voicesPeak).toBe(report.voicesPeak);
  },
  '--no-chorus': ({ report }) => {
    expect(render('--no-reverb', '--no-chorus').report.voicesPeak).toBe(report.voicesPeak);
  },
  '--jobs': (plain) => {
    const { bytes, report } = render('--jobs', '3');
    expect(report.jobs).toBe(3);
    expect(bytes.equals(plain.bytes)).toBe(true);
    expect(runDmus(['render', piece, '-j', '9'], folder)).toMatchObject({ status: 1, stdout: '' });
  },
  '--tail': ({ report }) => {
    const cut = render('--tail', '0').report;
    expect(cut.warnings).toEqual(['voices still sounded at the end of the tail and were cut off']);
    expect(cut.seconds).toBeCloseTo(0.5, 3);
    expect(report.seconds).toBeGreaterThan(0.55);
  },
  '--gain': (plain) => {
    expect(peakDbfs(render('--gain', '-6'))).toBeCloseTo(peakDbfs(plain) - 6, 1);
    expect(peakDbfs(render('--gain', '3'))).toBeCloseTo(peakDbfs(plain) + 3, 1);
  },
  '--normalize': () => {
    for (const bits of ['16', '24', '32f']) {
      const loud = render('--normalize', '--bits', bits);
      expect(Math.abs(peakDbfs(loud))).toBeLessThan(0.01);
      expect(loud.report).toMatchObject({ peakDbfs: 0, clippedSamples: 0 });
    }
    expect(peakDbfs(render('--normalize', '--gain', '-3'))).toBeCloseTo(-3, 1);
  },
  '--quiet': () => {
    expect(runDmus(['render', piece, '-o', 'quiet.wav'], folder).stdout).toMatch(/^quiet\.wav: 0:0/);
    expect(runDmus(['render', piece, '-o', 'quiet.wav', '--quiet'], folder)).toMatchObject({ stdout: '', stderr: '' });
  },
  '--json': ({ report, wave }) => {
    expect(report.frames * 2).toBe(wave.samples.length);
    expect(report).toEqual({
      output: expect.stringMatching(/^out-\d+\.wav$/),
      bank: DEFAULT_BANK_PATH,
      sampleRate: 48000,
      quality: 'sinc8',
      jobs: 1,
      frames: report.frames,
      seconds: Number((report.frames / 48000).toFixed(6)),
      peakDbfs: expect.any(Number),
      clippedSamples: 0,
      voicesPeak: 5,
      notesLost: 0,
      warnings: [],
      renderSeconds: expect.any(Number),
      realtimeFactor: expect.any(Number),
    });
  },
  '--help': () => expect(runDmus(['render', '-h'], folder).stdout).toMatch(/^Usage: dmus render/),
};

describe('dmus render', () => {
  it('has no option in its help that is not tested here, and none here that it has not', () => {
    const { stdout } = runDmus(['render', '--help'], folder);
    const listed = Array.from(stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm), ([, name]) => name);
    expect(listed.toSorted()).toEqual(Object.keys(EFFECTS).toSorted());
  });

  const plain = render();

  it.each(Object.entries(EFFECTS))('does what it says with %s', (_, effect) => effect(plain));

  it('writes beside where it is called, under the name of the input, unless told otherwise', () => {
    expect(runDmus(['render', piece], folder)).toMatchObject({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'piece.wav')).equals(plain.bytes)).toBe(true);
  });

  it('writes over an older output', () => {
    expect(runDmus(['render', piece, '-o', 'older.wav', '--gain', '-20'], folder).status).toBe(0);
    expect(runDmus(['render', piece, '-o', 'older.wav'], folder).status).toBe(0);
    expect(readFileSync(join(folder, 'older.wav')).equals(plain.bytes)).toBe(true);
  });

  it('says by how much too loud a piece was, and that much is enough', () => {
    const loud = runDmus(['render', piece, '-o', 'loud.wav', '--gain', '40'], folder);
    const [, excess] = /^warning: \d+ samples clipped: render ([\d.]+) dB quieter/m.exec(loud.stdout) ?? [];
    expect(Number(excess)).toBeGreaterThan(0);
    expect(render('--gain', String(40 - Number(excess))).report.clippedSamples).toBe(0);
  });

  it('names the instruments that the bank does not have', () => {
    const bankPath = join(folder, 'other-program.sf2');
    const spec = oneZoneSpec([]);
    writeFileSync(bankPath, buildSf2({ ...spec, presets: spec.presets!.map((preset) => ({ ...preset, program: 5 })) }));
    const { report } = render('-b', bankPath);
    expect(report).toMatchObject({
      peakDbfs: null,
      warnings: [`${bankPath} has no instrument for program 1: its notes are silent`],
    });
  });
});
