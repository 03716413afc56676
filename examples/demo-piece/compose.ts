/**
 * The demonstration piece: 24 bars for piano, guitar, bass, strings, flute, violin, horn, vibraphone and drums.
 * `composeDemo` gives the bytes of `examples/demo.mid`; `write-demo.ts` writes them.
 */
import { type TimedMessage, writeSmf } from 'dmus/formats';
import { Part, TICKS_PER_BEAT } from './part.ts';
import * as score from './score.ts';

const BEATS_PER_MINUTE = 112;
/** The last two bars broaden to this. */
const LAST_BEATS_PER_MINUTE = 92;
const { intro, verse, bridge, reprise, end } = score.Section;
const BAR = score.BEATS_PER_BAR;

const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The piece as a Standard MIDI File of format 1. */
export function composeDemo(): Uint8Array {
  const parts = [piano(), guitar(), bass(), strings(), flute(), violin(), horn(), vibraphone(), drums()];
  return writeSmf({
    format: 1,
    division: { kind: 'quarter-note', ticksPerQuarter: TICKS_PER_BEAT },
    tracks: [conductor(), ...parts.map((part) => part.toTrack())],
  });
}

function conductor(): TimedMessage[] {
  const title = new TextEncoder().encode('Tide Coming In');
  return [
    { tick: 0, kind: 'meta', type: 0x03, bytes: title },
    { tick: 0, kind: 'meta', type: 0x58, bytes: Uint8Array.of(4, 2, 24, 8) },
    tempo(0, BEATS_PER_MINUTE),
    tempo((end - 2) * BAR, LAST_BEATS_PER_MINUTE),
    { tick: (end + 1) * BAR * TICKS_PER_BEAT, kind: 'meta', type: 0x2f, bytes: new Uint8Array(0) },
  ];
}

function tempo(beat: number, beatsPerMinute: number): TimedMessage {
  const microseconds = Math.round(60_000_000 / beatsPerMinute);
  const bytes = Uint8Array.of(microseconds >> 16, (microseconds >> 8) & 0xff, microseconds & 0xff);
  return { tick: beat * TICKS_PER_BEAT, kind: 'meta', type: 0x51, bytes };
}

/** Broken chords in eighths under the pedal. */
function piano(): Part {
  const part = new Part({ name: 'Piano', channel: 0, program: 0, volume: 92, pan: 52, reverb: 45 });
  for (const [bar, { bass: low, tones }] of score.chords.entries()) {
    const beat = bar * BAR;
    part.pedal(beat + 0.05, BAR - 0.1);
    if (bar === end - 1) {
      for (const [index, key] of [low, low + 12, ...tones].entries())
        part.note(beat + index * 0.09, 5, key, 66 - 2 * index);
      continue;
    }
    const figure = [low + 12, tones[0]!, tones[1]!, tones[2]!, tones[3]!, tones[2]!, tones[1]!, tones[2]!];
    const strength = bar < verse ? 54 : bar < bridge ? 58 : 68;
    for (const [step, key] of figure.entries()) {
      part.note(
        beat + step / 2,
        0.48,
        key,
        strength + (step === 0 ? 14 : step === 4 ? 6 : 0) + ((bar + step * 3) % 5) - 2,
      );
    }
  }
  return part;
}

/** Strums on the off-beats, from the bridge on. */
function guitar(): Part {
  const part = new Part({ name: 'Steel guitar', channel: 1, program: 25, volume: 78, pan: 96, reverb: 35 });
  for (let bar = bridge; bar < end - 1; bar++) {
    const { tones } = score.chords[bar]!;
    for (const [stroke, offset] of [0.5, 1.5, 2, 2.5, 3.5].entries()) {
      const down = stroke !== 2;
      const keys = down ? tones : tones.toReversed();
      const velocity = (down ? 60 : 48) + ((bar + stroke) % 3) * 4;
      for (const [index, key] of keys.entries())
        part.note(bar * BAR + offset + index * 0.025, 0.4, key, velocity - 2 * index);
    }
  }
  return part;
}

function bass(): Part {
  const part = new Part({ name: 'Bass', channel: 2, program: 33, volume: 96, pan: 64, reverb: 15 });
  for (let bar = verse; bar < end; bar++) {
    const { bass: root, tones } = score.chords[bar]!;
    const beat = bar * BAR;
    if (bar === end - 1) {
      part.note(beat, 3.8, root, 84);
      continue;
    }
    part.note(beat, 1.4, root, 92);
    part.note(beat + 1.5, 0.45, root, 74);
    part.note(beat + 2, bar < bridge ? 1.4 : 0.9, tones[0]! - 12, 84);
    if (bar >= bridge) part.note(beat + 3, 0.45, tones[1]! - 12, 78);
    part.note(beat + 3.5, 0.45, tones[0]! - 12, 76);
  }
  return part;
}

/** Held chords that breathe. */
function strings(): Part {
  const part = new Part({ name: 'Strings', channel: 3, program: 48, volume: 80, pan: 40, reverb: 70 });
  for (const [bar, { tones }] of score.chords.entries()) {
    const loud = bar < verse ? 60 : bar < bridge ? 76 : 100;
    part.swell(bar * BAR, BAR / 2, loud - 16, loud);
    part.swell(bar * BAR + BAR / 2, BAR / 2 - 0.1, loud, loud - 14);
    const beats = bar === end - 1 ? BAR + 1 : BAR - 0.05;
    for (const key of tones.slice(bar < bridge ? 1 : 0)) part.note(bar * BAR, beats, key, 70);
  }
  return part;
}

function flute(): Part {
  const part = new Part({ name: 'Flute', channel: 4, program: 73, volume: 98, pan: 74, reverb: 60 });
  sing(part, score.verseMelody, verse, 84);
  sing(part, score.repriseMelody, reprise, 92);
  part.swell((end - 1) * BAR, BAR, 127, 60);
  return part;
}

function violin(): Part {
  const part = new Part({ name: 'Violin', channel: 5, program: 40, volume: 92, pan: 50, reverb: 60 });
  sing(part, score.bridgeMelody, bridge, 90);
  sing(part, score.repriseHarmony, reprise, 72);
  for (const [bar, beat] of [
    [bridge, 1],
    [bridge + 2, 1],
    [bridge + 4, 0],
    [bridge + 7, 0],
  ] as const) {
    part.scoop(bar * BAR + beat, 0.3, -1);
  }
  for (let bar = bridge; bar < reprise; bar++)
    part.swell(bar * BAR, BAR, 96 + (bar - bridge) * 2, 112 + (bar - bridge) * 2);
  part.swell((end - 1) * BAR, BAR, 118, 50);
  return part;
}

function horn(): Part {
  const part = new Part({ name: 'Horn', channel: 6, program: 60, volume: 84, pan: 84, reverb: 70 });
  sing(part, score.bridgeCounterpoint, bridge, 74);
  part.note((end - 2) * BAR, 4, 57, 62);
  part.note((end - 1) * BAR, 4.5, 62, 58);
  return part;
}

function vibraphone(): Part {
  const part = new Part({ name: 'Vibraphone', channel: 7, program: 11, volume: 82, pan: 26, reverb: 60 });
  for (const [bar, line] of score.glitter) {
    sing(part, [line], bar, bar === intro ? 66 : 74);
    part.pedal(bar * BAR + 0.1, BAR - 0.2);
  }
  return part;
}

function drums(): Part {
  const part = new Part({ name: 'Drums', channel: 9, program: 0, volume: 88, pan: 64, reverb: 25 });
  for (const [bar, pattern] of score.drumPatterns.entries()) {
    for (const [key, strokes] of Object.entries(pattern)) {
      for (const [step, stroke] of [...strokes].entries()) {
        const velocity = { X: 108, x: 88, o: 58 }[stroke];
        if (velocity) part.note(bar * BAR + step / 4, 0.2, Number(key), velocity + ((bar * 7 + step * 5) % 7) - 3);
      }
    }
  }
  return part;
}

/** Plays lines of a bar each from a bar on, strong beats a little stronger, notes a little apart. */
function sing(part: Part, lines: readonly score.Line[], firstBar: number, velocity: number): void {
  for (const [index, line] of lines.entries()) {
    let beat = (firstBar + index) * BAR;
    for (const word of line.split(' ')) {
      const [name, beats] = word.split(':');
      const length = Number(beats);
      const accent = beat % BAR === 0 ? 6 : beat % 1 === 0 ? 2 : -4;
      if (name !== '-') part.note(beat, length * 0.94, keyOf(name!), velocity + accent);
      beat += length;
    }
  }
}

/** Key of a name like `F#5`, where `C4` is 60. */
function keyOf(name: string): number {
  const [, letter, sign, octave] = /^([A-G])([#b]?)(\d)$/.exec(name) ?? [];
  const semitone = SEMITONES[letter ?? ''];
  if (semitone === undefined) throw new RangeError(`name: expected a note like F#5, got '${name}'`);
  return 12 * (Number(octave) + 1) + semitone + (sign === '#' ? 1 : sign === 'b' ? -1 : 0);
}
