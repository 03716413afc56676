/**
 * The contract between the synth's control and its DSP inner loops.
 *
 * Both sides share one linear memory, laid out by `layout.ts`. Control fills voice records, links commands to voices
 * and calls {@link Kernel.render} for a part of the present *cell* of {@link CELL_FRAMES} frames; the kernel obeys
 * each command on its exact frame and adds all active voices to the output buses in the order of the active list.
 *
 * What every kernel must do alike:
 *
 * - **Cuts change nothing.** `render(0, 64)` and `render(0, 7)` + `render(7, 64)` give the same bits in the buses and
 *   the same state, whether a command at frame 7 was linked before the first call or between the two.
 * - **Segments.** From a control point a voice runs in segments of CELL_FRAMES frames, whatever cells lie there. A
 *   segment ends earlier where a stage of EG1 or EG2 ends in it, but never before SHORTEST_SEGMENT_FRAMES. A command cuts
 *   the running segment at its frame; the next one begins there.
 * - **Within a segment** the pitch is constant, the mean of its values at both ends (with the depths as they are now);
 *   the gain on each bus runs on a straight line from where it is to its value at the segment's end; so do the
 *   coefficients of the low-pass.
 * - **Gain** on a bus at the end of a segment: min(ceiling, 10^(dB/20) × EG1 × pan or send) × wave scale, where
 *   dB = VOICE_GAIN_DB + each modulator × its depth. The ceiling holds for each bus alone. The first segment starts with
 *   the gains and the low-pass of its first frame, after all commands of that frame.
 * - **EG1**: delay (silent), attack (linear in amplitude), hold, decay to the sustain level (linear in dB), sustain,
 *   release from the present level to 96 dB (linear in dB, the full range lasting VOICE_EG1_RELEASE frames; a shutdown is the
 *   same with VOICE_EG1_SHUTDOWN). A sustain level of 96 dB ends the voice with its decay. **EG2**: the same stages, all linear, 0…1.
 *   Lengths are whole frames, rounded to the nearest; a stage of length 0 is over at its own frame.
 * - **LFOs** are sines that stand at 0 until their delay is over.
 * - **Low-pass**: RBJ biquad with Q = 10^(resonance/20)/√2 and a gain of −resonance/2 dB at all frequencies, in transposed
 *   direct form II; the cutoff is at most 0.49 of the sample rate.
 * - **Interpolation**: SINC_TAPS taps from the table in memory, row round(fraction × SINC_PHASES); tap k lies on wave frame
 *   ⌊position⌋ − 3 + k. Positions advance by 32.32 fixed point, at most 4,096 wave frames a step, from the start on, through the delay of EG1 too. A looping voice jumps back by VOICE_LOOP_LENGTH when its position
 *   reaches VOICE_LOOP_WRAP; a one-shot ends when it reaches VOICE_WAVE_END + SINC_TAPS / 2.
 * - A voice **ends** (VOICE_STATUS = VOICE_ENDED) with its wave, or when EG1 has ended and its gains have reached 0.
 *   Control looks at it when a cell is complete; an end on the cell's last frame may be told with the next.
 * - A release in loop mode 2 may overwrite VOICE_LOOP_MODE and VOICE_WAVE_ADDRESS: a record is written anew for each start.
 *   VOICE_LOOP_LENGTH is 1 or more.
 * - VOICE_LEVEL_DB is renewed when a cell is complete, and only then.
 */
import type { CELL_FRAMES } from './layout.ts';

/** DSP inner loops over a shared memory. `@thread render` for {@link render}; creation belongs to control. */
export interface Kernel {
  /** What is running, for logs and statistics: `wasm-simd` or `reference`. */
  readonly name: string;
  /** The memory of `layout.ts`. It may grow when control allocates; views must then be made anew. */
  readonly memory: WebAssembly.Memory;
  /**
   * Renders frames `from` … `end − 1` of the present cell, 0 ≤ from ≤ end ≤ {@link CELL_FRAMES}, into the output
   * buses. `from` is 0 in a new cell (the buses are cleared then), else the previous call's `end`. With `from` = `end`
   * it only obeys the commands for that frame, so that control can have their room back.
   * Allocates nothing, never throws. `@thread render`
   */
  render(from: number, end: number): void;
}
