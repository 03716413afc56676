/** Puts the bank together: records the waves, evens the loudness, and says it all in the bank model. */
import { dbToGain, type Instrument, type Region, type WaveSample } from 'dmus/formats';
import { connectionsOf } from './articulation.ts';
import type { DrumHit } from './drums/drum-hit.ts';
import { standardKit } from './drums/standard-kit.ts';
import { loudnessOf } from './loudness.ts';
import { previewNote } from './preview.ts';
import { programs } from './programs.ts';
import { gainOfDb } from './sound/decibels.ts';
import { toInt16 } from './sound/recording.ts';
import type { Articulation, Program, VolumeEnvelope, WaveSet } from './voice.ts';
import { recordZones, type Zone } from './zones.ts';

/** A wave of the bank, as the writer takes it. */
export interface BankWave {
  readonly name: string;
  /** Frames a second. */
  readonly sampleRate: number;
  readonly samples: Int16Array;
  readonly waveSample: WaveSample;
}

/** Everything that goes into the file. */
export interface GmBank {
  readonly instruments: readonly Instrument[];
  readonly waves: readonly BankWave[];
  readonly info: ReadonlyMap<string, string>;
}

/**
 * Loudness of a note at velocity 127 that all voices are brought to, in dB as `loudness.ts` measures it: whole pieces
 * then come out about as loud as with the common SoundFonts.
 */
export const TARGET_LOUDNESS_DB = -18;
/** Most that a region's gain adds to reach it: short and peaky sounds stay below their loudness rather than clip. */
const MAX_GAIN_DB = 6;
/** Peak of every wave. */
export const WAVE_PEAK_DB = -3;

const DRUM_PATCH = 0x8000_0000;
/** A recording is measured over this long, as a note held for most of it. */
const MEASURE = { velocity: 127, gateSeconds: 0.8, tailSeconds: 0.2 };
const struckOnce: VolumeEnvelope = { releaseSeconds: 12 };

/** The whole bank; equal at every call, to the bit. */
export function composeBank(): GmBank {
  const composer = new BankComposer();
  const melodic = programs.map((program, number) => composer.program(program, number));
  return { instruments: [...melodic, composer.kit('Standard Kit', 0, standardKit)], waves: composer.waves, info };
}

const info: ReadonlyMap<string, string> = new Map([
  ['INAM', 'dmus General MIDI bank'],
  ['ISBJ', 'General MIDI Level 1 programs and a standard drum kit, synthesized from descriptions'],
  ['ICOP', 'MIT licence, with the dmus project'],
  ['IENG', 'dmus contributors'],
  ['ISFT', 'dmus banks/gm'],
]);

/** A zone whose wave is in the bank. */
interface PlacedZone extends Zone {
  readonly waveIndex: number;
}

class BankComposer {
  readonly waves: BankWave[] = [];
  readonly #placed = new Map<WaveSet, readonly PlacedZone[]>();

  program({ name, voice }: Program, number: number): Instrument {
    const zones = this.#zonesOf(voice.waves);
    const regions = zones.map((zone) => {
      const gainDb = evenGainDb(zone, voice, zone.unityKey, voice.levelDb ?? 0);
      return regionOf(zone, { gainDb, unityNote: zone.unityKey });
    });
    return { patch: number, name, regions, connections: connectionsOf(voice) };
  }

  kit(name: string, program: number, hits: readonly DrumHit[]): Instrument {
    const patch = (DRUM_PATCH | program) >>> 0;
    return { patch, name, regions: hits.map((hit) => this.#hitRegion(hit)), connections: [] };
  }

  #hitRegion(hit: DrumHit): Region {
    const [zone] = this.#zonesOf(hit.wave);
    const articulation: Articulation = {
      volume: hit.volume ?? struckOnce,
      filter: { cutoffHz: hit.cutoffHz ?? 14000, velocityOctaves: hit.velocityOctaves ?? 2 },
      ...(hit.panPercent ? { panPercent: hit.panPercent } : {}),
    };
    const measuredKey = zone!.unityKey + (hit.transposeKeys ?? 0);
    const region = regionOf(
      { ...zone!, keyLow: hit.key, keyHigh: hit.key },
      {
        gainDb: evenGainDb(zone!, articulation, measuredKey, hit.levelDb),
        unityNote: hit.key - (hit.transposeKeys ?? 0),
      },
    );
    const keyGroup = hit.keyGroup ?? 0;
    return { ...region, keyGroup, selfNonExclusive: keyGroup === 0, connections: connectionsOf(articulation) };
  }

  /** Zones of a set, recorded when it is first asked for. */
  #zonesOf(set: WaveSet): readonly PlacedZone[] {
    const known = this.#placed.get(set);
    if (known) return known;
    const placed = recordZones(set).map((zone) => ({ ...zone, waveIndex: this.#place(set, zone) }));
    this.#placed.set(set, placed);
    return placed;
  }

  #place({ name, keys }: WaveSet, zone: Zone): number {
    const samples = toInt16(zone.recording.samples, gainOfDb(WAVE_PEAK_DB));
    this.waves.push({
      name: keys.length === 1 ? name : `${name} ${zone.unityKey}`,
      sampleRate: zone.recording.sampleRate,
      samples,
      waveSample: waveSampleOf(zone, zone.unityKey, 0),
    });
    return this.waves.length - 1;
  }
}

/** Gain that brings a zone to the common loudness. */
function evenGainDb(zone: Zone, articulation: Articulation, key: number, levelDb: number): number {
  const loudnessDb = WAVE_PEAK_DB + loudnessOf(previewNote(zone, articulation, { ...MEASURE, key }));
  return Math.min(MAX_GAIN_DB, TARGET_LOUDNESS_DB + levelDb - loudnessDb);
}

function regionOf(zone: PlacedZone, tuning: { gainDb: number; unityNote: number }): Region {
  return {
    keyLow: zone.keyLow,
    keyHigh: zone.keyHigh,
    velocityLow: 0,
    velocityHigh: 127,
    selfNonExclusive: false,
    keyGroup: 0,
    layer: 0,
    waveLink: { waveIndex: zone.waveIndex, channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false },
    waveSample: waveSampleOf(zone, tuning.unityNote, tuning.gainDb),
    connections: undefined,
  };
}

function waveSampleOf(zone: Zone, unityNote: number, gainDb: number): WaveSample {
  const { loop } = zone.recording;
  return {
    unityNote,
    fineTuneCents: 0,
    gain: dbToGain(gainDb),
    noTruncation: true,
    noCompression: true,
    loops: loop ? [{ type: 'forward', start: loop.start, length: loop.frameCount }] : [],
  };
}
