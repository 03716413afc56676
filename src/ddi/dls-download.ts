/**
 * Layout of a download block: the one form in which sounds enter a synth, whichever way they come.
 *
 *     DMUS_DOWNLOADINFO   16 bytes
 *     offset table        u32 × offsetCount: where each object begins, from the start of the block
 *     objects             the head object first: index 0 of the table
 *     append area         what the synth asked for
 *
 * Fields named `…Index` are places in the offset table, 0 meaning "none", so that a receiver can check every
 * reference before it follows one. Linked lists end with 0. All integers are little-endian; offsets below count from
 * the beginning of the structure. u32 unless said.
 */

/** What a block holds (`dwDLType`). The type is also the version: 1 has fixed articulation, 3 connection lists. */
export const DownloadType = {
  /** Head {@link INSTRUMENT_OFFSETS}, articulations {@link ARTICULATION_OFFSETS}. */
  instrument: 1,
  /** Head {@link WAVE_OFFSETS}. */
  wave: 2,
  /** Head {@link INSTRUMENT_OFFSETS}, articulations {@link ARTICULATION2_OFFSETS}. */
  instrument2: 3,
  /** Head {@link WAVE_ARTICULATION_OFFSETS}. */
  waveArticulation: 4,
  /** Head {@link STREAMING_WAVE_OFFSETS}. */
  streamingWave: 5,
  /** Head {@link WAVE_OFFSETS}; played once by a wave track. */
  oneShotWave: 6,
} as const;
/** A block's type by its number. */
export type DownloadType = (typeof DownloadType)[keyof typeof DownloadType];

/** Download id of an instrument that the device has in ROM (DOWNLOAD_ID_ROMSET). */
export const DOWNLOAD_ID_ROM_SET = 0xffff_ffff;

/** Bytes of an entry of the offset table. */
export const OFFSET_ENTRY_BYTES = 4;

/** DMUS_DOWNLOADINFO. */
export const DOWNLOAD_INFO_BYTES = 16;
/** Fields of DMUS_DOWNLOADINFO, at the beginning of every block. */
export const DOWNLOAD_INFO_OFFSETS = {
  type: 0,
  /** Unique in a port; a wave's id is what regions refer to. */
  downloadId: 4,
  offsetCount: 8,
  /** Bytes of the whole block. */
  byteLength: 12,
} as const;

/** DMUS_INSTRUMENT. */
export const INSTRUMENT_BYTES = 24;
/** Fields of DMUS_INSTRUMENT. */
export const INSTRUMENT_OFFSETS = {
  /** Bit 31 drums, bits 16-22 bank MSB, 8-14 bank LSB, 0-6 program. */
  patch: 0,
  firstRegionIndex: 4,
  /** Articulation of the whole instrument. */
  globalArticulationIndex: 8,
  firstExtensionIndex: 12,
  copyrightIndex: 16,
  /** {@link INSTRUMENT_GM}. */
  flags: 20,
} as const;

/** `patch` bit: a drum kit (F_INSTRUMENT_DRUMS). */
export const PATCH_DRUMS = 0x8000_0000;
/** `flags` bit: yields to another instrument with the same patch (DMUS_INSTRUMENT_GM_INSTRUMENT). */
export const INSTRUMENT_GM = 0x1;

/** DMUS_REGION with its one loop; a region without a loop may end before `loop…`, at {@link REGION_BYTES_WITHOUT_LOOP}. */
export const REGION_BYTES = 72;
/** Bytes of a DMUS_REGION whose wave sample has no loop. */
export const REGION_BYTES_WITHOUT_LOOP = 56;
/** Fields of DMUS_REGION. */
export const REGION_OFFSETS = {
  /** u16 */
  keyLow: 0,
  /** u16 */
  keyHigh: 2,
  /** u16 */
  velocityLow: 4,
  /** u16 */
  velocityHigh: 6,
  /** u16: {@link REGION_SELF_NON_EXCLUSIVE}. */
  options: 8,
  /** u16: 0 none, 1…15 notes of the same group end each other. */
  keyGroup: 10,
  /** 0: the instrument's. */
  articulationIndex: 12,
  nextRegionIndex: 16,
  firstExtensionIndex: 20,
  /** WAVELINK: {@link WAVE_LINK_OFFSETS}. */
  waveLink: 24,
  /** WSMPL: {@link WAVE_SAMPLE_OFFSETS}. */
  waveSample: 36,
  /** WLOOP: {@link WAVE_LOOP_OFFSETS}. */
  loop: 56,
} as const;

/** Region option: a key that is struck again does not end its earlier note. */
export const REGION_SELF_NON_EXCLUSIVE = 0x1;

/** WAVELINK. */
export const WAVE_LINK_BYTES = 12;
/** Fields of WAVELINK, inside a region. */
export const WAVE_LINK_OFFSETS = {
  /** u16: {@link WAVE_LINK_PHASE_MASTER}, {@link WAVE_LINK_MULTICHANNEL}. */
  options: 0,
  /** u16: waves of one group stay in phase. */
  phaseGroup: 2,
  /** 1 left or mono, 2 right. */
  channel: 4,
  /** In downloads the wave's download id. */
  tableIndex: 8,
} as const;
/** Wave link option: this wave gives the phase of its group. */
export const WAVE_LINK_PHASE_MASTER = 0x1;
/** Wave link option: one of several channels of a sound (DLS 2). */
export const WAVE_LINK_MULTICHANNEL = 0x2;

/** WSMPL. */
export const WAVE_SAMPLE_BYTES = 20;
/** Fields of WSMPL, inside a region. */
export const WAVE_SAMPLE_OFFSETS = {
  byteLength: 0,
  /** u16: key at which the wave has its recorded pitch. */
  unityNote: 4,
  /** i16: cents. */
  fineTune: 6,
  /** i32: gain in 1/655360 dB, negative is quieter. */
  attenuation: 8,
  /** 1 no truncation, 2 no compression. */
  options: 12,
  /** 0 or 1. */
  loopCount: 16,
} as const;

/** WLOOP. */
export const WAVE_LOOP_BYTES = 16;
/** Fields of WLOOP, the end of a region. */
export const WAVE_LOOP_OFFSETS = {
  byteLength: 0,
  /** {@link WaveLoopType}. */
  type: 4,
  /** First frame. */
  start: 8,
  /** Frames. */
  length: 12,
} as const;
/** How a loop ends. Headers for early systems gave `release` the number 2. */
export const WaveLoopType = { forward: 0, release: 1, releaseEarly: 2 } as const;

/** DMUS_ARTICULATION, of {@link DownloadType} `instrument`. */
export const ARTICULATION_BYTES = 8;
/** Fields of DMUS_ARTICULATION. */
export const ARTICULATION_OFFSETS = {
  /** To {@link ARTICULATION_PARAMS_OFFSETS}. */
  paramsIndex: 0,
  firstExtensionIndex: 4,
} as const;

/** DMUS_ARTICPARAMS: i32 each. "No time" is 0x80000000. */
export const ARTICULATION_PARAMS_BYTES = 80;
/** Fields of DMUS_ARTICPARAMS. */
export const ARTICULATION_PARAMS_OFFSETS = {
  /** 1/65536 absolute cents. */
  lfoFrequency: 0,
  /** Time cents × 65536, as all times below. */
  lfoDelay: 4,
  /** 1/655360 dB. */
  lfoVolumeScale: 8,
  /** 1/65536 cents. */
  lfoPitchScale: 12,
  /** Depth added by a full modulation wheel. */
  lfoWheelToVolume: 16,
  lfoWheelToPitch: 20,
  volumeAttack: 24,
  volumeDecay: 28,
  /** Hundredths of a percent × 65536: full is 10000 × 65536. Connection lists use tenths. */
  volumeSustain: 32,
  volumeRelease: 36,
  /** Change of the attack at velocity 127. */
  volumeVelocityToAttack: 40,
  /** Change of the decay at key 127. */
  volumeKeyToDecay: 44,
  pitchAttack: 48,
  pitchDecay: 52,
  /** As `volumeSustain`. */
  pitchSustain: 56,
  pitchRelease: 60,
  pitchVelocityToAttack: 64,
  pitchKeyToDecay: 68,
  /** 1/65536 cents at the envelope's full level. */
  pitchRange: 72,
  /** Tenths of a percent × 65536, −500…500. */
  defaultPan: 76,
} as const;

/** DMUS_ARTICULATION2, of {@link DownloadType} `instrument2`. Lists that follow each other add up. */
export const ARTICULATION2_BYTES = 12;
/** Fields of DMUS_ARTICULATION2. */
export const ARTICULATION2_OFFSETS = {
  /** To {@link CONNECTION_LIST_OFFSETS}. */
  connectionListIndex: 0,
  firstExtensionIndex: 4,
  nextArticulationIndex: 8,
} as const;

/** CONNECTIONLIST; its connections follow `byteLength` bytes after its beginning, natively 8. */
export const CONNECTION_LIST_BYTES = 8;
/** Fields of CONNECTIONLIST. */
export const CONNECTION_LIST_OFFSETS = { byteLength: 0, connectionCount: 4 } as const;

/** CONNECTION. */
export const CONNECTION_BYTES = 12;
/** Fields of CONNECTION. */
export const CONNECTION_OFFSETS = {
  /** u16 */
  source: 0,
  /** u16 */
  control: 2,
  /** u16 */
  destination: 4,
  /** u16: source transform << 10, control transform << 4, output transform. */
  transform: 6,
  /** i32 in the destination's unit. */
  scale: 8,
} as const;

/** DMUS_WAVE: links, then a WAVEFORMATEX of 18 bytes and 2 of padding. */
export const WAVE_BYTES = 32;
/** Fields of DMUS_WAVE. */
export const WAVE_OFFSETS = {
  firstExtensionIndex: 0,
  copyrightIndex: 4,
  /** To {@link WAVE_DATA_OFFSETS}. */
  waveDataIndex: 8,
  /** Fields as `WAVE_FORMAT_OFFSETS` of `wave-format.ts`. */
  waveFormat: 12,
} as const;

/** DMUS_WAVEDATA: 8-bit unsigned or 16-bit signed mono samples. */
export const WAVE_DATA_HEADER_BYTES = 4;
/** Fields of DMUS_WAVEDATA. */
export const WAVE_DATA_OFFSETS = { byteLength: 0, samples: 4 } as const;

/** DMUS_WAVEARTDL: how a wave track plays downloaded waves. */
export const WAVE_ARTICULATION_BYTES = 20;
/** Fields of DMUS_WAVEARTDL. */
export const WAVE_ARTICULATION_OFFSETS = {
  /** To an array of download ids. */
  downloadIdsIndex: 0,
  bus: 4,
  /** Ids in the array. */
  bufferCount: 8,
  /** Download id that gives the phase. */
  masterDownloadId: 12,
  /** u16: as {@link WAVE_LINK_OFFSETS} `options`. */
  options: 16,
} as const;

/** DMUS_WAVEDL: samples follow. */
export const STREAMING_WAVE_HEADER_BYTES = 4;
/** Fields of DMUS_WAVEDL. */
export const STREAMING_WAVE_OFFSETS = { byteLength: 0, samples: 4 } as const;

/** DMUS_EXTENSIONCHUNK: a chunk of the file that the reader did not know, passed through. */
export const EXTENSION_HEADER_BYTES = 12;
/** Fields of DMUS_EXTENSIONCHUNK. */
export const EXTENSION_OFFSETS = {
  /** Bytes of `data`. */
  byteLength: 0,
  nextExtensionIndex: 4,
  /** Four characters. */
  chunkId: 8,
  data: 12,
} as const;

/** DMUS_COPYRIGHT: text ending in 0. */
export const COPYRIGHT_HEADER_BYTES = 4;
/** Fields of DMUS_COPYRIGHT. */
export const COPYRIGHT_OFFSETS = { byteLength: 0, text: 4 } as const;

/** DMUS_NOTERANGE: keys that an application wants of an instrument, both inclusive. */
export interface NoteRange {
  /** 0…127 */
  readonly lowNote: number;
  /** 0…127, not below `lowNote`. */
  readonly highNote: number;
}
