/** What a worker thread runs: the whole piece for the sound of its own groups. Says nothing but through its ring. */
import { parentPort, workerData } from 'node:worker_threads';
import { openBank } from '../bank-input.ts';
import { readMidiFile } from '../midi-input.ts';
import { type PieceSettings, playPiece } from '../play-piece.ts';
import { RingWriter } from './share-ring.ts';

/** What a worker is told at its start; goes through a structured clone. */
export interface WorkerTask {
  /** Of the ring that its buses go into. */
  readonly ringMemory: SharedArrayBuffer;
  /** Bits of the groups that sound here. */
  readonly groups: number;
  readonly inputPath: string;
  readonly bankPath: string | undefined;
  /** Times that the piece is rendered, one after another. */
  readonly passes: number;
  readonly settings: PieceSettings;
}

const nowhere = { open: () => {}, write: () => {}, close: () => {} };

function runTask(task: WorkerTask): void {
  const ring = new RingWriter(task.ringMemory);
  try {
    renderPasses(task, ring);
    ring.finish();
  } catch (error) {
    ring.fail(error instanceof Error ? error.message : String(error));
  }
}

function renderPasses({ inputPath, bankPath, groups, passes, settings }: WorkerTask, ring: RingWriter): void {
  const midi = readMidiFile(inputPath);
  const bank = openBank(midi, bankPath);
  try {
    const voiceShare = { groups, exchange: ring.write.bind(ring) };
    for (let pass = 0; pass < passes; pass++) {
      playPiece(settings, midi, bank, nowhere, { voiceShare });
      ring.flush();
    }
  } finally {
    bank.close();
  }
}

if (parentPort !== null) runTask(workerData as WorkerTask);
