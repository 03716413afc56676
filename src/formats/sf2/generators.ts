/** The generators of SoundFont 2.04 (section 8.1): what a zone may say of its sample's sound, in the file's own units. */

/** Numbers of generators (`SFGenerator`), by the names of the specification. */
export const SfGenerator = {
  startAddrsOffset: 0,
  endAddrsOffset: 1,
  startloopAddrsOffset: 2,
  endloopAddrsOffset: 3,
  startAddrsCoarseOffset: 4,
  modLfoToPitch: 5,
  vibLfoToPitch: 6,
  modEnvToPitch: 7,
  initialFilterFc: 8,
  initialFilterQ: 9,
  modLfoToFilterFc: 10,
  modEnvToFilterFc: 11,
  endAddrsCoarseOffset: 12,
  modLfoToVolume: 13,
  chorusEffectsSend: 15,
  reverbEffectsSend: 16,
  pan: 17,
  delayModLFO: 21,
  freqModLFO: 22,
  delayVibLFO: 23,
  freqVibLFO: 24,
  delayModEnv: 25,
  attackModEnv: 26,
  holdModEnv: 27,
  decayModEnv: 28,
  sustainModEnv: 29,
  releaseModEnv: 30,
  keynumToModEnvHold: 31,
  keynumToModEnvDecay: 32,
  delayVolEnv: 33,
  attackVolEnv: 34,
  holdVolEnv: 35,
  decayVolEnv: 36,
  sustainVolEnv: 37,
  releaseVolEnv: 38,
  keynumToVolEnvHold: 39,
  keynumToVolEnvDecay: 40,
  instrument: 41,
  keyRange: 43,
  velRange: 44,
  startloopAddrsCoarseOffset: 45,
  keynum: 46,
  velocity: 47,
  initialAttenuation: 48,
  endloopAddrsCoarseOffset: 50,
  coarseTune: 51,
  fineTune: 52,
  sampleID: 53,
  sampleModes: 54,
  scaleTuning: 56,
  exclusiveClass: 57,
  overridingRootKey: 58,
} as const;
export type SfGenerator = (typeof SfGenerator)[keyof typeof SfGenerator];

/** What one step of an amount is. */
export type GeneratorUnit =
  | 'frames'
  | '32768 frames'
  | 'cents'
  /** Cents above 8.176 Hz, which is key 0. */
  | 'absolute cents'
  /** 1200 a doubling, 0 for one second. */
  | 'time cents'
  /** Time cents for each key below key 60. */
  | 'time cents a key'
  | 'cents a key'
  | 'semitones'
  /** 0.1 dB. */
  | 'centibels'
  | '0.1 %'
  | 'key'
  | 'velocity'
  | 'range'
  | 'index'
  | 'flags'
  | 'class';

/** One generator: its meaning and its limits. */
export interface GeneratorEntry {
  readonly number: SfGenerator;
  readonly name: keyof typeof SfGenerator;
  readonly unit: GeneratorUnit;
  /** Amount where no zone gives one. */
  readonly defaultAmount: number;
  /** Lowest and highest amount that has a meaning; −1 stands for "not given". */
  readonly lowest: number;
  readonly highest: number;
  /** It may stand in presets, where it is added to the instrument's; elsewhere it is ignored there. */
  readonly isPresetLevel: boolean;
}

type Row = readonly [
  name: keyof typeof SfGenerator,
  unit: GeneratorUnit,
  defaultAmount: number,
  lowest: number,
  highest: number,
  level?: 'instrument',
];

const ROWS: readonly Row[] = [
  ['startAddrsOffset', 'frames', 0, -32_768, 32_767, 'instrument'],
  ['endAddrsOffset', 'frames', 0, -32_768, 32_767, 'instrument'],
  ['startloopAddrsOffset', 'frames', 0, -32_768, 32_767, 'instrument'],
  ['endloopAddrsOffset', 'frames', 0, -32_768, 32_767, 'instrument'],
  ['startAddrsCoarseOffset', '32768 frames', 0, -32_768, 32_767, 'instrument'],
  ['modLfoToPitch', 'cents', 0, -12_000, 12_000],
  ['vibLfoToPitch', 'cents', 0, -12_000, 12_000],
  ['modEnvToPitch', 'cents', 0, -12_000, 12_000],
  ['initialFilterFc', 'absolute cents', 13_500, 1_500, 13_500],
  ['initialFilterQ', 'centibels', 0, 0, 960],
  ['modLfoToFilterFc', 'cents', 0, -12_000, 12_000],
  ['modEnvToFilterFc', 'cents', 0, -12_000, 12_000],
  ['endAddrsCoarseOffset', '32768 frames', 0, -32_768, 32_767, 'instrument'],
  ['modLfoToVolume', 'centibels', 0, -960, 960],
  ['chorusEffectsSend', '0.1 %', 0, 0, 1_000],
  ['reverbEffectsSend', '0.1 %', 0, 0, 1_000],
  ['pan', '0.1 %', 0, -500, 500],
  ['delayModLFO', 'time cents', -12_000, -12_000, 5_000],
  ['freqModLFO', 'absolute cents', 0, -16_000, 4_500],
  ['delayVibLFO', 'time cents', -12_000, -12_000, 5_000],
  ['freqVibLFO', 'absolute cents', 0, -16_000, 4_500],
  ['delayModEnv', 'time cents', -12_000, -12_000, 5_000],
  ['attackModEnv', 'time cents', -12_000, -12_000, 8_000],
  ['holdModEnv', 'time cents', -12_000, -12_000, 5_000],
  ['decayModEnv', 'time cents', -12_000, -12_000, 8_000],
  ['sustainModEnv', '0.1 %', 0, 0, 1_000],
  ['releaseModEnv', 'time cents', -12_000, -12_000, 8_000],
  ['keynumToModEnvHold', 'time cents a key', 0, -1_200, 1_200],
  ['keynumToModEnvDecay', 'time cents a key', 0, -1_200, 1_200],
  ['delayVolEnv', 'time cents', -12_000, -12_000, 5_000],
  ['attackVolEnv', 'time cents', -12_000, -12_000, 8_000],
  ['holdVolEnv', 'time cents', -12_000, -12_000, 5_000],
  ['decayVolEnv', 'time cents', -12_000, -12_000, 8_000],
  ['sustainVolEnv', 'centibels', 0, 0, 1_440],
  ['releaseVolEnv', 'time cents', -12_000, -12_000, 8_000],
  ['keynumToVolEnvHold', 'time cents a key', 0, -1_200, 1_200],
  ['keynumToVolEnvDecay', 'time cents a key', 0, -1_200, 1_200],
  ['instrument', 'index', 0, 0, 65_535],
  ['keyRange', 'range', 0x7f00, 0, 65_535],
  ['velRange', 'range', 0x7f00, 0, 65_535],
  ['startloopAddrsCoarseOffset', '32768 frames', 0, -32_768, 32_767, 'instrument'],
  ['keynum', 'key', -1, -1, 127, 'instrument'],
  ['velocity', 'velocity', -1, -1, 127, 'instrument'],
  ['initialAttenuation', 'centibels', 0, 0, 1_440],
  ['endloopAddrsCoarseOffset', '32768 frames', 0, -32_768, 32_767, 'instrument'],
  ['coarseTune', 'semitones', 0, -120, 120],
  ['fineTune', 'cents', 0, -99, 99],
  ['sampleID', 'index', 0, 0, 65_535, 'instrument'],
  ['sampleModes', 'flags', 0, 0, 3, 'instrument'],
  ['scaleTuning', 'cents a key', 100, 0, 1_200],
  ['exclusiveClass', 'class', 0, 0, 127, 'instrument'],
  ['overridingRootKey', 'key', -1, -1, 127, 'instrument'],
];

/** All generators by rising number; numbers that are unused or reserved are left out. */
export const GENERATORS: readonly GeneratorEntry[] = ROWS.map(
  ([name, unit, defaultAmount, lowest, highest, level]) => ({
    number: SfGenerator[name],
    name,
    unit,
    defaultAmount,
    lowest,
    highest,
    isPresetLevel: level === undefined,
  }),
);

const BY_NUMBER: ReadonlyMap<number, GeneratorEntry> = new Map(GENERATORS.map((entry) => [entry.number, entry]));

/** The generator of this number; undefined where the specification has none. */
export function generatorEntry(number: number): GeneratorEntry | undefined {
  return BY_NUMBER.get(number);
}

/** One more than the highest number. */
export const GENERATOR_NUMBER_COUNT = 59;

/** Amounts by generator number: those of a zone, or sums over zones. */
export type GeneratorAmounts = Int32Array;

/** What holds where no zone says anything. A new array each time. */
export function defaultAmounts(): GeneratorAmounts {
  const amounts = new Int32Array(GENERATOR_NUMBER_COUNT);
  for (const { number, defaultAmount } of GENERATORS) amounts[number] = defaultAmount;
  return amounts;
}
