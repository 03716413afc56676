/** The notes of the piece: chords, melodies and drum patterns. Original to this project, under its licence. */

/** Keys of a bar's harmony. */
export interface Chord {
  readonly bass: number;
  /** Rising, in the octave around key 60. */
  readonly tones: readonly number[];
}

/** A line of notes as text: `F#5:1.5 E5:0.5 -:1` is note, beats; `-` rests. */
export type Line = string;

/** Beats in a bar. */
export const BEATS_PER_BAR = 4;
/** Where the sections begin, in bars. */
export const Section = { intro: 0, verse: 2, bridge: 10, reprise: 18, end: 24 } as const;

const D: Chord = { bass: 38, tones: [57, 62, 66, 69] };
const DOverFSharp: Chord = { bass: 42, tones: [57, 62, 66, 69] };
const AOverCSharp: Chord = { bass: 37, tones: [57, 61, 64, 69] };
const A: Chord = { bass: 33, tones: [57, 61, 64, 69] };
const A7: Chord = { bass: 33, tones: [55, 61, 64, 69] };
const Bm: Chord = { bass: 35, tones: [59, 62, 66, 71] };
const FSharpMinor: Chord = { bass: 33, tones: [57, 61, 66, 69] };
const G: Chord = { bass: 31, tones: [59, 62, 67, 71] };
const GOverD: Chord = { bass: 38, tones: [59, 62, 67, 71] };
const Gm6: Chord = { bass: 31, tones: [58, 62, 64, 67] };
const Em7: Chord = { bass: 40, tones: [59, 62, 64, 67] };

/** One to a bar. */
export const chords: readonly Chord[] = [
  ...[D, GOverD],
  ...[D, AOverCSharp, Bm, FSharpMinor, G, DOverFSharp, Em7, A],
  ...[Bm, G, D, A, Bm, G, Em7, A7],
  ...[D, AOverCSharp, G, Gm6, A7, D],
];

/** Flute, in the verse. */
export const verseMelody: readonly Line[] = [
  'F#5:1.5 E5:0.5 D5:1 A4:1',
  'E5:1.5 F#5:0.5 E5:1 C#5:1',
  'D5:1 F#5:1 B5:1.5 A5:0.5',
  'A5:2 F#5:1 C#5:1',
  'B4:0.5 D5:0.5 G5:1.5 F#5:0.5 E5:1',
  'F#5:1.5 D5:0.5 A4:2',
  'G4:0.5 B4:0.5 D5:1 E5:1 G5:1',
  'E5:2.5 C#5:0.5 D5:0.5 E5:0.5',
];

/** Violin, in the bridge. */
export const bridgeMelody: readonly Line[] = [
  'B4:0.5 D5:0.5 F#5:2 E5:1',
  'D5:1.5 B4:0.5 G5:2',
  'F#5:1 A5:2 F#5:1',
  'E5:3 C#5:0.5 D5:0.5',
  'F#5:1.5 G5:0.5 A5:1 B5:1',
  'B5:1.5 A5:0.5 G5:1 D5:1',
  'E5:1 G5:1 B5:1 D6:1',
  'C#6:2 A5:1 E5:1',
];

/** Horn, under the violin. */
export const bridgeCounterpoint: readonly Line[] = [
  'D4:4',
  'D4:2 B3:2',
  'A3:4',
  'C#4:4',
  'D4:3 C#4:1',
  'B3:2 D4:2',
  'E4:2 D4:2',
  'C#4:3 -:1',
];

/** Flute, when the verse comes back. */
export const repriseMelody: readonly Line[] = [
  'F#5:1.5 E5:0.5 D5:1 A4:1',
  'E5:1.5 F#5:0.5 E5:1 C#5:1',
  'B4:0.5 D5:0.5 G5:1.5 A5:0.5 B5:1',
  'Bb5:1.5 A5:0.5 G5:1 E5:1',
  'E5:1.5 F#5:0.5 E5:1 C#5:1',
  'D5:4',
];

/** Violin, below the flute. */
export const repriseHarmony: readonly Line[] = [
  'D5:1.5 C#5:0.5 A4:1 F#4:1',
  'C#5:1.5 D5:0.5 C#5:1 A4:1',
  'G4:1 D5:1.5 F#5:0.5 G5:1',
  'D5:2 Bb4:1 C#5:1',
  'A4:2 G4:2',
  'F#4:4',
];

/** Vibraphone: what glitters in the gaps. */
export const glitter: ReadonlyMap<number, Line> = new Map([
  [0, '-:2 A5:0.5 F#5:0.5 D5:0.5 E5:0.5'],
  [1, '-:1 B5:0.5 G5:0.5 D5:1 A5:1'],
  [5, '-:2.5 A4:0.5 C#5:0.5 F#5:0.5'],
  [9, '-:2 A5:0.5 E5:0.5 D5:0.5 C#5:0.5'],
  [19, '-:2 E6:0.5 C#6:0.5 A5:1'],
  [21, '-:2 Bb5:0.5 G5:0.5 E5:0.5 D5:0.5'],
  [23, 'D5:0.5 F#5:0.5 A5:0.5 D6:2.5'],
]);

/** A drum pattern: for each key a bar of sixteenths, `x` a stroke, `X` an accent, `o` a soft one. */
export type DrumPattern = Readonly<Record<number, string>>;

const verseDrums: DrumPattern = {
  36: 'X.....o.X.o.....',
  37: '....x.......x...',
  42: 'x.o.x.o.x.o.x.o.',
  70: 'oooooooooooooooo',
};
const bridgeDrums: DrumPattern = {
  36: 'X.....x.X.....o.',
  38: '....X......oX...',
  51: 'x...x.o.x...x.o.',
  44: '....x.......x...',
};
const fillDrums: DrumPattern = {
  36: 'X.....x.X.......',
  38: '....X.......o.xX',
  50: '........xx......',
  47: '..........xx....',
  43: '............x.x.',
  42: 'x.o.x.o.........',
};
const repriseDrums: DrumPattern = {
  36: 'X.....x.X.x.....',
  38: '....X.......X..o',
  42: 'x.o.x.o.x.o.x...',
  46: '..............x.',
  54: '....x.......x...',
};
const lastDrums: DrumPattern = { 36: 'X...............', 49: 'x...............', 81: '........o.......' };
const crashDrums: DrumPattern = { ...bridgeDrums, 49: 'x...............' };

/** Pattern of each bar. */
export const drumPatterns: readonly DrumPattern[] = [
  { 81: 'o...............' },
  { 42: '........o.o.o.x.' },
  ...Array.from({ length: 7 }, () => verseDrums),
  fillDrums,
  crashDrums,
  ...Array.from({ length: 6 }, () => bridgeDrums),
  fillDrums,
  { ...repriseDrums, 49: 'X...............' },
  ...Array.from({ length: 4 }, () => repriseDrums),
  lastDrums,
];
