/** Flags and types in the fixed structures of DLS chunks: `rgnh`, `wlnk`, `wsmp`, `fmt `. */

/** `rgnh` (F_RGN_OPTION_SELFNONEXCLUSIVE): a key struck again does not end its earlier note. */
export const REGION_SELF_NON_EXCLUSIVE = 0x0001;

/** `wlnk` (F_WAVELINK_PHASE_MASTER). */
export const WAVE_LINK_PHASE_MASTER = 0x0001;
/** `wlnk` (F_WAVELINK_MULTICHANNEL), Level 2. */
export const WAVE_LINK_MULTICHANNEL = 0x0002;

/** `wsmp` (F_WSMP_NO_TRUNCATION): the wave may not be cut to fewer bits a sample. */
export const WAVE_SAMPLE_NO_TRUNCATION = 0x0001;
/** `wsmp` (F_WSMP_NO_COMPRESSION). */
export const WAVE_SAMPLE_NO_COMPRESSION = 0x0002;

/** Bytes of the fixed part of `wsmp`, and of each loop that follows it. */
export const WAVE_SAMPLE_BYTE_LENGTH = 20;
export const WAVE_LOOP_BYTE_LENGTH = 16;

/** Loop types (`WLOOP_TYPE_…`). Release was 2 in older headers. */
export const LOOP_FORWARD = 0;
export const LOOP_RELEASE = 1;
export const LOOP_RELEASE_OLD = 2;

/** `ptbl` (POOL_CUE_NULL): an entry without a wave. */
export const POOL_CUE_NULL = 0xffff_ffff;
/** Bytes of the fixed part of `ptbl`, and of `art1` and `art2`: own size and count. */
export const COUNTED_HEADER_BYTE_LENGTH = 8;

/** Bytes of one connection in `art1` and `art2`. */
export const CONNECTION_BYTE_LENGTH = 12;

/** `fmt ` tags. */
export const WAVE_FORMAT_PCM = 0x0001;
export const WAVE_FORMAT_EXTENSIBLE = 0xfffe;
/** First two bytes of the sub-format, which stand for the tag, in an extensible `fmt `. */
export const EXTENSIBLE_SUBFORMAT_BYTE_OFFSET = 24;

/** Drum flag of `ulBank` and of a patch (F_INSTRUMENT_DRUMS). */
export const DRUM_FLAG = 0x8000_0000;
