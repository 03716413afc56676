import { PATCH_DRUMS } from '../ddi/dls-download.ts';
import { Moved } from './articulation/moved.ts';
import type { Channel } from './channel.ts';
import type { DownloadedInstrument, DownloadStore, PlayableRegion } from './downloads/download-store.ts';
import type { KernelMemory } from './kernel/kernel-memory.ts';
import { COMMAND_KIND_RELEASE, COMMAND_KIND_SHUTDOWN, COMMAND_KIND_START } from './kernel/layout.ts';
import type { RuleSet } from './rules.ts';
import type { SynthCounters } from './statistics.ts';
import type { Voice } from './voice.ts';
import { DYNAMIC_FIELD_COUNT, updateVoice, type VoiceSettings, writeVoice } from './voice-parameters.ts';
import type { VoicePool } from './voice-pool.ts';

/** The kit that plays where the wanted one is not downloaded. */
const STANDARD_KIT = PATCH_DRUMS;

/** Hands one command to the kernel, for the present frame. */
export type SendCommand = (slot: number, kind: number, field?: number, value?: number) => void;

/** What note control works with. */
export interface NoteControlParts {
  readonly rules: RuleSet;
  readonly downloads: DownloadStore;
  readonly pool: VoicePool;
  readonly memory: KernelMemory;
  readonly settings: VoiceSettings;
  readonly counters: SynthCounters;
  readonly send: SendCommand;
}

/** Starts, moves and ends voices: everything acts on the frame that the engine has reached. `@thread render` */
export class NoteControl {
  readonly #parts: NoteControlParts;
  readonly #scratch = new Float64Array(DYNAMIC_FIELD_COUNT);
  #noteNumber = 0;

  constructor(parts: NoteControlParts) {
    this.#parts = parts;
  }

  noteOn(channel: Channel, key: number, velocity: number): void {
    const { downloads, rules, counters } = this.#parts;
    const own = downloads.findInstrument(channel.patch);
    const instrument = own ?? (channel.isDrums ? downloads.findInstrument(STANDARD_KIT) : undefined);
    if (instrument === undefined) {
      counters.unplayedNotes++;
      return;
    }
    this.#noteNumber++;
    let isPlayed = false;
    for (const region of instrument.regions) {
      const { keyLow, keyHigh, velocityLow, velocityHigh } = region.contents;
      if (key < keyLow || key > keyHigh) continue;
      if (rules.hasLayers && (velocity < velocityLow || velocity > velocityHigh)) continue;
      this.#cutOthers(channel, instrument, region, key);
      this.#start(channel, instrument, region, key, velocity);
      isPlayed = true;
      if (!rules.hasLayers) break;
    }
    if (!isPlayed) counters.unplayedNotes++;
  }

  /** Earlier notes that a region does not suffer beside it: of its key group, and of the same key unless it allows them. */
  #cutOthers(channel: Channel, instrument: DownloadedInstrument, region: PlayableRegion, key: number): void {
    const { keyGroup, selfNonExclusive } = region.contents;
    if (keyGroup === 0 && selfNonExclusive) return;
    for (const voice of this.#parts.pool.active) {
      if (voice.channel !== channel || voice.noteNumber === this.#noteNumber) continue;
      if (voice.stage === 'fading' || voice.instrument !== instrument) continue;
      const isRestruck = !selfNonExclusive && voice.key === key;
      if (isRestruck || (keyGroup !== 0 && voice.region.contents.keyGroup === keyGroup)) this.#cut(voice);
    }
  }

  #start(
    channel: Channel,
    instrument: DownloadedInstrument,
    region: PlayableRegion,
    key: number,
    velocity: number,
  ): void {
    const { downloads, settings, memory, send } = this.#parts;
    const voice = this.#takeVoice(channel.priority);
    if (voice === undefined) return;
    voice.channel = channel;
    voice.instrument = instrument;
    voice.region = region;
    voice.key = key;
    voice.velocity = velocity;
    voice.noteNumber = this.#noteNumber;
    downloads.retain(instrument);
    writeVoice(voice, settings, memory);
    send(voice.slot, COMMAND_KIND_START);
  }

  /** An idle voice, for which another may be given up; undefined, and counted, when the note has to go without. */
  #takeVoice(priority: number): Voice | undefined {
    const { pool, counters } = this.#parts;
    if (!pool.isExhausted && (!pool.isFull || this.#giveUpOne(priority))) return pool.take();
    counters.lostNotes++;
    return undefined;
  }

  /** Makes room for a note; answers false when all others are more important. */
  #giveUpOne(priority: number): boolean {
    const { pool, counters } = this.#parts;
    const victim = pool.findVictim(priority, this.#noteNumber);
    if (victim === undefined) return false;
    if (victim.stage !== 'released') counters.lostNotes++;
    this.#cut(victim);
    return true;
  }

  #cut(voice: Voice): void {
    this.#parts.pool.setFading(voice);
    this.#parts.send(voice.slot, COMMAND_KIND_SHUTDOWN);
  }

  #release(voice: Voice): void {
    voice.stage = 'released';
    this.#parts.send(voice.slot, COMMAND_KIND_RELEASE);
  }

  /** Ends the notes of a key: all of them, so that none can be left over; natively only the oldest. */
  noteOff(channel: Channel, key: number): void {
    let noteNumber = -1;
    for (const voice of this.#parts.pool.active) {
      if (voice.channel !== channel || voice.key !== key || voice.stage !== 'held') continue;
      if (noteNumber >= 0 && voice.noteNumber !== noteNumber && this.#parts.rules.name === 'windows') break;
      noteNumber = voice.noteNumber;
      if (channel.isSustained) voice.stage = 'sustained';
      else this.#release(voice);
    }
  }

  /** The pedal went up. */
  releaseSustained(channel: Channel): void {
    for (const voice of this.#parts.pool.active) {
      if (voice.channel === channel && voice.stage === 'sustained') this.#release(voice);
    }
  }

  /** CC 123: as if every key went up. */
  allNotesOff(channel: Channel): void {
    for (const voice of this.#parts.pool.active) {
      if (voice.channel !== channel || voice.stage !== 'held') continue;
      if (channel.isSustained) voice.stage = 'sustained';
      else this.#release(voice);
    }
  }

  /** CC 120: silence at once, though not with a click. */
  allSoundOff(channel: Channel): void {
    for (const voice of this.#parts.pool.active) {
      if (voice.channel === channel && voice.stage !== 'fading') this.#cut(voice);
    }
  }

  /** A value changed on the channel that connections may listen to: `sourceCode`, or any of them. */
  refresh(channel: Channel, sourceCode?: number): void {
    const { pool, settings, send } = this.#parts;
    for (const voice of pool.active) {
      if (voice.channel !== channel) continue;
      const moved = sourceCode === undefined ? Moved.all : voice.region.articulation.movedBy(sourceCode);
      if (moved !== 0) updateVoice(voice, settings, this.#scratch, send, moved);
    }
  }

  /** Something changed that all voices share. */
  refreshAll(): void {
    for (const voice of this.#parts.pool.active)
      updateVoice(voice, this.#parts.settings, this.#scratch, this.#parts.send);
  }
}
