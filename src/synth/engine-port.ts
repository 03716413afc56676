import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import { CLSID_DIRECT_MUSIC_SYNTH } from '../ddi/direct-music-synth.ts';
import { DmusError } from '../ddi/errors.ts';
import {
  EffectFlags,
  type PortCaps,
  PortCapsFlags,
  PortClass,
  type PortParams,
  type PortParamsResult,
  type PortType,
  SYSTEM_MEMORY,
  type SynthStats,
  VOLUME_MAX,
  VOLUME_MIN,
} from '../ddi/port-params.ts';
import { SynthProperty } from '../ddi/property-request.ts';
import { makeWaveFormat, type WaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import { DEFAULT_WAVES_REVERB_PARAMS, type WavesReverbParams } from '../properties/wave-structures.ts';
import { clampReverb } from './effects/reverb-coefficients.ts';
import { SynthEngine } from './engine.ts';
import type { InterpolationQuality } from './kernel/interpolation-tables.ts';
import type { Kernel } from './kernel/kernel.ts';
import { createWasmKernel } from './kernel/wasm-kernel.ts';
import { MAX_CHANNEL_GROUPS, MAX_VOICES, negotiate } from './port-negotiation.ts';
import { type RuleSet, type RuleSetName, ruleSet } from './rules.ts';
import type { VoiceShare } from './voice-share.ts';

/** Choices of whoever makes a synth, beyond what the documented interfaces negotiate. */
export interface SynthOptions {
  /** `dls2` by default. */
  readonly rules?: RuleSetName;
  /** Makes the DSP kernel; WebAssembly with SIMD by default. Called at every opening. */
  readonly createKernel?: () => Kernel;
  /** How samples between a wave's frames are found; `sinc8` by default. */
  readonly quality?: InterpolationQuality | undefined;
  /** Bytes in which transposed waves are kept to be played again; 16 MiB by default, 0 for none. */
  readonly pitchCacheBytes?: number | undefined;
  /** Which of the voices sound here, where several threads render one piece; all by default. */
  readonly voiceShare?: VoiceShare | undefined;
}

const DEFAULT_PITCH_CACHE_BYTES = 2 ** 24;

/** Volume and boost in 1/100 dB before anything is set (row W-090). */
const DEFAULT_VOLUME = 0;
const DEFAULT_BOOST = 600;
const SILENT_PEAK = -9600;

/**
 * One synth instance, open or not: what the user-mode synth and the kernel-mode miniport have in common. It
 * negotiates, makes the engine, and keeps volume and boost through closing and opening.
 */
export class EnginePort {
  readonly rules: RuleSet;
  readonly #options: SynthOptions;
  readonly #createKernel: () => Kernel;
  #engine: SynthEngine | undefined;
  #params: PortParams | undefined;
  #volume = DEFAULT_VOLUME;
  #boost = DEFAULT_BOOST;
  #reverb = DEFAULT_WAVES_REVERB_PARAMS;

  constructor(options: SynthOptions = {}) {
    this.rules = ruleSet(options.rules ?? 'dls2');
    this.#options = options;
    this.#createKernel = options.createKernel ?? createWasmKernel;
  }

  get isOpen(): boolean {
    return this.#engine !== undefined;
  }

  /** The engine. @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` when not open. */
  get engine(): SynthEngine {
    if (this.#engine === undefined) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the synth is not open');
    return this.#engine;
  }

  /** What was negotiated. @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` when not open. */
  get params(): PortParams {
    if (this.#params === undefined) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the synth is not open');
    return this.#params;
  }

  /** @throws DmusError `DMUS_E_ALREADYOPEN`. */
  open(wanted: Partial<PortParams>): PortParamsResult {
    if (this.isOpen) throw new DmusError('DMUS_E_ALREADYOPEN', 'the synth is open');
    const result = negotiate(wanted);
    this.#params = result.params;
    this.#engine = new SynthEngine({
      rules: this.rules,
      kernel: this.#createKernel(),
      sampleRate: result.params.sampleRate,
      audioChannels: result.params.audioChannels,
      voices: result.params.voices,
      channelGroups: result.params.channelGroups,
      portGainDb: this.#gainDb(),
      effects: result.params.effects,
      quality: this.#options.quality,
      pitchCacheBytes: this.#options.pitchCacheBytes ?? DEFAULT_PITCH_CACHE_BYTES,
      voiceShare: this.#options.voiceShare,
    });
    this.#engine.setReverb(this.#reverb);
    return result;
  }

  /** @throws DmusError `DMUS_E_ALREADYCLOSED`. */
  close(): void {
    if (!this.isOpen) throw new DmusError('DMUS_E_ALREADYCLOSED', 'the synth is closed');
    this.#engine = undefined;
    this.#params = undefined;
  }

  /** @throws DmusError `E_INVALIDARG` for a count outside 1…1000, `DMUS_E_SYNTHNOTCONFIGURED`. */
  setChannelGroups(count: number): void {
    const { engine, params } = this;
    if (!Number.isInteger(count) || count < 1 || count > MAX_CHANNEL_GROUPS) {
      throw new DmusError('E_INVALIDARG', `${count} channel groups, 1 to ${MAX_CHANNEL_GROUPS} wanted`);
    }
    engine.setChannelGroups(count);
    this.#params = { ...params, channelGroups: count };
  }

  /**
   * Hands the engine one message of a music buffer for a frame: up to 4 bytes are short, more are system exclusive.
   * `stamp` is the time it was meant for, which tells messages of one frame apart.
   */
  queue(
    frame: SampleTime,
    channelGroup: number,
    bytes: Uint8Array,
    byteOffset: number,
    byteLength: number,
    stamp?: ReferenceTime,
  ): void {
    if (channelGroup > MAX_CHANNEL_GROUPS || byteLength === 0) return;
    if (byteLength > 4) {
      const copy = bytes.slice(byteOffset, byteOffset + byteLength);
      this.engine.queueLongMessage(frame, channelGroup, copy, stamp);
      return;
    }
    let message = 0;
    for (let i = 0; i < byteLength; i++) message |= bytes[byteOffset + i]! << (8 * i);
    this.engine.queueMessage(frame, channelGroup, message >>> 0, stamp);
  }

  /** Volume (item 0) or boost (item 1) in 1/100 dB; kept while closed. @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`. */
  setVolume(item: number, hundredthsOfDb: number): void {
    const value = Math.min(VOLUME_MAX, Math.max(VOLUME_MIN, hundredthsOfDb));
    if (item === SynthProperty.volume) this.#volume = value;
    else if (item === SynthProperty.volumeBoost) this.#boost = value;
    else throw new DmusError('DMUS_E_UNKNOWN_PROPERTY', `item ${item} of the volume set, 0 or 1 wanted`);
    this.#engine?.setPortGain(this.#gainDb());
  }

  /** Volume or boost as set, in 1/100 dB. */
  getVolume(item: number): number {
    return item === SynthProperty.volumeBoost ? this.#boost : this.#volume;
  }

  /** Settings of the reverb, brought into their ranges; kept while closed. */
  setReverb(params: WavesReverbParams): void {
    this.#reverb = clampReverb(params);
    this.#engine?.setReverb(this.#reverb);
  }

  get reverb(): WavesReverbParams {
    return this.#reverb;
  }

  #gainDb(): number {
    return (this.#volume + this.#boost) / 100;
  }

  /** 16-bit PCM as negotiated. */
  getFormat(): WaveFormat {
    const { audioChannels, sampleRate } = this.params;
    return makeWaveFormat(WaveFormatTag.pcm, audioChannels, sampleRate, 16);
  }

  getRunningStats(): SynthStats {
    const { counters, downloads, activeVoices } = this.engine;
    const peak = counters.peakLevel > 0 ? Math.round(2000 * Math.log10(counters.peakLevel)) : SILENT_PEAK;
    return {
      voices: counters.takeAverageVoices(activeVoices),
      totalCpu: undefined,
      cpuPerVoice: undefined,
      lostNotes: counters.lostNotes,
      freeMemory: SYSTEM_MEMORY,
      peakVolume: Math.max(SILENT_PEAK, peak),
      memoryInUse: downloads.memoryInUse,
    };
  }

  /** What this synth can do, for either way down (row W-388). */
  getPortCaps(portType: PortType): PortCaps {
    return {
      guid: CLSID_DIRECT_MUSIC_SYNTH,
      flags:
        PortCapsFlags.dls |
        PortCapsFlags.softwareSynth |
        PortCapsFlags.directSound |
        PortCapsFlags.dls2 |
        PortCapsFlags.audioPath |
        PortCapsFlags.wave,
      portClass: PortClass.render,
      portType,
      memorySize: SYSTEM_MEMORY,
      maxChannelGroups: MAX_CHANNEL_GROUPS,
      maxVoices: MAX_VOICES,
      maxAudioChannels: 2,
      effects: EffectFlags.reverb,
      description: 'dmus software synthesizer',
    };
  }

  /** @throws DmusError `E_INVALIDARG` for a channel there is not, `DMUS_E_SYNTHNOTCONFIGURED`. */
  setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#channel(channelGroup, channel).priority = priority >>> 0;
  }

  /** As {@link setChannelPriority}. */
  getChannelPriority(channelGroup: number, channel: number): number {
    return this.#channel(channelGroup, channel).priority;
  }

  #channel(channelGroup: number, channel: number): { priority: number } {
    const found = this.engine.channel(channelGroup, channel);
    if (found === undefined) throw new DmusError('E_INVALIDARG', `no channel ${channel} in group ${channelGroup}`);
    return found;
  }
}
