/** The application API: `dmus`. */
export { LegacyInstruments } from './adapters/legacy-instruments.ts';
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
export { ServiceLoop, type ServiceLoopOptions } from './adapters/service-loop.ts';
export { SystemClock, type SystemClockOptions } from './adapters/system-clock.ts';
export { ManualClock } from './clock/manual-clock.ts';
export { type DmusCode, DmusError } from './ddi/errors.ts';
export { GUID_NULL, type Guid } from './ddi/guid.ts';
export {
  type CreatedPort,
  DirectMusic,
  type DirectMusicOptions,
  type OutputFactory,
} from './directmusic/direct-music.ts';
export { Collection, CollectionInstrument } from './directmusic/downloads/collection.ts';
export type { DownloadedInstrumentToken } from './directmusic/downloads/instrument-downloader.ts';
export { DownloadBuffer, PortDownload } from './directmusic/downloads/port-download.ts';
export { type FilterPortOptions, filterPortProviders } from './directmusic/kernel-ports/filter-port-providers.ts';
export { KsCapturePort, type KsCapturePortOptions } from './directmusic/kernel-ports/ks-capture-port.ts';
export { KsPort, type KsPortOptions } from './directmusic/kernel-ports/ks-port.ts';
export {
  type ChosenClock,
  type ClockChoice,
  ClockFlags,
  type ClockInfo,
  ClockType,
  GUID_SYSTEM_CLOCK,
  MasterClockChoice,
  systemClockChoice,
} from './directmusic/master-clock-choice.ts';
export { MidiRenderer, type MidiRendererOptions, type RenderResult } from './directmusic/midi-files/midi-renderer.ts';
export { type RequiredPatch, requiredPatches } from './directmusic/midi-files/required-patches.ts';
export type {
  MidiEndpoint,
  MidiEndpointSession,
  MidiInEndpoint,
  MidiInSession,
  MidiOutEndpoint,
} from './directmusic/midi-ports/midi-endpoint.ts';
export { MidiInPort, type MidiInPortOptions } from './directmusic/midi-ports/midi-in-port.ts';
export { MidiOutPort, type MidiOutPortOptions } from './directmusic/midi-ports/midi-out-port.ts';
export { MidiPortProvider } from './directmusic/midi-ports/midi-port-provider.ts';
export { MusicBuffer, type MusicBufferOptions, type MusicEvent } from './directmusic/music-buffer.ts';
export type { DirectMusicPort, DirectMusicThru } from './directmusic/port.ts';
export type { PortContext, PortProvider, ProvidedPort } from './directmusic/port-provider.ts';
export type { Serviced, ServiceHost } from './directmusic/serviced.ts';
export { SynthPort, type SynthPortOptions } from './directmusic/synth-port.ts';
export { type SynthPortProviderOptions, synthPortProvider } from './directmusic/synth-port-provider.ts';
export { MemorySource } from './formats/byte-source.ts';
export { FormatError } from './formats/format-error.ts';
export { readSmf } from './formats/smf/read-smf.ts';
export { SoftwareSynth } from './synth/software-synth.ts';
export { MemoryOutput } from './wave-sinks/memory-output.ts';
export { PumpedSink } from './wave-sinks/pumped-sink.ts';
export { type ByteTarget, WaveWriter } from './wave-sinks/wave-writer.ts';
