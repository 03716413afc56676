/**
 * Numbers of the DLS specification (Level 1.1b and 2.2) that say what modulates what, and under which conditions a
 * list is to be read. The names are the documented ones without their prefixes.
 */

/** What a connection takes its signal from (`CONN_SRC_…`); also the codes of `control`. */
export const ConnectionSource = {
  /** Constant 1. */
  NONE: 0x000,
  /** Modulation LFO, −1…1 whether or not the transform says bipolar. */
  LFO: 0x001,
  /** Velocity of the note-on, 0…1. */
  KEY_ON_VELOCITY: 0x002,
  /** Key, 0…1 for 128 keys. */
  KEY_NUMBER: 0x003,
  /** Volume envelope, 0…1. */
  EG1: 0x004,
  /** Modulation envelope, 0…1. */
  EG2: 0x005,
  /** −1…1. */
  PITCH_WHEEL: 0x006,
  POLY_PRESSURE: 0x007,
  CHANNEL_PRESSURE: 0x008,
  /** Vibrato LFO, −1…1; Level 2. */
  VIBRATO: 0x009,
  /** Named in Level 2 headers, described nowhere. */
  MONO_PRESSURE: 0x00a,
  /** Modulation wheel. */
  CC1: 0x081,
  /** Channel volume. */
  CC7: 0x087,
  /** Pan; −1…1 where it pans. */
  CC10: 0x08a,
  /** Expression. */
  CC11: 0x08b,
  /** Reverb send; Level 2. */
  CC91: 0x0db,
  /** Chorus send; Level 2. */
  CC93: 0x0dd,
  /** Pitch bend range. */
  RPN0: 0x100,
  /** Fine tuning. */
  RPN1: 0x101,
  /** Coarse tuning. */
  RPN2: 0x102,
} as const;
export type ConnectionSource = (typeof ConnectionSource)[keyof typeof ConnectionSource];

/** Controller number n as a source is this plus n. */
export const CONTROLLER_SOURCE_BASE = 0x080;

/** What a connection acts on (`CONN_DST_…`), with the unit of its scale. */
export const ConnectionDestination = {
  NONE: 0x000,
  /** 1/655360 dB; `ATTENUATION` in Level 1. */
  GAIN: 0x001,
  /** Found in some banks; without effect. */
  RESERVED: 0x002,
  /** 1/65536 cent. */
  PITCH: 0x003,
  /** 1/655360 %, −50…50 %. */
  PAN: 0x004,
  /** 1/65536 cent, 100 cents a key; decides which region is chosen, so in instruments only. */
  KEY_NUMBER: 0x005,
  LEFT: 0x010,
  RIGHT: 0x011,
  CENTER: 0x012,
  /** The three rear and low-frequency codes stand as in the headers; the text of Level 2.2 orders them otherwise. */
  LEFT_REAR: 0x013,
  RIGHT_REAR: 0x014,
  LFE_CHANNEL: 0x015,
  /** Chorus send, 1/655360 %. */
  CHORUS: 0x080,
  /** Reverb send, 1/655360 %. */
  REVERB: 0x081,
  /** Absolute pitch. */
  LFO_FREQUENCY: 0x104,
  /** Time cents. */
  LFO_START_DELAY: 0x105,
  VIBRATO_FREQUENCY: 0x114,
  VIBRATO_START_DELAY: 0x115,
  EG1_ATTACK_TIME: 0x206,
  EG1_DECAY_TIME: 0x207,
  EG1_RESERVED: 0x208,
  EG1_RELEASE_TIME: 0x209,
  /** 1/655360 %, 0…100 %. */
  EG1_SUSTAIN_LEVEL: 0x20a,
  EG1_DELAY_TIME: 0x20b,
  EG1_HOLD_TIME: 0x20c,
  EG1_SHUTDOWN_TIME: 0x20d,
  EG2_ATTACK_TIME: 0x30a,
  EG2_DECAY_TIME: 0x30b,
  EG2_RESERVED: 0x30c,
  EG2_RELEASE_TIME: 0x30d,
  EG2_SUSTAIN_LEVEL: 0x30e,
  EG2_DELAY_TIME: 0x30f,
  EG2_HOLD_TIME: 0x310,
  /** Absolute pitch. */
  FILTER_CUTOFF: 0x500,
  /** 1/655360 dB, 0 without resonance. */
  FILTER_Q: 0x501,
} as const;
export type ConnectionDestination = (typeof ConnectionDestination)[keyof typeof ConnectionDestination];

/** Curve of a transform (`CONN_TRN_…`), four bits. */
export const TransformCurve = {
  LINEAR: 0,
  CONCAVE: 1,
  CONVEX: 2,
  SWITCH: 3,
} as const;
export type TransformCurve = (typeof TransformCurve)[keyof typeof TransformCurve];

/** Opcodes of a conditional chunk (`DLS_CDL_…`): X is the top of the stack, Y below it; both are taken off. */
export const ConditionOpcode = {
  AND: 0x01,
  OR: 0x02,
  XOR: 0x03,
  ADD: 0x04,
  /** X − Y. */
  SUBTRACT: 0x05,
  MULTIPLY: 0x06,
  /** X / Y. */
  DIVIDE: 0x07,
  LOGICAL_AND: 0x08,
  LOGICAL_OR: 0x09,
  /** X < Y. */
  LESS: 0x0a,
  LESS_OR_EQUAL: 0x0b,
  GREATER: 0x0c,
  GREATER_OR_EQUAL: 0x0d,
  EQUAL: 0x0e,
  /** Logical, of X alone. */
  NOT: 0x0f,
  /** Followed by 32 bits, which are pushed. */
  CONST: 0x10,
  /** Followed by a query's GUID; its answer is pushed. */
  QUERY: 0x11,
  /** Followed by a query's GUID; pushes 1 where it has an answer. */
  QUERY_SUPPORTED: 0x12,
} as const;
export type ConditionOpcode = (typeof ConditionOpcode)[keyof typeof ConditionOpcode];

/** What a conditional chunk can ask for (`DLSID_…`), as lower-case GUIDs. */
export const ConditionQuery = {
  /** 0 or 1. */
  GM_IN_HARDWARE: '178f2f24-c364-11d1-a760-0000f875ac12',
  GS_IN_HARDWARE: '178f2f25-c364-11d1-a760-0000f875ac12',
  XG_IN_HARDWARE: '178f2f26-c364-11d1-a760-0000f875ac12',
  SUPPORTS_DLS1: '178f2f27-c364-11d1-a760-0000f875ac12',
  SUPPORTS_DLS2: 'f14599e5-4689-11d2-afa6-00aa0024d8b6',
  /** Bytes for waves. */
  SAMPLE_MEMORY_SIZE: '178f2f28-c364-11d1-a760-0000f875ac12',
  /** MIDI manufacturer. */
  MANUFACTURERS_ID: 'b03e1181-8095-11d2-a1ef-00600833dbd8',
  PRODUCT_ID: 'b03e1182-8095-11d2-a1ef-00600833dbd8',
  /** Frames a second. */
  SAMPLE_PLAYBACK_RATE: '2a91f713-a4bf-11d2-bbdf-00600833dbd8',
} as const;
export type ConditionQuery = (typeof ConditionQuery)[keyof typeof ConditionQuery];
