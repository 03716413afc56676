/** One run of one contestant: a process of its own. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Contestant, Task } from './contestants.ts';
import { hasCommand, Workspace } from './workspace.ts';

/** What was measured. Commands tell nothing but what the system knows of their process. */
export interface Run {
  /** From the start of the process to its end. */
  readonly wallSeconds: number;
  /** User and system time of the process with all its threads. */
  readonly cpuSeconds: number;
  readonly peakMib: number;
  /** CPU time after bank and piece were loaded. */
  readonly renderCpuSeconds?: number;
  /** From the start of the process to the first block of sound. */
  readonly firstBlockSeconds?: number;
  readonly voicesPeak?: number;
  readonly rms?: number;
}

const LONGEST_RUN_MS = 600_000;
const TIME_COMMAND = '/usr/bin/time';

interface DriverLine {
  readonly renderCpuSeconds: number;
  readonly firstBlockAt: number;
  readonly voicesPeak: number;
  readonly rms: number;
}

/** Runs it once, on one core where that can be had. @throws Error with what the process said, where it fails. */
export function runOnce(contestant: Contestant, task: Task): Run {
  const timeFile = join(Workspace.out, 'time.txt');
  const pin = contestant.usesAllCores || !hasCommand('taskset') ? [] : ['taskset', '-c', String(cpus().length - 1)];
  const [command, ...rest] = [...pin, TIME_COMMAND, '-o', timeFile, '-f', '%e %U %S %M', ...contestant.command(task)];
  const begin = process.hrtime.bigint();
  const child = spawnSync(command!, rest, { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: LONGEST_RUN_MS });
  const wallSeconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (child.status !== 0) throw new Error(`${contestant.name}: ${failureOf(child)}`);
  const [, user = 0, system = 0, peakKib = 0] = lastLine(readFileSync(timeFile, 'utf8')).split(' ').map(Number);
  const run: Run = { wallSeconds, cpuSeconds: user + system, peakMib: peakKib / 1024 };
  if (contestant.way === 'command') return run;
  const { renderCpuSeconds, firstBlockAt, voicesPeak, rms } = JSON.parse(jsonLine(child.stdout)) as DriverLine;
  return { ...run, renderCpuSeconds, voicesPeak, rms, firstBlockSeconds: firstBlockAt - Number(begin) / 1e9 };
}

function failureOf({ error, stderr, status, signal }: ReturnType<typeof spawnSync>): string {
  return error?.message ?? (String(stderr).trim().slice(-300) || `ended with ${status ?? signal}`);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!;
}

function jsonLine(text: string): string {
  const line = text.split('\n').find((candidate) => candidate.startsWith('{"loadSeconds"'));
  if (line === undefined) throw new Error(`no line of results in ${JSON.stringify(text.slice(0, 200))}`);
  return line;
}
