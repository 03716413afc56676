import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import { EffectFlags } from '../ddi/port-params.ts';
import type { SampleBuffer } from '../ddi/wave-format.ts';
import type { WavesReverbParams } from '../properties/wave-structures.ts';
import { Channel } from './channel.ts';
import { ChannelMessages } from './channel-messages.ts';
import { DownloadStore } from './downloads/download-store.ts';
import { Effects } from './effects/effects.ts';
import { EventQueue } from './event-queue.ts';
import type { InterpolationQuality } from './kernel/interpolation-tables.ts';
import type { Kernel } from './kernel/kernel.ts';
import { KernelMemory } from './kernel/kernel-memory.ts';
import { CELL_FRAMES, RUN_FRAMES } from './kernel/layout.ts';
import { NoteControl } from './note-control.ts';
import { copyFrames } from './output.ts';
import type { RuleSet } from './rules.ts';
import { SynthCounters } from './statistics.ts';
import type { Voice } from './voice.ts';
import type { VoiceSettings } from './voice-parameters.ts';
import { slotCountFor, VoicePool } from './voice-pool.ts';
import type { VoiceShare } from './voice-share.ts';

/** How an engine is made; nothing of it changes later but the channel groups. */
export interface EngineOptions {
  readonly rules: RuleSet;
  readonly kernel: Kernel;
  /** Output frames a second. */
  readonly sampleRate: number;
  /** 1 or 2. */
  readonly audioChannels: number;
  readonly voices: number;
  readonly channelGroups: number;
  /** Volume and boost together, dB. */
  readonly portGainDb: number;
  /** EffectFlags bits; none by default. */
  readonly effects?: number | undefined;
  readonly quality?: InterpolationQuality | undefined;
  /** Bytes in which transposed waves are kept to be played again. */
  readonly pitchCacheBytes?: number | undefined;
  readonly voiceShare?: VoiceShare | undefined;
}

const CHANNELS_PER_GROUP = 16;
/** Commands for one part of a cell; when they run out the part is cut, which nobody can hear. */
const COMMAND_COUNT = 8192;
/** +6 dB: no voice is louder on one output (row W-092). */
const GAIN_CEILING = 10 ** (6 / 20);

/**
 * The synth behind both ways down: takes events stamped with frames, and renders. Time is divided into cells of
 * CELL_FRAMES frames; in each, control goes through the events first and writes the kernel what happens on which
 * frame, then the kernel renders. The result does not depend on how `render` calls cut the time.
 */
export class SynthEngine {
  readonly downloads: DownloadStore;
  readonly counters: SynthCounters = new SynthCounters();
  readonly #memory: KernelMemory;
  readonly #pool: VoicePool;
  readonly #notes: NoteControl;
  readonly #messages: ChannelMessages;
  readonly #queue = new EventQueue();
  readonly #settings: VoiceSettings;
  readonly #audioChannels: number;
  readonly #groupZeroIsAll: boolean;
  readonly #voiceShare: VoiceShare | undefined;
  readonly #effects: Effects | undefined;
  readonly #forget = (voice: Voice): void => this.downloads.release(voice.instrument);
  #groups: (readonly Channel[])[] = [];
  /** Next frame to be rendered. */
  #position: SampleTime = 0;
  /** Frame of the cell that control has reached, and how far the kernel has rendered it. */
  #cellFrame = 0;
  #renderedTo = 0;

  constructor(options: EngineOptions) {
    const { rules, sampleRate } = options;
    const { effects = EffectFlags.none } = options;
    this.#settings = { sampleRate, portGainDb: options.portGainDb, effects };
    this.#audioChannels = options.audioChannels;
    this.#groupZeroIsAll = rules.groupZeroIsAll;
    this.#voiceShare = options.voiceShare;
    this.#memory = new KernelMemory(options.kernel, {
      slotCount: slotCountFor(options.voices),
      commandCount: COMMAND_COUNT,
      sampleRate,
      gainCeiling: GAIN_CEILING,
      quality: options.quality,
      pitchCacheBytes: options.pitchCacheBytes,
      groups: options.voiceShare?.groups,
    });
    this.#effects = effects === EffectFlags.none ? undefined : new Effects(this.#memory, effects, sampleRate);
    this.downloads = new DownloadStore(this.#memory, rules);
    this.#pool = new VoicePool(options.voices, rules, this.#memory);
    this.#notes = new NoteControl({
      rules,
      downloads: this.downloads,
      pool: this.#pool,
      memory: this.#memory,
      settings: this.#settings,
      counters: this.counters,
      send: (slot, kind, field, value) => this.#send(slot, kind, field, value),
    });
    this.#messages = new ChannelMessages(this.#notes, rules, this.counters);
    this.setChannelGroups(options.channelGroups);
  }

  /** Next frame to be rendered. */
  get position(): SampleTime {
    return this.#position;
  }

  /** All voices that still make sound. */
  get activeVoices(): number {
    return this.#pool.active.length;
  }

  /** Events that wait for their frame. */
  get queuedEvents(): number {
    return this.#queue.count;
  }

  /** Number of groups of 16 channels; groups that stay keep their state. `@thread control` */
  setChannelGroups(count: number): void {
    for (const group of this.#groups.slice(count)) for (const channel of group) this.#notes.allSoundOff(channel);
    this.#groups.length = Math.min(count, this.#groups.length);
    while (this.#groups.length < count) {
      this.#groups.push(Array.from({ length: CHANNELS_PER_GROUP }, (_, index) => new Channel(index)));
    }
  }

  /** A channel, to read or set its priority; `group` counts from 1. Undefined when there is none. */
  channel(group: number, index: number): Channel | undefined {
    return this.#groups[group - 1]?.[index];
  }

  /**
   * Queues a short message for a frame; a frame that is past means now. `channelGroup` 0 is all groups, or the first.
   * Messages of one frame act in the order of their stamps.
   */
  queueMessage(frame: SampleTime, channelGroup: number, message: number, stamp?: ReferenceTime): void {
    this.#queue.push(frame, channelGroup, message, undefined, stamp);
  }

  /** Queues a long message. `bytes` is kept. */
  queueLongMessage(frame: SampleTime, channelGroup: number, bytes: Uint8Array, stamp?: ReferenceTime): void {
    this.#queue.push(frame, channelGroup, 0, bytes, stamp);
  }

  /** Sets volume and boost, acting on the next frame. */
  setPortGain(gainDb: number): void {
    this.#settings.portGainDb = gainDb;
    this.#notes.refreshAll();
  }

  /** Sets the reverb, if there is one. `@thread control` */
  setReverb(params: WavesReverbParams): void {
    this.#effects?.setReverb(params);
  }

  /** Back to frame 0 without events or voices; downloads and channels stay as they are. */
  reset(): void {
    this.#queue.clear();
    this.#pool.clear(this.#forget);
    this.#memory.dropCommands();
    this.#effects?.reset();
    this.counters.reset();
    this.#position = 0;
    this.#cellFrame = 0;
    this.#renderedTo = 0;
  }

  /**
   * Renders the next `frameCount` frames into `output`, interleaved. `position` is their first frame: normally
   * {@link position}; after a leap the rest of the present cell is left out. `@thread render`
   */
  render(output: SampleBuffer, frameCount: number, position: SampleTime): void {
    if (position !== this.#position) this.#leapTo(position);
    let done = 0;
    while (done < frameCount) {
      const from = this.#cellFrame;
      const count = this.#renderPart(from, frameCount - done);
      const peak = copyFrames(this.#memory, from, count, output, done, this.#audioChannels);
      if (peak > this.counters.peakLevel) this.counters.peakLevel = peak;
      done += count;
      this.#position += count;
    }
  }

  /** Renders the rest of the cell, or whole cells in which nothing happens, or what is wanted of them. Returns the frames. */
  #renderPart(from: number, wanted: number): number {
    const quietFrames = from === 0 ? this.#quietFrames(wanted) : 0;
    const count = quietFrames > 0 ? quietFrames : Math.min(CELL_FRAMES - from, wanted);
    if (quietFrames === 0) this.#obeyEvents(from, this.#position + count);
    this.#cellFrame = from + count;
    this.#renderToCellFrame();
    this.#voiceShare?.exchange(this.#memory.buses, from, from + count);
    if (this.#effects !== undefined) this.#memory.applyEffects(from, from + count);
    if (this.#cellFrame >= CELL_FRAMES) this.#completeCells();
    return count;
  }

  /** Frames of whole cells without an event that can be rendered in one go; 0 where there is none. */
  #quietFrames(wanted: number): number {
    const frames = Math.min(wanted, RUN_FRAMES, this.#queue.nextFrame - this.#position);
    return frames < CELL_FRAMES ? 0 : frames - (frames % CELL_FRAMES);
  }

  /** Control's part: every event before `endPosition`, each on its frame of the cell. */
  #obeyEvents(from: number, endPosition: SampleTime): void {
    while (this.#queue.nextFrame < endPosition) {
      const event = this.#queue.pop();
      this.#cellFrame = from + Math.max(0, event.frame - this.#position);
      if (event.bytes !== undefined) this.counters.unknownMessages++;
      else if (event.channelGroup !== 0) this.#obeyInGroup(event.channelGroup, event.message);
      else this.#obeyInGroupZero(event.message);
    }
  }

  #obeyInGroupZero(message: number): void {
    const lastGroup = this.#groupZeroIsAll ? this.#groups.length : 1;
    for (let group = 1; group <= lastGroup; group++) this.#obeyInGroup(group, message);
  }

  #obeyInGroup(group: number, message: number): void {
    const channels = this.#groups[group - 1];
    if (channels !== undefined) this.#messages.obey(channels, message);
  }

  #send(slot: number, kind: number, field?: number, value?: number): void {
    if (this.#memory.freeCommands === 0) {
      this.#renderToCellFrame();
      this.#memory.render(this.#cellFrame, this.#cellFrame);
    }
    this.#memory.addCommand(slot, this.#cellFrame, kind, field, value);
  }

  #renderToCellFrame(): void {
    if (this.#cellFrame === this.#renderedTo) return;
    this.#memory.render(this.#renderedTo, this.#cellFrame);
    this.#renderedTo = this.#cellFrame;
  }

  #completeCells(): void {
    const cellCount = this.#cellFrame / CELL_FRAMES;
    this.counters.countCells(cellCount, this.#memory.takeVoiceCells(), this.#pool.soundingCount);
    this.#pool.collect(this.#forget);
    this.#cellFrame = 0;
    this.#renderedTo = 0;
  }

  #leapTo(position: SampleTime): void {
    if (this.#cellFrame > 0) {
      this.#cellFrame = CELL_FRAMES;
      this.#renderToCellFrame();
      this.#completeCells();
    }
    this.#position = position;
  }
}
