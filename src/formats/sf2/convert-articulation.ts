/**
 * Generators as DLS connections. Both formats came from one idea, and most amounts only change their unit; what is
 * different is said where it is converted. What equals a DLS default is left out.
 */
import { ConnectionDestination, ConnectionSource } from '../dls/articulation-codes.ts';
import { packTransform } from '../dls/connection-transform.ts';
import { centsToRelativePitch, dbToGain, percentToScale, ZERO_SECONDS_IN_TIME_CENTS } from '../dls/units.ts';
import type { Connection } from '../sound-bank.ts';
import { type GeneratorAmounts, SfGenerator } from './generators.ts';

/** Time cents, cents a key and the like become 16.16 fixed point. */
const FRACTION = 65_536;
/** The lowest time of a generator, 1 ms, means "at once"; DLS has a value for that. */
const INSTANT_TIME_CENTS = -12_000;
/** The volume envelope falls 100 dB in an SF2 decay or release time, and 96 dB in a DLS one. */
const DECAY_RANGE_TIME_CENTS: number = 1_200 * Math.log2(96 / 100);
/** Attenuation, in cB, that a DLS sustain level of 0 stands for. */
const SILENT_SUSTAIN_CENTIBELS = 960;
/** Key tracking is given for keys below this one, and ends there. */
const TRACKING_CENTER_KEY = 60;
const KEY_COUNT = 128;
/** More cents a key than this, times 128 keys, do not fit a scale. */
const MAX_CENTS_PER_KEY = 255;
/** At this cutoff and above the filter lets everything pass. */
const OPEN_FILTER_CENTS = 13_500;
const NO_KEY_OVERRIDE = -1;

/** LFOs run −1…1. */
const BIPOLAR_SOURCE: number = packTransform({
  source: { curve: 0, isBipolar: true, isInverted: false },
  control: { curve: 0, isBipolar: false, isInverted: false },
  output: 0,
});

/**
 * What every preset does though no zone says so: the default modulators (section 8.4) that DLS does not have. The
 * wheel and channel pressure bring vibrato of 50 cents; the effect controllers send 20 %, where DLS sends 100 %.
 */
export const DEFAULT_MODULATOR_CONNECTIONS: readonly Connection[] = [
  oscillation(ConnectionSource.VIBRATO, ConnectionSource.CC1, ConnectionDestination.PITCH, centsToRelativePitch(50)),
  oscillation(
    ConnectionSource.VIBRATO,
    ConnectionSource.CHANNEL_PRESSURE,
    ConnectionDestination.PITCH,
    centsToRelativePitch(50),
  ),
  modulation(ConnectionSource.CC91, ConnectionDestination.REVERB, percentToScale(20)),
  modulation(ConnectionSource.CC93, ConnectionDestination.CHORUS, percentToScale(20)),
];

/** Cents a key that a connection from the key number can hold, 0…255; `scaleTuning` above that is cut. */
export function effectiveScaleTuning(amounts: GeneratorAmounts): number {
  return Math.min(amounts[SfGenerator.scaleTuning]!, MAX_CENTS_PER_KEY);
}

/** Connections of a zone. Attenuation and tuning are not among them: they are a region's sample parameters. */
export function convertArticulation(amounts: GeneratorAmounts): Connection[] {
  return [
    ...keyAndVelocity(amounts),
    ...volumeEnvelope(amounts),
    ...modulationEnvelope(amounts),
    ...modulationLfo(amounts),
    ...vibratoLfo(amounts),
    ...lowPass(amounts),
    ...outputs(amounts),
  ];
}

/**
 * A key override plays every key at one pitch, and a velocity override at one level: the connections from key and
 * velocity are taken away, and the region's tuning and gain stand for them.
 */
function keyAndVelocity(amounts: GeneratorAmounts): Connection[] {
  const connections: Connection[] = [];
  const hasKeyOverride = amounts[SfGenerator.keynum] !== NO_KEY_OVERRIDE;
  const centsPerKey = hasKeyOverride ? 0 : effectiveScaleTuning(amounts);
  if (centsPerKey !== 100) {
    const scale = fixedPoint(KEY_COUNT * centsPerKey);
    connections.push(modulation(ConnectionSource.KEY_NUMBER, ConnectionDestination.PITCH, scale));
  }
  if (amounts[SfGenerator.velocity] !== NO_KEY_OVERRIDE) {
    connections.push(modulation(ConnectionSource.KEY_ON_VELOCITY, ConnectionDestination.GAIN, 0));
  }
  return connections;
}

function volumeEnvelope(amounts: GeneratorAmounts): Connection[] {
  const G = SfGenerator;
  const D = ConnectionDestination;
  const sustainFraction = Math.max(0, 1 - amounts[G.sustainVolEnv]! / SILENT_SUSTAIN_CENTIBELS);
  return [
    ...time(D.EG1_DELAY_TIME, amounts[G.delayVolEnv]!),
    ...time(D.EG1_ATTACK_TIME, amounts[G.attackVolEnv]!),
    ...trackedTime(D.EG1_HOLD_TIME, amounts[G.holdVolEnv]!, trackingOf(amounts, G.keynumToVolEnvHold)),
    ...trackedTime(
      D.EG1_DECAY_TIME,
      amounts[G.decayVolEnv]!,
      trackingOf(amounts, G.keynumToVolEnvDecay),
      DECAY_RANGE_TIME_CENTS,
    ),
    ...time(D.EG1_RELEASE_TIME, amounts[G.releaseVolEnv]!, DECAY_RANGE_TIME_CENTS),
    ...(sustainFraction < 1 ? [constant(D.EG1_SUSTAIN_LEVEL, percentToScale(100 * sustainFraction))] : []),
  ];
}

function modulationEnvelope(amounts: GeneratorAmounts): Connection[] {
  const G = SfGenerator;
  const D = ConnectionDestination;
  const depths = [
    ...depth(ConnectionSource.EG2, D.PITCH, fixedPoint(amounts[G.modEnvToPitch]!)),
    ...depth(ConnectionSource.EG2, D.FILTER_CUTOFF, fixedPoint(amounts[G.modEnvToFilterFc]!)),
  ];
  if (depths.length === 0) return [];
  const sustainPercent = 100 - amounts[G.sustainModEnv]! / 10;
  return [
    ...depths,
    ...time(D.EG2_DELAY_TIME, amounts[G.delayModEnv]!),
    ...time(D.EG2_ATTACK_TIME, amounts[G.attackModEnv]!),
    ...trackedTime(D.EG2_HOLD_TIME, amounts[G.holdModEnv]!, trackingOf(amounts, G.keynumToModEnvHold)),
    ...trackedTime(D.EG2_DECAY_TIME, amounts[G.decayModEnv]!, trackingOf(amounts, G.keynumToModEnvDecay)),
    ...time(D.EG2_RELEASE_TIME, amounts[G.releaseModEnv]!),
    ...(sustainPercent < 100 ? [constant(D.EG2_SUSTAIN_LEVEL, percentToScale(sustainPercent))] : []),
  ];
}

function modulationLfo(amounts: GeneratorAmounts): Connection[] {
  const G = SfGenerator;
  const D = ConnectionDestination;
  const gain = dbToGain(amounts[G.modLfoToVolume]! / 10);
  const depths = [
    ...oscillationDepth(ConnectionSource.LFO, D.PITCH, fixedPoint(amounts[G.modLfoToPitch]!)),
    ...oscillationDepth(ConnectionSource.LFO, D.FILTER_CUTOFF, fixedPoint(amounts[G.modLfoToFilterFc]!)),
    ...oscillationDepth(ConnectionSource.LFO, D.GAIN, gain),
  ];
  if (depths.length === 0) return [];
  return [
    ...depths,
    constant(D.LFO_FREQUENCY, fixedPoint(amounts[G.freqModLFO]!)),
    constant(D.LFO_START_DELAY, timeCents(amounts[G.delayModLFO]!)),
  ];
}

/** Its rate and delay are always given, because the wheel may ask for vibrato at any time. */
function vibratoLfo(amounts: GeneratorAmounts): Connection[] {
  const pitch = fixedPoint(amounts[SfGenerator.vibLfoToPitch]!);
  return [
    ...oscillationDepth(ConnectionSource.VIBRATO, ConnectionDestination.PITCH, pitch),
    constant(ConnectionDestination.VIBRATO_FREQUENCY, fixedPoint(amounts[SfGenerator.freqVibLFO]!)),
    constant(ConnectionDestination.VIBRATO_START_DELAY, timeCents(amounts[SfGenerator.delayVibLFO]!)),
  ];
}

function lowPass(amounts: GeneratorAmounts): Connection[] {
  const cutoffCents = amounts[SfGenerator.initialFilterFc]!;
  const isMoved = amounts[SfGenerator.modLfoToFilterFc] !== 0 || amounts[SfGenerator.modEnvToFilterFc] !== 0;
  if (cutoffCents >= OPEN_FILTER_CENTS && !isMoved) return [];
  return [
    constant(ConnectionDestination.FILTER_CUTOFF, fixedPoint(cutoffCents)),
    ...optional(ConnectionDestination.FILTER_Q, dbToGain(amounts[SfGenerator.initialFilterQ]! / 10)),
  ];
}

function outputs(amounts: GeneratorAmounts): Connection[] {
  return [
    ...optional(ConnectionDestination.PAN, percentToScale(amounts[SfGenerator.pan]! / 10)),
    ...optional(ConnectionDestination.REVERB, percentToScale(amounts[SfGenerator.reverbEffectsSend]! / 10)),
    ...optional(ConnectionDestination.CHORUS, percentToScale(amounts[SfGenerator.chorusEffectsSend]! / 10)),
  ];
}

/** How a time follows the key. */
interface KeyTracking {
  readonly timeCentsPerKey: number;
  /** Key that all keys count as, or −1. */
  readonly keyOverride: number;
}

function trackingOf(amounts: GeneratorAmounts, generator: SfGenerator): KeyTracking {
  const limited = Math.max(-MAX_CENTS_PER_KEY, Math.min(MAX_CENTS_PER_KEY, amounts[generator]!));
  return { timeCentsPerKey: limited, keyOverride: amounts[SfGenerator.keynum]! };
}

/** SF2 adds (60 − key) × tracking; in DLS that is a larger time at key 0 and a slope down from there. */
function trackedTime(destination: number, cents: number, tracking: KeyTracking, addedCents = 0): Connection[] {
  const { timeCentsPerKey, keyOverride } = tracking;
  if (timeCentsPerKey === 0) return time(destination, cents, addedCents);
  if (keyOverride !== NO_KEY_OVERRIDE) {
    return time(destination, cents + (TRACKING_CENTER_KEY - keyOverride) * timeCentsPerKey, addedCents);
  }
  return [
    constant(destination, fixedPoint(cents + TRACKING_CENTER_KEY * timeCentsPerKey + addedCents)),
    modulation(ConnectionSource.KEY_NUMBER, destination, fixedPoint(-KEY_COUNT * timeCentsPerKey)),
  ];
}

/** Nothing for an instant time, which is the default of every envelope. */
function time(destination: number, cents: number, addedCents = 0): Connection[] {
  return cents <= INSTANT_TIME_CENTS ? [] : [constant(destination, fixedPoint(cents + addedCents))];
}

function timeCents(cents: number): number {
  return cents <= INSTANT_TIME_CENTS ? ZERO_SECONDS_IN_TIME_CENTS : fixedPoint(cents);
}

function fixedPoint(cents: number): number {
  return Math.round(cents * FRACTION);
}

function optional(destination: number, scale: number): Connection[] {
  return scale === 0 ? [] : [constant(destination, scale)];
}

function depth(source: number, destination: number, scale: number): Connection[] {
  return scale === 0 ? [] : [modulation(source, destination, scale)];
}

function oscillationDepth(source: number, destination: number, scale: number): Connection[] {
  return scale === 0 ? [] : [oscillation(source, ConnectionSource.NONE, destination, scale)];
}

function constant(destination: number, scale: number): Connection {
  return modulation(ConnectionSource.NONE, destination, scale);
}

function modulation(source: number, destination: number, scale: number): Connection {
  return { source, control: ConnectionSource.NONE, destination, transform: 0, scale };
}

function oscillation(source: number, control: number, destination: number, scale: number): Connection {
  return { source, control, destination, transform: BIPOLAR_SOURCE, scale };
}
