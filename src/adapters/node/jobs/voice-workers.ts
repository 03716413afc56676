import { Worker } from 'node:worker_threads';
import { BUS_COUNT, RUN_FRAMES } from '../../../synth/kernel/layout.ts';
import type { VoiceShare } from '../../../synth/voice-share.ts';
import { splitGroups } from './group-split.ts';
import { createRingMemory, RingReader } from './share-ring.ts';
import type { WorkerTask } from './voice-worker.ts';

/** What a worker runs. Node runs no TypeScript in workers: from the sources it is what was built of them. */
export const WORKER_ENTRY: URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../../dist/adapters/node/jobs/voice-worker.js', import.meta.url)
  : new URL('./voice-worker.js', import.meta.url);

/** What all threads have in common. */
export type SharedTask = Omit<WorkerTask, 'ringMemory' | 'groups'>;

/** How the workers are started. */
export interface VoiceWorkersOptions {
  /** Threads, the calling one included: 2…8. */
  readonly jobs: number;
  readonly task: SharedTask;
  readonly entry?: URL;
}

type Buses = readonly Float32Array[];

/**
 * Worker threads that compute the sound of most of a piece's voices, while the calling thread computes the rest and
 * gathers all. It waits for them within {@link share}, so nothing here is asynchronous.
 */
export class VoiceWorkers {
  /** The calling thread's share: to be given to the synth that plays the same piece here. */
  readonly share: VoiceShare;
  readonly #workers: readonly Worker[];
  readonly #readers: readonly RingReader[];

  /** @throws {Error} of Node where a thread cannot be started. */
  constructor({ jobs, task, entry = WORKER_ENTRY }: VoiceWorkersOptions) {
    const { shares, sums } = splitGroups(jobs);
    const [ownGroups = 0, ...others] = shares;
    const memories = others.map(createRingMemory);
    this.#readers = memories.map((memory) => new RingReader(memory));
    this.#workers = others.map((groups, index) =>
      startWorker(entry, { ...task, groups, ringMemory: memories[index]! }),
    );
    const parts = others.map(makeBuses);
    const exchange = (buses: Buses, from: number, end: number): void => {
      for (const [index, reader] of this.#readers.entries()) reader.read(parts[index]!, from, end);
      const all = [buses, ...parts];
      for (const { target, source } of sums) addBuses(all[target]!, all[source]!, from, end);
    };
    this.share = { groups: ownGroups, exchange };
  }

  /** Waits until all are through. @throws {Error} where one failed, or made less or more sound than was read. */
  finish(): void {
    for (const reader of this.#readers) reader.finish();
  }

  /** Ends those that still run. */
  close(): void {
    for (const reader of this.#readers) reader.cancel();
    for (const worker of this.#workers) void worker.terminate();
  }
}

/** Failures come through the ring: the calling thread does not see events while it renders. */
function startWorker(entry: URL, workerData: WorkerTask): Worker {
  const worker = new Worker(entry, { workerData, execArgv: [], stdout: true, stderr: true });
  worker.on('error', () => {});
  worker.unref();
  return worker;
}

function makeBuses(): Buses {
  return Array.from({ length: BUS_COUNT }, () => new Float32Array(RUN_FRAMES));
}

/** Sums of floats that begin with +0 are never −0, so that a part in silence changes no bit. */
function addBuses(target: Buses, source: Buses, from: number, end: number): void {
  for (let bus = 0; bus < BUS_COUNT; bus++) addBus(target[bus]!, source[bus]!, from, end);
}

function addBus(target: Float32Array, source: Float32Array, from: number, end: number): void {
  for (let i = from; i < end; i++) target[i] = target[i]! + source[i]!;
}
