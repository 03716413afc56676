/**
 * The memory that control and kernel share, as one table of byte offsets. Both sides import this file (the
 * AssemblyScript kernel too, hence only literal constants), and no address is computed anywhere else.
 *
 * Types behind the offsets: `u32` unless a line says `f32`, `f64` or `i64`. Addresses are byte addresses in the
 * kernel's linear memory. "Frames" are output frames; "wave frames" are positions in a wave.
 */

/** Frames in a cell, the grid of time on which segments end. Control learns of ended voices at cell ends. */
export const CELL_FRAMES = 64;
/** Most frames of one render call: whole cells in which nothing is commanded after the first. */
export const RUN_FRAMES = 1024;

/** A segment ends with the first cell whose end is this many frames away or more. */
export const SEGMENT_REACH_FRAMES = 32;
/** Shortest segment that a corner of an envelope may cut, frames: keeps ramps click-free. */
export const SHORTEST_SEGMENT_FRAMES = 16;

/** Output buses: left, right, reverb send, chorus send. */
export const BUS_COUNT = 4;

/**
 * Voices are summed in groups, and groups in a tree of pairs, so that threads which take a group each come to the
 * same bits as one that takes all. Slot s is in group (s >> GROUP_SLOT_BITS) % GROUP_COUNT.
 */
export const GROUP_COUNT = 8;
/** Eight neighbouring slots share a group, and a byte of the bitmap of active slots. */
export const GROUP_SLOT_BITS = 3;

/** Voices that go through the low-pass together. */
export const BATCH_VOICES = 8;
/** Rows of samples for them, and for the lanes beside the last of them. */
export const SCRATCH_ROWS = 12;

/** Attenuation at which a voice is silent, dB: the range of a DLS envelope. */
export const SILENCE_DB = 96;
/** Gain on a bus, wave scale not included, below which nobody hears a voice: 2^-18, −108 dB. */
export const INAUDIBLE_GAIN = 0.000003814697265625;

/** Frames of guard around a wave: half the taps of the longest interpolator. */
export const GUARD_FRAMES = 192;

// Interpolation tables, TABLE_COUNT records one after another: the first for waves played at their own pitch or
// below, each further one for larger steps, with a lower cutoff, so that what has no place under half the sample rate does not fold back.
export const TABLE_COUNT = 8;
/** `i64`: largest step a frame, 32.32 fixed point, that the table serves; the last serves all beyond. */
export const TABLE_MAX_INCREMENT = 0;
/** Address of the rows of weights, one for each phase between two wave frames, and one for the next frame. */
export const TABLE_ROWS = 8;
/** 1 = `i16` weights, the row of the nearest phase; 0 = `f32` weights, the value on the straight line between two rows' values. */
export const TABLE_IS_INTEGER = 12;
/** Taps of a row, a multiple of 8, at most 2 × GUARD_FRAMES; tap k lies on wave frame ⌊position⌋ − taps / 2 + 1 + k. */
export const TABLE_TAPS = 16;
/** log2 of the phases between two wave frames. */
export const TABLE_PHASE_BITS = 20;
/** `f32`: value of a weight of 1. */
export const TABLE_WEIGHT_SCALE = 24;
export const TABLE_BYTES = 32;

// Header: where the parts are. Static data of the compiled kernel ends below it.
export const HEADER_ADDRESS = 16384;
export const HEADER_VOICES = 0;
export const HEADER_COMMANDS = 4;
/** Address of a bitmap: bit s & 7 of byte s >> 3 is 1 while slot s is active. Set by control, cleared by the kernel in the cell of the voice's end. */
export const HEADER_ACTIVE_BITS = 8;
/** Bytes of the bitmap, a multiple of GROUP_COUNT: one for eight slots. */
export const HEADER_ACTIVE_BYTES = 12;
/** BUS_COUNT × RUN_FRAMES `f32`. */
export const HEADER_OUTPUT = 16;
/** TABLE_COUNT records. */
export const HEADER_TABLES = 20;
/** SCRATCH_ROWS × CELL_FRAMES `f32` for voices' samples. */
export const HEADER_SCRATCH = 24;
/** `f32`: ceiling of a voice's gain on one output, linear. */
export const HEADER_GAIN_CEILING = 28;
/** `f32`: output frames a second. */
export const HEADER_SAMPLE_RATE = 32;
/** GROUP_COUNT × BUS_COUNT × CELL_FRAMES `f32`: the groups' sums. */
export const HEADER_GROUP_BUSES = 36;
/** Bits of the groups whose voices sound here; the others live their lives in silence. */
export const HEADER_GROUPS = 40;
/** Address of slots of voices that ended, in the order of summation, and how many; control empties it. */
export const HEADER_ENDED_LIST = 44;
export const HEADER_ENDED_COUNT = 48;
/** Active voices summed over complete cells; control takes it back to 0. */
export const HEADER_VOICE_CELLS = 52;
/** Memory of the pitch cache, and its bytes; 0 = none. */
export const HEADER_PITCH_CACHE = 56;
export const HEADER_PITCH_CACHE_BYTES = 60;
/** Raised by control whenever a wave is freed: what was cached before is void. */
export const HEADER_WAVE_GENERATION = 64;
/** State of the effects, set up by control as `effects-layout.ts` says; 0 = none. */
export const HEADER_EFFECTS = 68;
export const HEADER_BYTES = 128;

// Command: one change to one voice at one frame of the cell. Voices hold linked lists of them, in time order.
/** Index + 1 of the voice's next command, 0 at the end. */
export const COMMAND_NEXT = 0;
/** Frame of the cell, 0…CELL_FRAMES − 1; the first cell of a run of several. */
export const COMMAND_FRAME = 4;
export const COMMAND_KIND = 8;
/** Voice field to be set. */
export const COMMAND_FIELD = 12;
/** `f64`: the field's new value. */
export const COMMAND_VALUE = 16;
export const COMMAND_BYTES = 24;

export const COMMAND_KIND_START = 1;
export const COMMAND_KIND_SET_F32 = 2;
export const COMMAND_KIND_SET_F64 = 3;
export const COMMAND_KIND_RELEASE = 4;
export const COMMAND_KIND_SHUTDOWN = 5;

// Voice, part 1: what control writes, before the start or by command.
/** `f64`: cents between the wave's recorded rate and the wanted one; 0 plays one wave frame each output frame. */
export const VOICE_PITCH_CENTS = 0;
/** Address of wave frame 0. GUARD_FRAMES readable frames lie on either side of the wave. */
export const VOICE_WAVE_ADDRESS = 8;
/** 0 = 16-bit integers, 1 = `f32`. */
export const VOICE_WAVE_FORMAT = 12;
/** 0 = one-shot, 1 = loops for ever, 2 = loops until released. */
export const VOICE_LOOP_MODE = 16;
/** Wave frame at which a loop jumps back: loop end + GUARD_FRAMES; the loop is unrolled in memory that far and further. */
export const VOICE_LOOP_WRAP = 20;
/** Wave frames to jump back. */
export const VOICE_LOOP_LENGTH = 24;
/** Wave frames in the wave: a one-shot ends here. */
export const VOICE_WAVE_END = 28;
/** Loop mode 2: address of frame 0 of the wave as recorded, played after release. */
export const VOICE_RELEASE_ADDRESS = 32;
/** `f32`: gain without envelope and modulators, dB. */
export const VOICE_GAIN_DB = 36;
/** `f32`, linear factors on the buses. */
export const VOICE_PAN_LEFT = 40;
export const VOICE_PAN_RIGHT = 44;
export const VOICE_REVERB_SEND = 48;
export const VOICE_CHORUS_SEND = 52;
/** `f32` depths of the modulation LFO: cents, dB, cents. */
export const VOICE_LFO_TO_PITCH = 56;
export const VOICE_LFO_TO_GAIN = 60;
export const VOICE_LFO_TO_CUTOFF = 64;
/** `f32` depths of the vibrato LFO. */
export const VOICE_VIBRATO_TO_PITCH = 68;
export const VOICE_VIBRATO_TO_GAIN = 72;
export const VOICE_VIBRATO_TO_CUTOFF = 76;
/** `f32` depths of EG2. */
export const VOICE_EG2_TO_PITCH = 80;
export const VOICE_EG2_TO_GAIN = 84;
export const VOICE_EG2_TO_CUTOFF = 88;
/** `f32`: cutoff of the low-pass, absolute cents (6900 = 440 Hz). */
export const VOICE_CUTOFF_CENTS = 92;
/** `f32`: height of the resonance, dB. */
export const VOICE_RESONANCE_DB = 96;
/** 0 = no filter. */
export const VOICE_FILTER_ON = 100;
/** EG1 stages, frames. Decay lasts until the sustain level; release and shutdown are for the full 96 dB. */
export const VOICE_EG1_DELAY = 104;
export const VOICE_EG1_ATTACK = 108;
export const VOICE_EG1_HOLD = 112;
export const VOICE_EG1_DECAY = 116;
export const VOICE_EG1_RELEASE = 120;
export const VOICE_EG1_SHUTDOWN = 124;
/** `f32`: attenuation in sustain, 0…96 dB. */
export const VOICE_EG1_SUSTAIN_DB = 128;
/** EG2 stages, frames; release is for the full range. */
export const VOICE_EG2_DELAY = 132;
export const VOICE_EG2_ATTACK = 136;
export const VOICE_EG2_HOLD = 140;
export const VOICE_EG2_DECAY = 144;
export const VOICE_EG2_RELEASE = 148;
/** `f32`: level in sustain, 0…1. */
export const VOICE_EG2_SUSTAIN = 152;
export const VOICE_LFO_DELAY = 156;
/** `f32`: cycles a frame. */
export const VOICE_LFO_RATE = 160;
export const VOICE_VIBRATO_DELAY = 164;
/** `f32`: cycles a frame. */
export const VOICE_VIBRATO_RATE = 168;
/** `f32`: value of a full-scale wave sample, inverted: 1/32768 for integers, 1 for floats. */
export const VOICE_WAVE_SCALE = 172;
/** Index + 1 of the first command of this cell, 0 = none. */
export const VOICE_COMMAND_HEAD = 176;

// Voice, part 2: what the kernel tells control; to be read when a cell is complete, and at no other time.
/** 0 = waiting for its start, 1 = playing, 2 = ended: control may take the slot back. */
export const VOICE_STATUS = 180;
/** `f32`: attenuation of EG1 at the last cell end, dB; the measure of loudness when a voice has to be given up. */
export const VOICE_LEVEL_DB = 184;

// Voice, part 3: the kernel's own state.
/** `i64`: position in the wave, 32.32 fixed point. */
export const VOICE_PHASE = 192;
/** `i64`: step a frame, 32.32 fixed point. */
export const VOICE_INCREMENT = 200;
/** `f64`: cents for which VOICE_INCREMENT was computed. */
export const VOICE_INCREMENT_CENTS = 208;
/** `f32` × BUS_COUNT: gain at the segment's first frame, and its change a frame. */
export const VOICE_RAMP_START = 216;
export const VOICE_RAMP_STEP = 232;
/** Frames since the segment began, and frames left in it. */
export const VOICE_SEGMENT_FRAME = 248;
export const VOICE_SEGMENT_LEFT = 252;
// Envelopes and LFOs stand where the segment will end; the copy below keeps where they stood when it began.
export const VOICE_MODULATORS = 260;
export const VOICE_MODULATORS_BYTES = 68;
export const VOICE_EG1_STAGE = 260;
/** Frames since the stage began, and its length. */
export const VOICE_EG1_ELAPSED = 264;
export const VOICE_EG1_LENGTH = 268;
/** `f32`: attenuation at which a release or shutdown began, dB. */
export const VOICE_EG1_FROM_DB = 272;
export const VOICE_EG2_STAGE = 276;
export const VOICE_EG2_ELAPSED = 280;
export const VOICE_EG2_LENGTH = 284;
/** `f32`: level at which the release began. */
export const VOICE_EG2_FROM = 288;
/** `f32`: LFO values, 2 where nobody hears them. */
export const VOICE_LFO_VALUE = 296;
export const VOICE_VIBRATO_VALUE = 300;
/** `f64`: LFO phases, cycles 0…1. */
export const VOICE_LFO_PHASE = 304;
export const VOICE_VIBRATO_PHASE = 312;
export const VOICE_LFO_WAIT = 320;
export const VOICE_VIBRATO_WAIT = 324;
/** `f32`: coefficients of the low-pass (`kernel/low-pass.ts`), their change a frame, and two state values. */
export const VOICE_FILTER_B1 = 328;
export const VOICE_FILTER_A2 = 332;
export const VOICE_FILTER_A3 = 336;
export const VOICE_FILTER_B1_STEP = 340;
export const VOICE_FILTER_A2_STEP = 344;
export const VOICE_FILTER_A3_STEP = 348;
export const VOICE_FILTER_S1 = 352;
export const VOICE_FILTER_S2 = 356;
/** `f32`: cutoff for which the coefficients were computed, absolute cents. */
export const VOICE_FILTER_CENTS = 360;
/** `f32`: factor on all gains for the height of the low-pass's resonance. */
export const VOICE_FILTER_GAIN = 364;
/** `f32`: 1 / Q, 0 while it is not known. */
export const VOICE_FILTER_DAMPING = 380;
/** Address of the table for VOICE_INCREMENT. */
export const VOICE_TABLE = 368;
/** Entry of the pitch cache that holds the voice's samples, 0 = none, and the frame of it that is next. */
export const VOICE_CACHE_ENTRY = 372;
export const VOICE_CACHE_FRAME = 376;
/** `f64`: gain in dB for which VOICE_GAIN_LINEAR was computed, and that gain. */
export const VOICE_GAIN_LINEAR_DB = 384;
export const VOICE_GAIN_LINEAR = 392;
export const VOICE_MODULATORS_COPY = 400;
/** `f32` × BUS_COUNT: gain at the segment's end. */
export const VOICE_RAMP_TARGET = 480;
/** Serial number that the entry had, and the chunk of it that was read last. */
export const VOICE_CACHE_SERIAL = 496;
export const VOICE_CACHE_CHUNK = 500;
export const VOICE_BYTES = 512;

export const VOICE_WAITING = 0;
export const VOICE_PLAYING = 1;
export const VOICE_ENDED = 2;

export const EG_DELAY = 0;
export const EG_ATTACK = 1;
export const EG_HOLD = 2;
export const EG_DECAY = 3;
export const EG_SUSTAIN = 4;
export const EG_RELEASE = 5;
export const EG_ENDED = 6;

/** Longest stage, frames: far beyond any articulation, and sums stay below 2^32. */
export const LONGEST_STAGE_FRAMES = 0x3fffffff;
