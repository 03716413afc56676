/** What a note should do, as a function of time (2.3 and 2.4): levels in tenths of dB, pitches in cents. */

/** Course of an envelope from the note-on at 0 s, through its note-off. */
export interface EnvelopeModel {
  /** Stages, seconds. */
  readonly delay: number;
  readonly attack: number;
  readonly hold: number;
  readonly decay: number;
  readonly release: number;
  /** Value before the attack and after the release, at the top of the attack, and after the decay. */
  readonly floor: number;
  readonly peak: number;
  readonly sustain: number;
  /** The attack is linear in amplitude, not in its unit. */
  readonly attacksInAmplitude: boolean;
}

/** A sine that sets in some time after the note-on. */
export interface LfoModel {
  readonly hertz: number;
  /** Seconds. */
  readonly delay: number;
  /** Height, in the unit of what it moves. */
  readonly scale: number;
}

/** One quantity of a note. */
export interface CourseModel {
  readonly envelope: EnvelopeModel;
  readonly lfo: LfoModel;
  /** Added all the time. */
  readonly offset: number;
}

/** Everything that is measured of a note. */
export interface NoteModel {
  /** Tenths of dB. */
  readonly volume: CourseModel;
  /** Tenths of dB, left and right. */
  readonly channelGains: readonly [number, number];
  /** Cents. */
  readonly pitch: CourseModel;
}

/** When the key goes up, seconds. */
const NOTE_OFF = 1;
/** Silence, tenths of dB. */
export const SILENCE = -960;

/** Tenths of dB before panning: voice base, volume boost, CC 7 = 100. */
const DEFAULT_LEVEL = 60 + 60 - 41.52;
/** Tenths of dB on either side at the centre. */
const CENTRE = -30.1;

const NO_STAGES = { delay: 0, attack: 0, hold: 0, decay: 0, release: 0 };
const NO_LFO: LfoModel = { hertz: 5, delay: 0.01, scale: 0 };

/** "Default volume" and "default pitch" of the catalogue. */
export const DEFAULT_MODEL: NoteModel = {
  volume: {
    envelope: { ...NO_STAGES, floor: SILENCE, peak: 0, sustain: 0, attacksInAmplitude: true },
    lfo: NO_LFO,
    offset: DEFAULT_LEVEL,
  },
  channelGains: [CENTRE, CENTRE],
  pitch: {
    envelope: { ...NO_STAGES, floor: 0, peak: 0, sustain: 0, attacksInAmplitude: false },
    lfo: NO_LFO,
    offset: 0,
  },
};

/** How a row's note differs from the default. */
export interface ModelChanges {
  /** Added to the default level, tenths of dB. */
  readonly level?: number;
  readonly channelGains?: readonly [number, number];
  readonly volumeEnvelope?: Partial<EnvelopeModel>;
  readonly volumeLfo?: Partial<LfoModel>;
  /** Cents. */
  readonly pitch?: number;
  readonly pitchEnvelope?: Partial<EnvelopeModel>;
  readonly pitchLfo?: Partial<LfoModel>;
}

/** The default model with changes. */
export function noteModel(changes: ModelChanges = {}): NoteModel {
  const { volume, pitch, channelGains } = DEFAULT_MODEL;
  return {
    volume: {
      envelope: { ...volume.envelope, ...changes.volumeEnvelope },
      lfo: { ...volume.lfo, ...changes.volumeLfo },
      offset: volume.offset + (changes.level ?? 0),
    },
    channelGains: changes.channelGains ?? channelGains,
    pitch: {
      envelope: { ...pitch.envelope, ...changes.pitchEnvelope },
      lfo: { ...pitch.lfo, ...changes.pitchLfo },
      offset: pitch.offset + (changes.pitch ?? 0),
    },
  };
}

/** Nothing is heard. */
export const SILENT: ModelChanges = { level: SILENCE - DEFAULT_LEVEL };

/** Value of a course `time` seconds after the note-on. */
export function courseAt({ envelope, lfo, offset }: CourseModel, time: number): number {
  return offset + envelopeAt(envelope, time) + lfoAt(lfo, time);
}

function lfoAt({ hertz, delay, scale }: LfoModel, time: number): number {
  return time < delay ? 0 : scale * Math.sin(2 * Math.PI * hertz * (time - delay));
}

function envelopeAt(envelope: EnvelopeModel, time: number): number {
  if (time < NOTE_OFF) return heldAt(envelope, time);
  const { release, floor } = envelope;
  const elapsed = time - NOTE_OFF;
  return elapsed < release ? between(heldAt(envelope, NOTE_OFF), floor, elapsed / release) : floor;
}

function heldAt(envelope: EnvelopeModel, time: number): number {
  const { delay, attack, hold, decay, floor, peak, sustain } = envelope;
  let elapsed = time - delay;
  if (elapsed < 0) return floor;
  if (elapsed < attack) return attackAt(envelope, elapsed / attack);
  elapsed -= attack;
  if (elapsed < hold) return peak;
  elapsed -= hold;
  return elapsed < decay ? between(peak, sustain, elapsed / decay) : sustain;
}

function attackAt({ floor, peak, attacksInAmplitude }: EnvelopeModel, part: number): number {
  if (!attacksInAmplitude) return between(floor, peak, part);
  return 200 * Math.log10(between(10 ** (floor / 200), 10 ** (peak / 200), part));
}

function between(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}
