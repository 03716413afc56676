/** Readers and writers of files: `dmus/formats`. */
export { type ByteSource, MemorySource } from './byte-source.ts';
export * from './dls/articulation-codes.ts';
export { openDls } from './dls/read-dls.ts';
export * from './dls/units.ts';
export { type DlsContents, type DlsWaveContents, writeDls } from './dls/write-dls.ts';
export { FormatError, type FormatFault, type FormatWarning } from './format-error.ts';
export { openSoundBank } from './open-sound-bank.ts';
export { openSf2 } from './sf2/read-sf2.ts';
export type { MidiEventList } from './smf/midi-event-list.ts';
export * from './smf/midi-file.ts';
export { readSmf } from './smf/read-smf.ts';
export { type SmfContents, type TimedMessage, writeSmf } from './smf/write-smf.ts';
export * from './sound-bank.ts';
export { readWave } from './wave/read-wave.ts';
export * from './wave/wave-file-format.ts';
export { encodeSamples, waveHeader, wavePadding } from './wave/write-wave.ts';
