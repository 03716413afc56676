/** The application API: `dmus`. */
export {
  createOfflineDirectMusic,
  type OfflineDirectMusic,
  type OfflineDirectMusicOptions,
  OfflinePortGuid,
} from './adapters/offline-direct-music.ts';
export {
  createOfflinePort,
  type OfflinePort,
  type OfflinePortKind,
  type OfflinePortOptions,
} from './adapters/offline-ports.ts';
export { ManualClock } from './clock/manual-clock.ts';
export { type DmusCode, DmusError } from './ddi/errors.ts';
export { GUID_NULL, type Guid } from './ddi/guid.ts';
export { Collection, CollectionInstrument } from './directmusic/collection.ts';
export {
  type CreatedPort,
  DirectMusic,
  type DirectMusicOptions,
  type OutputFactory,
} from './directmusic/direct-music.ts';
export { type FilterPortOptions, filterPortProviders } from './directmusic/filter-port-providers.ts';
export type { DownloadedInstrumentToken } from './directmusic/instrument-downloader.ts';
export { KsCapturePort, type KsCapturePortOptions } from './directmusic/ks-capture-port.ts';
export { KsPort, type KsPortOptions } from './directmusic/ks-port.ts';
export {
  type ChosenClock,
  type ClockChoice,
  ClockFlags,
  type ClockInfo,
  ClockType,
  GUID_SYSTEM_CLOCK,
  systemClockChoice,
} from './directmusic/master-clock-choice.ts';
export { MidiRenderer, type MidiRendererOptions, type RenderResult } from './directmusic/midi-renderer.ts';
export { MusicBuffer, type MusicBufferOptions, type MusicEvent } from './directmusic/music-buffer.ts';
export type { DirectMusicPort, DirectMusicThru } from './directmusic/port.ts';
export { DownloadBuffer, PortDownload } from './directmusic/port-download.ts';
export type { PortContext, PortProvider, ProvidedPort } from './directmusic/port-provider.ts';
export { type RequiredPatch, requiredPatches } from './directmusic/required-patches.ts';
export { SynthPort, type SynthPortOptions } from './directmusic/synth-port.ts';
export { type SynthPortProviderOptions, synthPortProvider } from './directmusic/synth-port-provider.ts';
export { MemorySource } from './formats/byte-source.ts';
export { FormatError } from './formats/format-error.ts';
export { readSmf } from './formats/smf/read-smf.ts';
export { SoftwareSynth } from './synth/software-synth.ts';
export { MemoryOutput } from './wave-sinks/memory-output.ts';
export { PumpedSink } from './wave-sinks/pumped-sink.ts';
export { type ByteTarget, WaveWriter } from './wave-sinks/wave-writer.ts';
