import type { KernelMemory } from './kernel/kernel-memory.ts';
import { VOICE_ENDED, VOICE_STATUS } from './kernel/layout.ts';
import type { RuleSet } from './rules.ts';
import { Voice } from './voice.ts';
import { DYNAMIC_FIELD_COUNT, loudnessDb } from './voice-parameters.ts';

/** Slots beyond the polyphony, where voices that were cut off fade: as many again, and some for small synths. */
const SPARE_SLOTS = 64;

/** Kernel slots that a polyphony needs. */
export function slotCountFor(voiceLimit: number): number {
  return 2 * voiceLimit + SPARE_SLOTS;
}

/**
 * All voices of a synth, made when it opens. Up to the limit they sound; voices that were cut off fade in spare
 * slots. Slots come back when a cell is complete and at no other time, so that who gets which slot does not depend on how
 * the rendering is cut. `@thread render`
 */
export class VoicePool {
  /** Voices in use, in the order in which they started. */
  readonly active: Voice[] = [];
  readonly #voices: readonly Voice[];
  readonly #free: Voice[];
  readonly #memory: KernelMemory;
  readonly #voiceLimit: number;
  #sounding = 0;

  constructor(voiceLimit: number, rules: RuleSet, memory: KernelMemory) {
    this.#voiceLimit = voiceLimit;
    this.#memory = memory;
    const slotCount = slotCountFor(voiceLimit);
    this.#voices = Array.from({ length: slotCount }, (_, slot) => new Voice(slot, rules, DYNAMIC_FIELD_COUNT));
    this.#free = this.#voices.toReversed();
  }

  /** Voices that count against the limit. */
  get soundingCount(): number {
    return this.#sounding;
  }

  get isFull(): boolean {
    return this.#sounding >= this.#voiceLimit;
  }

  /** Even the spare slots are taken, by voices that fade. */
  get isExhausted(): boolean {
    return this.#free.length === 0;
  }

  /** An idle voice, in the active list from now on; undefined when the pool is exhausted. */
  take(): Voice | undefined {
    const voice = this.#free.pop();
    if (voice === undefined) return undefined;
    voice.stage = 'held';
    this.#memory.activate(voice.slot);
    this.active.push(voice);
    this.#sounding++;
    return voice;
  }

  /** The voice was cut off: it fades and no longer counts. */
  setFading(voice: Voice): void {
    if (voice.stage === 'fading') return;
    voice.stage = 'fading';
    this.#sounding--;
  }

  /**
   * The voice to be given up for a note of `priority`: of those with no higher priority the lowest, a released one before a
   * held one, then the quietest, then the oldest. Undefined when all are more important. Voices of note `noteNumber` are
   * spared: a note of several layers does not take from itself.
   */
  findVictim(priority: number, noteNumber = -1): Voice | undefined {
    let best: Voice | undefined;
    let bestLoudnessDb = 0;
    for (let i = 0; i < this.active.length; i++) {
      const voice = this.active[i]!;
      if (voice.stage === 'fading' || voice.channel.priority > priority || voice.noteNumber === noteNumber) continue;
      const voiceLoudnessDb = loudnessDb(voice, this.#memory);
      if (best !== undefined && !isBetterVictim(voice, voiceLoudnessDb, best, bestLoudnessDb)) continue;
      best = voice;
      bestLoudnessDb = voiceLoudnessDb;
    }
    return best;
  }

  /** After a complete cell: takes back the voices that ended. `onEnded` is called for each. */
  collect(onEnded: (voice: Voice) => void): void {
    const endedCount = this.#memory.endedCount;
    if (endedCount === 0) return;
    for (let i = 0; i < endedCount; i++) this.#takeBack(this.#voices[this.#memory.endedSlot(i)]!, onEnded);
    this.#memory.clearEnded();
    let kept = 0;
    for (const voice of this.active) if (voice.stage !== 'free') this.active[kept++] = voice;
    this.active.length = kept;
  }

  #takeBack(voice: Voice, onEnded: (voice: Voice) => void): void {
    if (voice.stage !== 'fading') this.#sounding--;
    voice.stage = 'free';
    this.#free.push(voice);
    onEnded(voice);
  }

  /**
   * Ends everything at once. `onEnded` is called for each voice. Slots are handed out in the first order again, for
   * the order of summation follows them.
   */
  clear(onEnded: (voice: Voice) => void): void {
    this.#memory.clearEnded();
    for (const voice of this.active) {
      this.#memory.deactivate(voice.slot);
      this.#memory.setU32(voice.slot, VOICE_STATUS, VOICE_ENDED);
      this.#takeBack(voice, onEnded);
    }
    this.active.length = 0;
    this.#free.sort((a, b) => b.slot - a.slot);
  }
}

function isBetterVictim(voice: Voice, voiceLoudnessDb: number, best: Voice, bestLoudnessDb: number): boolean {
  if (voice.channel.priority !== best.channel.priority) return voice.channel.priority < best.channel.priority;
  const isReleased = voice.stage === 'released';
  if (isReleased !== (best.stage === 'released')) return isReleased;
  if (voiceLoudnessDb !== bestLoudnessDb) return voiceLoudnessDb < bestLoudnessDb;
  return voice.noteNumber < best.noteNumber;
}
