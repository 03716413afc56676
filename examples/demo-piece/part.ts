/** One instrument's track, written in beats. */
import type { TimedMessage } from 'dmus/formats';

/** Ticks of a quarter note. */
export const TICKS_PER_BEAT = 480;

const Controller = { volume: 7, pan: 10, expression: 11, pedal: 64, reverb: 91, chorus: 93 } as const;
const BEND_CENTRE = 8192;

/** Where an instrument sits. */
export interface Seat {
  readonly name: string;
  /** MIDI channel, 0…15; 9 is drums. */
  readonly channel: number;
  /** General MIDI program, 0…127. */
  readonly program: number;
  /** 0…127. */
  readonly volume: number;
  /** 0 (left) … 127 (right). */
  readonly pan: number;
  /** 0…127. */
  readonly reverb: number;
}

/** Collects the messages of one channel. Beats count from 0; everything may be added in any order. */
export class Part {
  readonly #seat: Seat;
  readonly #messages: TimedMessage[] = [];

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#add(0, 0xc0, seat.program, 0);
    this.#control(0, Controller.volume, seat.volume);
    this.#control(0, Controller.pan, seat.pan);
    this.#control(0, Controller.reverb, seat.reverb);
  }

  /** A note; `velocity` 1…127. */
  note(beat: number, beats: number, key: number, velocity: number): void {
    this.#add(beat, 0x90, key, Math.max(1, Math.min(127, Math.round(velocity))));
    this.#add(beat + beats, 0x80, key, 64);
  }

  /** The sustain pedal is down from `beat` to `beat + beats`. */
  pedal(beat: number, beats: number): void {
    this.#control(beat, Controller.pedal, 127);
    this.#control(beat + beats, Controller.pedal, 0);
  }

  /** Expression moves straight from one level to another, 0…127. */
  swell(beat: number, beats: number, from: number, to: number): void {
    const steps = Math.max(1, Math.round(beats * 6));
    for (let step = 0; step <= steps; step++) {
      this.#control(
        beat + (beats * step) / steps,
        Controller.expression,
        Math.round(from + ((to - from) * step) / steps),
      );
    }
  }

  /** Slides into a note from `semitones` (−2…2) away. */
  scoop(beat: number, beats: number, semitones: number): void {
    for (let step = 0; step <= 8; step++) {
      const bend = BEND_CENTRE + Math.round(((semitones * (8 - step)) / 8 / 2) * 8191);
      this.#add(beat + (beats * step) / 8, 0xe0, bend & 0x7f, bend >> 7);
    }
  }

  /** The track in playing order; notes end before others begin. */
  toTrack(): readonly TimedMessage[] {
    const name: TimedMessage = { tick: 0, kind: 'meta', type: 0x03, bytes: new TextEncoder().encode(this.#seat.name) };
    return [name, ...this.#messages.toSorted((one, other) => one.tick - other.tick || rank(one) - rank(other))];
  }

  #control(beat: number, controller: number, amount: number): void {
    this.#add(beat, 0xb0, controller, Math.max(0, Math.min(127, amount)));
  }

  #add(beat: number, command: number, data1: number, data2: number): void {
    const tick = Math.max(0, Math.round(beat * TICKS_PER_BEAT));
    this.#messages.push({ tick, kind: 'channel', status: command | this.#seat.channel, data1, data2 });
  }
}

/** Note-offs, then controllers, then notes. */
function rank(message: TimedMessage): number {
  if (message.kind !== 'channel') return 0;
  const command = message.status & 0xf0;
  return command === 0x80 ? 1 : command === 0x90 ? 3 : 2;
}
