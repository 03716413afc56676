/**
 * The effects' part of a kernel's memory, at HEADER_EFFECTS: what control writes, and the kernel's own state. Offsets in
 * bytes; `f32` unless a line says otherwise. Written for both sides, hence only literal constants.
 */

/** Delay lines of the reverb, in two vectors of four. */
export const REVERB_LINES = 8;

// What control writes, at any time.
/** `u32`: frames of the reverb's memory, a power of two; each holds a value of every line. 0 = no reverb. */
export const EFFECTS_REVERB_FRAMES = 0;
/** `u32`: address of the reverb's memory, and of the chorus's. */
export const EFFECTS_REVERB_MEMORY = 4;
export const EFFECTS_CHORUS_MEMORY = 8;
/** `u32`: frames of the chorus's memory, a power of two. 0 = no chorus. */
export const EFFECTS_CHORUS_FRAMES = 12;
/** Gains on the way in and out, linear; the way out follows slowly. */
export const EFFECTS_REVERB_IN = 16;
export const EFFECTS_REVERB_OUT = 20;
export const EFFECTS_CHORUS_OUT = 24;
/** `u32`: frames after the last sound went in until nothing is heard any more. */
export const EFFECTS_REVERB_TAIL = 28;
/** `u32` × REVERB_LINES: lengths, frames. */
export const EFFECTS_LENGTHS = 32;
/** × REVERB_LINES: gain of one round. */
export const EFFECTS_FEEDBACK = 64;
/** × REVERB_LINES: share of its last value that each line keeps, 0…1: the damping of high frequencies. */
export const EFFECTS_DAMPING = 96;
/** Middle of the chorus's delay and its swing, frames. */
export const EFFECTS_CHORUS_DELAY = 128;
export const EFFECTS_CHORUS_DEPTH = 132;
/** `f64`: sine and cosine of the angle by which each oscillator turns a frame: reverb, chorus. */
export const EFFECTS_REVERB_TURN = 136;
export const EFFECTS_CHORUS_TURN = 152;

// The kernel's own; control clears it when the synth opens.
/** `f64`: sine and cosine of the oscillators; control starts the cosines with 1. */
export const EFFECTS_REVERB_ANGLE = 168;
export const EFFECTS_CHORUS_ANGLE = 184;
/** `u32`: frames written so far, modulo 2^32. */
export const EFFECTS_REVERB_POSITION = 200;
export const EFFECTS_CHORUS_POSITION = 204;
/** `u32`: frames since something went in. */
export const EFFECTS_REVERB_QUIET = 208;
export const EFFECTS_CHORUS_QUIET = 212;
/** Gains that follow those of control. */
export const EFFECTS_REVERB_GAIN = 216;
export const EFFECTS_CHORUS_GAIN = 220;
/** × REVERB_LINES: last values behind the damping. */
export const EFFECTS_DAMPED = 224;
export const EFFECTS_BYTES = 256;

/** Share of the way to its target that a gain goes in one frame: a jump is over in a few milliseconds. */
export const GAIN_SHARE = 0.004;
/** Frames by which the modulated lines of the reverb swing to either side. */
export const REVERB_SWING = 3;
