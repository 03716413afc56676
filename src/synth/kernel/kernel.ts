/**
 * The contract between the synth's control and its DSP inner loops.
 *
 * Both sides share one linear memory, laid out by `layout.ts`. Control fills voice records, links commands to voices
 * and calls {@link Kernel.render} for a part of the present *cell* of {@link CELL_FRAMES} frames, or for several whole
 * cells; the kernel obeys each command on its exact frame and puts the sum of all active voices on the output buses.
 *
 * What every kernel must do alike:
 *
 * - **Cuts change nothing.** `render(0, 64)` and `render(0, 7)` + `render(7, 64)` give the same bits in the buses and
 *   the same state, whether a command at frame 7 was linked before the first call or between the two; `render(0, 256)`
 *   and four cells one by one do, too.
 * - **Segments.** A voice runs in segments between control points: its start, every command to it, corners of its
 *   envelopes, ends of cells. A segment ends with the first cell whose end is SEGMENT_REACH_FRAMES away or more, or
 *   earlier where a stage of EG1 or EG2 ends in it, but never before SHORTEST_SEGMENT_FRAMES. A command cuts the running
 *   segment at its frame; the next one begins there.
 * - **Within a segment** the pitch is constant, the mean of its values at both ends (with the depths as they are now);
 *   the gain on each bus runs on a straight line from where it is to its value at the segment's end; so do the
 *   coefficients of the low-pass.
 * - **Gain** on a bus at the end of a segment: min(ceiling, 10^(dB/20) × EG1 × pan or send) × wave scale × filter gain,
 *   where dB = VOICE_GAIN_DB + each modulator × its depth. The ceiling holds for each bus alone. The first segment starts with
 *   the gains and the low-pass of its first frame, after all commands of that frame.
 * - **Silence.** Where a bus's gain without wave scale is below INAUDIBLE_GAIN, it is 0. A segment whose gains are 0 at both
 *   ends on all buses is not computed: position and clocks move on, the low-pass rests. Where EG1 is in its release
 *   or over as such a segment begins, the voice ends.
 * - **EG1**: delay (silent), attack (linear in amplitude), hold, decay to the sustain level (linear in dB), sustain,
 *   release from the present level to 96 dB (linear in dB, the full range lasting VOICE_EG1_RELEASE frames; a shutdown is the
 *   same with VOICE_EG1_SHUTDOWN). A sustain level of 96 dB ends the voice with its decay. **EG2**: the same stages, all linear, 0…1.
 *   Lengths are whole frames, rounded to the nearest; a stage of length 0 is over at its own frame.
 * - **LFOs** are sines that stand at 0 until their delay is over.
 * - **Low-pass**: the bilinear two-pole low-pass with Q = 10^(resonance/20)/√2 as a trapezoidal state-variable filter,
 *   and a gain of −resonance/2 dB at all frequencies (the filter gain above); the cutoff is at most 0.49 of the sample rate. With
 *   g = tan(π × cutoff / rate), A = 2g / (1 + g(g + 1/Q)), a frame x gives v = x − s2, s1' = s1 × (A × (1/g) − 1) + A × v,
 *   s2' = s2 + A × s1 + A × g × v, and the sample (s2 + s2') / 2. What moves on straight lines are the three factors A/g − 1, A, A × g.
 * - **Interpolation**: by the first table record that serves the step (nearest phase of integer weights; between two phases of
 *   float weights, of both values' straight line); a looping voice jumps back by VOICE_LOOP_LENGTH when its
 *   position reaches VOICE_LOOP_WRAP, a one-shot ends when it reaches VOICE_WAVE_END + half the taps of its table. Positions
 *   advance by 32.32 fixed point, at most 4,096 wave frames a step, from the start on, through the delay of EG1 too.
 * - A voice **ends** with its wave, or when EG1 has ended and its gains have reached 0, or by the rule of silence:
 *   VOICE_STATUS = VOICE_ENDED. When the cell in which it ended is complete, its bit is cleared and its slot goes on the list of
 *   ended ones, where control looks; an end on the cell's last frame may be told with the next. HEADER_VOICE_CELLS
 *   counts it in that cell still.
 * - A release in loop mode 2 may overwrite VOICE_LOOP_MODE and VOICE_WAVE_ADDRESS: a record is written anew for each start.
 *   VOICE_LOOP_LENGTH is 1 or more.
 * - VOICE_LEVEL_DB is renewed when a cell is complete, and only then.
 * - Voices of groups that are not in HEADER_GROUPS live as the others do, but add nothing to the buses.
 */
import type { CELL_FRAMES, RUN_FRAMES } from './layout.ts';

/** DSP inner loops over a shared memory. `@thread render` for all methods; creation belongs to control. */
export interface Kernel {
  /** What is running, for logs and statistics: `wasm-simd` or `reference`. */
  readonly name: string;
  /** The memory of `layout.ts`. It may grow when control allocates; views must then be made anew. */
  readonly memory: WebAssembly.Memory;
  /**
   * Renders frames `from` … `end − 1` of the present cell, 0 ≤ from ≤ end ≤ {@link CELL_FRAMES}, to the same frames of
   * the output buses. `from` is 0 in a new cell, else the previous call's `end`. From 0, `end` may also be a multiple of
   * CELL_FRAMES up to {@link RUN_FRAMES}: the whole cells one after another, all commands lying in the first. With `from` =
   * `end` it only obeys the commands for that frame, so that control can have their room back.
   * Allocates nothing, never throws.
   */
  render(from: number, end: number): void;
  /**
   * Adds what the effects make of the sends to left and right, frames `from` … `end − 1` of what was rendered last, each
   * frame once and in order; cuts change nothing here either.
   */
  applyEffects(from: number, end: number): void;
}
