import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import type { DirectMusicSynthSink } from './direct-music-synth-sink.ts';
import type { Guid } from './guid.ts';
import type { KsControl } from './ks-control.ts';
import type { PortCaps, PortParams, PortParamsResult, SynthStats } from './port-params.ts';
import type { ReferenceClock } from './reference-clock.ts';
import type { SampleBuffer, WaveFormat } from './wave-format.ts';

/** CLSID_DirectMusicSynth: the default software synth, also the port's GUID. */
export const CLSID_DIRECT_MUSIC_SYNTH: Guid = '58c2b4d0-46e7-11d1-89ac-00a0c9054129';
/** IID_IDirectMusicSynth. */
export const IID_DIRECT_MUSIC_SYNTH: Guid = '09823661-5c85-11d2-afa6-00aa0024d8b6';
/** IID_IDirectMusicSynth8. */
export const IID_DIRECT_MUSIC_SYNTH_8: Guid = '53cab625-2711-4c9f-9de7-1b7f925f6fc8';

/** A synth's name for a download, never 0. */
export type DownloadHandle = number;

/** Called when the memory of an unloaded block is no longer used. */
export type FreedCallback = (handle: DownloadHandle, userData: unknown) => void;

/** A voice started directly on a downloaded wave (`IDirectMusicSynth8::PlayVoice`). */
export interface PlayVoiceRequest {
  readonly referenceTime: ReferenceTime;
  /** The caller's name for the voice. */
  readonly voiceId: number;
  /** 1 is the first. */
  readonly channelGroup: number;
  /** 0…15. */
  readonly channel: number;
  /** Download id of a wave articulation. */
  readonly downloadId: number;
  /** Relative pitch, signed (PREL); taken as 1/65536 cents, the unit is not published. */
  readonly pitch: number;
  /** Relative volume, signed (VREL); taken as 1/65536 of a tenth of a dB, the unit is not published. */
  readonly volume: number;
  /** Frame of the wave to begin at. */
  readonly voiceStart: SampleTime;
  readonly loopStart: SampleTime;
  readonly loopEnd: SampleTime;
}

/** What has become of a directly started voice (`DMUS_VOICE_STATE`). */
export interface VoiceState {
  readonly exists: boolean;
  /** Frame of the wave that is being played. */
  readonly position: SampleTime;
}

/** {@link DirectMusicSynth.refresh} flag: this is the last buffer of a streaming wave. */
export const REFRESH_LAST_BUFFER = 0x1;

/**
 * A synth for the user-mode way (`IDirectMusicSynth`, `IDirectMusicSynth8`, and the object's `IKsControl`).
 *
 * Order of calls: `setSynthSink`, the sink's `setMasterClock`, `open`, `download`…, `activate(true)`; then
 * `playBuffer` as music comes, while the sink calls `render`; `activate(false)`, `close`. After `close` it may be
 * opened again. "Not open" below means `DMUS_E_SYNTHNOTCONFIGURED`.
 */
export interface DirectMusicSynth extends KsControl {
  /**
   * Configures the synth. Members that are present are wanted; what cannot be had is altered and `changed` is
   * true, missing ones get defaults. Works without a sink.
   * @throws DmusError `DMUS_E_ALREADYOPEN`.
   * `@thread control`
   */
  open(params?: Partial<PortParams>): PortParamsResult;

  /**
   * Ends everything and releases all downloads, without calling their callbacks. Allowed while active.
   * @throws DmusError `DMUS_E_ALREADYCLOSED`.
   * `@thread control`
   */
  close(): void;

  /** Changes the number of channel groups, 1 or more. @throws DmusError not open. `@thread control` */
  setNumChannelGroups(channelGroupCount: number): void;

  /**
   * Checks and accepts one download block, laid out as in `dls-download.ts`. With `mayFree` the caller may use the
   * memory again at once; without, the synth goes on reading it until the unload callback.
   *
   * @throws DmusError not open, `DMUS_E_UNKNOWNDOWNLOAD`, `DMUS_E_BADOFFSETTABLE`, `DMUS_E_BADWAVE`, `DMUS_E_NOTMONO`,
   * `DMUS_E_NOTPCM`, `DMUS_E_BADINSTRUMENT`, `DMUS_E_BADWAVELINK`, `DMUS_E_BADARTICULATION`, `DMUS_E_NOARTICULATION`,
   * `E_FAIL`.
   * `@thread control`
   */
  download(block: Uint8Array): { readonly handle: DownloadHandle; readonly mayFree: boolean };

  /**
   * Takes a download out of use: notes that sound with it end as they would, new ones are ignored. `onFreed` runs
   * when nothing refers to it any more, during this call or later; a wave waits for the last instrument using it.
   *
   * @throws DmusError not open; `E_FAIL` for a handle that is unknown or already unloaded.
   * `@thread control`
   */
  unload(handle: DownloadHandle, onFreed?: FreedCallback, userData?: unknown): void;

  /**
   * Queues the events of a buffer: `records` is laid out as in `event-header.ts`, and each sounds at
   * `startTime + delta`, or as soon as possible when that is past or 0. The bytes are copied before it returns.
   * Damaged records end the buffer and are counted.
   *
   * @throws DmusError not open, `DMUS_E_NOSYNTHSINK`, `DMUS_E_SYNTHINACTIVE`.
   * `@thread control`
   */
  playBuffer(startTime: ReferenceTime, records: Uint8Array): void;

  /** @throws DmusError not open. `@thread control` */
  getRunningStats(): SynthStats;

  /** Cheap and always allowed; enumeration makes a synth just for this. `@thread control` */
  getPortCaps(): PortCaps;

  /**
   * Documented to hand the clock to the sink; natively without effect, so give it to the sink as well.
   * @throws DmusError `E_POINTER` without a clock.
   * `@thread control`
   */
  setMasterClock(clock: ReferenceClock): void;

  /** The sink's latency clock, the same object. @throws DmusError `DMUS_E_NOSYNTHSINK`. `@thread control` */
  getLatencyClock(): ReferenceClock;

  /**
   * Starts or stops rendering by starting or stopping the sink. `changed` is false when it was in that state already
   * (natively `S_FALSE`). Stopping drops all queued events and all voices.
   *
   * @throws DmusError `DMUS_E_NOSYNTHSINK`; `DMUS_E_SYNTHNOTCONFIGURED` when not open or the sink has no clock.
   * `@thread control`
   */
  activate(enable: boolean): { readonly changed: boolean };

  /** Attaches a sink and calls its `init` with this synth; `null` detaches, even while active. `@thread control` */
  setSynthSink(sink: DirectMusicSynthSink | null): void;

  /**
   * Fills the first `frameCount` frames of `output` with the sound from frame `position` on. Positions of successive
   * calls join; how the stream is cut into calls does not change the sound.
   *
   * @throws DmusError not open, `DMUS_E_SYNTHINACTIVE`; never while active.
   * `@thread render`
   */
  render(output: SampleBuffer, frameCount: number, position: SampleTime): void;

  /**
   * Sets the priority of a channel's voices, see `voice-priority.ts`.
   * @param channelGroup 1 or more. @param channel 0…15. @param priority unsigned 32-bit.
   * @throws DmusError not open; `E_INVALIDARG` for a group or channel there is not.
   * `@thread control`
   */
  setChannelPriority(channelGroup: number, channel: number, priority: number): void;

  /** The priority last set, or the default. @throws as `setChannelPriority`. `@thread control` */
  getChannelPriority(channelGroup: number, channel: number): number;

  /** Format of the sound: 16-bit PCM, as documented, whichever buffer `render` gets. @throws not open. `@thread control` */
  getFormat(): WaveFormat;

  /** Frames that a client must add after each wave it downloads, for interpolation. `@thread control` */
  getAppend(): number;

  /** @throws DmusError not open, `E_NOTIMPL`. `@thread control` */
  playVoice(request: PlayVoiceRequest): void;

  /** Releases a directly started voice. @throws DmusError not open, `E_NOTIMPL`. `@thread control` */
  stopVoice(referenceTime: ReferenceTime, voiceId: number): void;

  /** One state for each id, in that order. @throws DmusError not open, `E_NOTIMPL`. `@thread control` */
  getVoiceState(voiceIds: readonly number[]): readonly VoiceState[];

  /**
   * The block of a streaming wave holds new samples. @param flags {@link REFRESH_LAST_BUFFER} or 0.
   * @throws DmusError not open, `E_NOTIMPL`.
   * `@thread control`
   */
  refresh(downloadId: number, flags: number): void;

  /** Sends a channel to buses, see `bus-id.ts`. @throws DmusError not open, `E_NOTIMPL`. `@thread control` */
  assignChannelToBuses(channelGroup: number, channel: number, busIds: readonly number[]): void;
}
