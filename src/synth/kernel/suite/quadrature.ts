import { CELL_FRAMES } from '../layout.ts';
import type { KernelRig, Rendering } from './kernel-rig.ts';
import { sineLoop } from './suite-wave.ts';
import type { VoiceSettings } from './voice-settings.ts';

/** Plays one pitch as a sine on the left and a cosine on the right, so that every frame tells its phase. */
export function playQuadrature(rig: KernelRig, period: number, settings: VoiceSettings): void {
  rig.play(sineLoop(period), { ...settings, panLeft: 1, panRight: 0 });
  rig.play(sineLoop(period, 0.25), { ...settings, panLeft: 0, panRight: 1 });
}

/** Phase at every frame, cycles, without jumps; less than half a cycle a frame. */
export function unwrappedPhase({ buses }: Rendering): Float64Array {
  const [sine, cosine] = buses as [Float32Array, Float32Array];
  let previous = 0;
  return Float64Array.from(sine, (value, frame) => {
    const phase = Math.atan2(value, cosine[frame]!) / (2 * Math.PI);
    previous += phase - previous - Math.round(phase - previous);
    return previous;
  });
}

/** Cents of each whole cell above one wave frame of `period` a frame. */
export function centsPerSegment(rendering: Rendering, period: number): number[] {
  const phase = unwrappedPhase(rendering);
  const segmentCount = Math.floor((phase.length - 1) / CELL_FRAMES);
  return Array.from({ length: segmentCount }, (_, segment) => {
    const cycles = phase[(segment + 1) * CELL_FRAMES]! - phase[segment * CELL_FRAMES]!;
    return 1200 * Math.log2((cycles * period) / CELL_FRAMES);
  });
}

/** Frames at the start in which the taps may still reach before the wave. */
const ONSET_FRAMES = 256;

/** Mean cycles a frame after the onset: the slope of the phase by least squares. */
export function meanFrequency(rendering: Rendering): number {
  const phase = unwrappedPhase(rendering).subarray(ONSET_FRAMES);
  const middle = (phase.length - 1) / 2;
  let product = 0;
  let square = 0;
  phase.forEach((cycles, frame) => {
    product += (frame - middle) * cycles;
    square += (frame - middle) ** 2;
  });
  return product / square;
}
