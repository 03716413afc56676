/** Turns a voice's articulation into DLS Level 2 connections. */
import {
  type Connection,
  centsToRelativePitch,
  ConnectionDestination as Destination,
  dbToGain,
  hzToAbsolutePitch,
  percentToScale,
  ConnectionSource as Source,
  secondsToTimeCents,
} from 'dmus/formats';
import type { Articulation, Filter, Modulation, Tremolo, Vibrato, VolumeEnvelope } from './voice.ts';

/** DLS envelopes count the time of a fall over 96 dB, descriptions over 60. */
const DLS_DECAY = 96 / 60;
/** DLS 2 knows no longer stage. */
const LONGEST_SECONDS = 40;
/** Sources of DLS 2 that swing both ways carry this bit. */
const BIPOLAR = 0x4000;
const KEY_60 = 60 / 127;

/** Connections of a voice, for `lar2`. */
export function connectionsOf(articulation: Articulation): Connection[] {
  const { volume, modulation, filter, vibrato, tremolo, panPercent } = articulation;
  return [
    ...volumeConnections(volume),
    ...(modulation ? modulationConnections(modulation) : []),
    ...(filter ? filterConnections(filter) : []),
    ...(vibrato ? vibratoConnections(vibrato) : []),
    ...(tremolo ? tremoloConnections(tremolo) : []),
    ...(panPercent ? [constant(Destination.PAN, percentToScale(panPercent))] : []),
  ];
}

function volumeConnections(volume: VolumeEnvelope): Connection[] {
  const decays = volume.decaySeconds !== undefined;
  const connections = [constant(Destination.EG1_RELEASE_TIME, timeCents(volume.releaseSeconds * DLS_DECAY))];
  if (volume.attackSeconds) connections.push(constant(Destination.EG1_ATTACK_TIME, timeCents(volume.attackSeconds)));
  if (volume.holdSeconds) connections.push(constant(Destination.EG1_HOLD_TIME, timeCents(volume.holdSeconds)));
  if (decays) connections.push(...decayConnections(volume.decaySeconds! * DLS_DECAY, volume.keysPerHalving));
  if (decays)
    connections.push(
      constant(Destination.EG1_SUSTAIN_LEVEL, percentToScale(100 * (1 + (volume.sustainDb ?? -96) / 96))),
    );
  return connections;
}

/** A decay that is as described at key 60, and halves with every `keysPerHalving` above it. */
function decayConnections(seconds: number, keysPerHalving: number | undefined): Connection[] {
  if (keysPerHalving === undefined) return [constant(Destination.EG1_DECAY_TIME, timeCents(seconds))];
  const overAllKeys = centsToRelativePitch((-1200 * 127) / keysPerHalving);
  const atKey0 = secondsToTimeCents(seconds) - Math.round(overAllKeys * KEY_60);
  return [
    constant(Destination.EG1_DECAY_TIME, atKey0),
    linear(Source.KEY_NUMBER, Destination.EG1_DECAY_TIME, overAllKeys),
  ];
}

function modulationConnections(modulation: Modulation): Connection[] {
  const connections: Connection[] = [];
  if (modulation.attackSeconds) {
    connections.push(constant(Destination.EG2_ATTACK_TIME, timeCents(modulation.attackSeconds)));
  }
  if (modulation.decaySeconds !== undefined) {
    connections.push(constant(Destination.EG2_DECAY_TIME, timeCents(modulation.decaySeconds)));
    connections.push(constant(Destination.EG2_SUSTAIN_LEVEL, percentToScale(100 * (modulation.sustain ?? 0))));
  }
  if (modulation.releaseSeconds) {
    connections.push(constant(Destination.EG2_RELEASE_TIME, timeCents(modulation.releaseSeconds)));
  }
  if (modulation.pitchCents) {
    connections.push(linear(Source.EG2, Destination.PITCH, centsToRelativePitch(modulation.pitchCents)));
  }
  return connections;
}

function filterConnections(filter: Filter): Connection[] {
  const velocityCents = 1200 * (filter.velocityOctaves ?? 0);
  const keyCents = 12700 * (filter.keyTracking ?? 0);
  const connections = [
    constant(
      Destination.FILTER_CUTOFF,
      hzToAbsolutePitch(filter.cutoffHz) - centsToRelativePitch(velocityCents + keyCents * KEY_60),
    ),
  ];
  if (velocityCents)
    connections.push(linear(Source.KEY_ON_VELOCITY, Destination.FILTER_CUTOFF, centsToRelativePitch(velocityCents)));
  if (keyCents) connections.push(linear(Source.KEY_NUMBER, Destination.FILTER_CUTOFF, centsToRelativePitch(keyCents)));
  if (filter.modulationOctaves) {
    connections.push(
      linear(Source.EG2, Destination.FILTER_CUTOFF, centsToRelativePitch(1200 * filter.modulationOctaves)),
    );
  }
  if (filter.resonanceDb) connections.push(constant(Destination.FILTER_Q, dbToGain(filter.resonanceDb)));
  return connections;
}

function vibratoConnections(vibrato: Vibrato): Connection[] {
  const connections = [
    constant(Destination.VIBRATO_FREQUENCY, hzToAbsolutePitch(vibrato.hz)),
    constant(Destination.VIBRATO_START_DELAY, timeCents(vibrato.delaySeconds)),
    swinging(Source.VIBRATO, Source.CC1, Destination.PITCH, centsToRelativePitch(vibrato.wheelCents)),
  ];
  if (vibrato.cents)
    connections.push(swinging(Source.VIBRATO, Source.NONE, Destination.PITCH, centsToRelativePitch(vibrato.cents)));
  return connections;
}

function tremoloConnections(tremolo: Tremolo): Connection[] {
  const connections = [constant(Destination.LFO_FREQUENCY, hzToAbsolutePitch(tremolo.hz))];
  const swing = (destination: number, scale: number) => swinging(Source.LFO, Source.NONE, destination, scale);
  if (tremolo.db) connections.push(swing(Destination.GAIN, dbToGain(tremolo.db)));
  if (tremolo.filterCents)
    connections.push(swing(Destination.FILTER_CUTOFF, centsToRelativePitch(tremolo.filterCents)));
  if (tremolo.pitchCents) connections.push(swing(Destination.PITCH, centsToRelativePitch(tremolo.pitchCents)));
  return connections;
}

function constant(destination: number, scale: number): Connection {
  return { source: Source.NONE, control: Source.NONE, destination, transform: 0, scale };
}

function linear(source: number, destination: number, scale: number): Connection {
  return { source, control: Source.NONE, destination, transform: 0, scale };
}

function swinging(source: number, control: number, destination: number, scale: number): Connection {
  return { source, control, destination, transform: BIPOLAR, scale };
}

/** Time cents of a stage that DLS 2 allows. */
function timeCents(seconds: number): number {
  return secondsToTimeCents(Math.min(seconds, LONGEST_SECONDS));
}
