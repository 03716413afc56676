import {
  SILENCE_DB,
  VOICE_EG1_ATTACK,
  VOICE_EG1_DECAY,
  VOICE_EG1_DELAY,
  VOICE_EG1_HOLD,
  VOICE_EG1_SUSTAIN_DB,
  VOICE_EG2_ATTACK,
  VOICE_EG2_DECAY,
  VOICE_EG2_DELAY,
  VOICE_EG2_HOLD,
  VOICE_EG2_SUSTAIN,
} from '../layout.ts';
import { EnvelopeStages } from './envelope-stages.ts';
import type { MemoryRecord } from './memory-record.ts';

/** 10^(dB / 20). */
export function gainFromDb(db: number): number {
  return 10 ** (db / 20);
}

/** EG1, the volume envelope: linear in amplitude while it rises, linear in dB while it falls. */
export class VolumeEnvelope {
  readonly #record: MemoryRecord;
  readonly #stages: EnvelopeStages;
  #releaseFromDb = 0;

  constructor(record: MemoryRecord) {
    this.#record = record;
    this.#stages = new EnvelopeStages({
      delay: record.getU32(VOICE_EG1_DELAY),
      attack: record.getU32(VOICE_EG1_ATTACK),
      hold: record.getU32(VOICE_EG1_HOLD),
      decay: record.getU32(VOICE_EG1_DECAY),
    });
  }

  nextCorner(age: number): number {
    return this.#stages.nextCorner(age);
  }

  /** Falls to silence from the level at `age`; the full 96 dB would take `fullRangeFrames`. */
  release(age: number, fullRangeFrames: number): void {
    const fromDb = this.attenuationDb(age);
    this.#releaseFromDb = fromDb;
    this.#stages.release(age, Math.round((fullRangeFrames * (SILENCE_DB - fromDb)) / SILENCE_DB));
  }

  /** Released, cut or over: it only falls from here. */
  isFalling(age: number): boolean {
    return this.#stages.placeAt(age).stage === 'release' || this.hasEnded(age);
  }

  hasEnded(age: number): boolean {
    const { stage } = this.#stages.placeAt(age);
    return stage === 'ended' || (stage === 'sustain' && this.#sustainDb >= SILENCE_DB);
  }

  /** Linear level, 0…1. */
  gain(age: number): number {
    const { stage, part } = this.#stages.placeAt(age);
    if (stage === 'delay' || this.hasEnded(age)) return 0;
    return stage === 'attack' ? part : gainFromDb(-this.attenuationDb(age));
  }

  /** The same level as attenuation, 0…96 dB. */
  attenuationDb(age: number): number {
    const { stage, part } = this.#stages.placeAt(age);
    switch (stage) {
      case 'attack':
        return Math.min(SILENCE_DB, -20 * Math.log10(part));
      case 'hold':
        return 0;
      case 'decay':
        return part * this.#sustainDb;
      case 'sustain':
        return this.#sustainDb;
      case 'release':
        return this.#releaseFromDb + part * (SILENCE_DB - this.#releaseFromDb);
      default:
        return SILENCE_DB;
    }
  }

  get #sustainDb(): number {
    return this.#record.getF32(VOICE_EG1_SUSTAIN_DB);
  }
}

/** EG2, the modulation envelope: the same stages, all linear, 0…1. */
export class ModulationEnvelope {
  readonly #record: MemoryRecord;
  readonly #stages: EnvelopeStages;
  #releaseFrom = 0;

  constructor(record: MemoryRecord) {
    this.#record = record;
    this.#stages = new EnvelopeStages({
      delay: record.getU32(VOICE_EG2_DELAY),
      attack: record.getU32(VOICE_EG2_ATTACK),
      hold: record.getU32(VOICE_EG2_HOLD),
      decay: record.getU32(VOICE_EG2_DECAY),
    });
  }

  nextCorner(age: number): number {
    return this.#stages.nextCorner(age);
  }

  /** Falls to 0 from the level at `age`; from 1 it would take `fullRangeFrames`. */
  release(age: number, fullRangeFrames: number): void {
    const from = this.level(age);
    this.#releaseFrom = from;
    this.#stages.release(age, Math.round(fullRangeFrames * from));
  }

  level(age: number): number {
    const { stage, part } = this.#stages.placeAt(age);
    const sustain = this.#record.getF32(VOICE_EG2_SUSTAIN);
    switch (stage) {
      case 'attack':
        return part;
      case 'hold':
        return 1;
      case 'decay':
        return 1 + part * (sustain - 1);
      case 'sustain':
        return sustain;
      case 'release':
        return this.#releaseFrom * (1 - part);
      default:
        return 0;
    }
  }
}
