import { CELL_FRAMES, SEGMENT_REACH_FRAMES, SHORTEST_SEGMENT_FRAMES } from '../layout.ts';

/** A stretch of a voice's life that begins with its start or with a command. */
export interface ControlPhase {
  readonly firstFrame: number;
  /** Gain at an absolute frame, were there no further command. */
  readonly gainAt: (frame: number) => number;
  /** Absolute frames at which envelope stages end, rising. */
  readonly corners?: readonly number[];
}

/** Frame at which a segment that begins at `start` ends, if no envelope has a corner before. */
export function segmentEnd(start: number): number {
  return CELL_FRAMES * Math.ceil((start + SEGMENT_REACH_FRAMES) / CELL_FRAMES);
}

/** The gain of a voice by the contract: exact at its control points, on straight lines between them. */
export function controlCurve(phases: readonly ControlPhase[], frameCount: number): Float64Array {
  const curve = new Float64Array(frameCount);
  let gain = phases[0]!.gainAt(phases[0]!.firstFrame);
  phases.forEach(({ firstFrame, gainAt, corners = [] }, index) => {
    const lastFrame = phases[index + 1]?.firstFrame ?? frameCount;
    let start = firstFrame;
    while (start < lastFrame) {
      const corner = corners.find((frame) => frame > start) ?? Number.POSITIVE_INFINITY;
      const length = Math.max(SHORTEST_SEGMENT_FRAMES, Math.min(segmentEnd(start), corner) - start);
      const target = gainAt(start + length);
      const played = Math.min(length, lastFrame - start);
      for (let i = 0; i < played; i++) curve[start + i] = gain + ((target - gain) * i) / length;
      gain += ((target - gain) * played) / length;
      start += played;
    }
  });
  return curve;
}

/** 10^(dB / 20). */
export function gainOfDb(db: number): number {
  return 10 ** (db / 20);
}
