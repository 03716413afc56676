import type { SignalContext } from './articulation/signals.ts';
import type { Channel } from './channel.ts';
import type { DownloadedInstrument, PlayableRegion } from './downloads/download-store.ts';
import type { RuleSet } from './rules.ts';

/**
 * Where a voice is in its life. `held`: its key is down. `sustained`: only the pedal holds it. `released`: on its own way to the
 * end. `fading`: cut off; it no longer counts against the polyphony.
 */
export type VoiceStage = 'free' | 'held' | 'sustained' | 'released' | 'fading';

/** What control knows of one kernel voice. Objects are made once and used again and again. */
export class Voice implements SignalContext {
  /** The kernel's voice record. */
  readonly slot: number;
  readonly rules: RuleSet;
  stage: VoiceStage = 'free';
  channel!: Channel;
  instrument!: DownloadedInstrument;
  region!: PlayableRegion;
  key = 0;
  velocity = 0;
  /** Counts note-ons: voices of one note share it, and smaller is older. */
  noteNumber = 0;
  /** Values of the dynamic fields as the kernel has them or will have them. */
  readonly dynamic: Float64Array;

  constructor(slot: number, rules: RuleSet, dynamicFieldCount: number) {
    this.slot = slot;
    this.rules = rules;
    this.dynamic = new Float64Array(dynamicFieldCount);
  }
}
