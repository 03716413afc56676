/** Banks built in code. They go through a file in memory, as every bank does. */
import { Collection } from '../../src/directmusic/downloads/collection.ts';
import { MemorySource } from '../../src/formats/byte-source.ts';
import { ConnectionDestination as To } from '../../src/formats/dls/articulation-codes.ts';
import { dbToGain, percentToScale, secondsToTimeCents } from '../../src/formats/dls/units.ts';
import { writeDls } from '../../src/formats/dls/write-dls.ts';
import type { Connection, Instrument, Region, WaveLoop } from '../../src/formats/sound-bank.ts';

export const WAVE_RATE = 48000;

/** A wave of 16 bits, its own pitch on key 60. */
export interface TestWave {
  readonly samples: Int16Array;
  /** Frames a second, {@link WAVE_RATE} by default. */
  readonly sampleRate?: number;
  readonly loop?: WaveLoop;
  readonly unityNote?: number;
  readonly fineTuneCents?: number;
  readonly gainDb?: number;
}

/** A full-scale multiple of one value, looped: what is heard is the gain. */
export function flatWave(level = 32767): TestWave {
  return { samples: new Int16Array(64).fill(level), loop: { type: 'forward', start: 0, length: 64 } };
}

/** Flat waves of 1, 2, 4, 8 and 16 hundredths of full scale: a level tells which of them sound. */
export const LEVEL_WAVES: readonly TestWave[] = [1, 2, 4, 8, 16].map((level) => flatWave(Math.round(327.67 * level)));

/** `cycles` of a sine in `frameCount` frames, looped. */
export function sineWave(frameCount: number, cycles: number, amplitude = 32767): TestWave {
  const samples = Int16Array.from({ length: frameCount }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * cycles * i) / frameCount)),
  );
  return { samples, loop: { type: 'forward', start: 0, length: frameCount } };
}

/** One-shot that begins with its highest sample and falls. */
export function clickWave(frameCount = 200): TestWave {
  return { samples: Int16Array.from({ length: frameCount }, (_, i) => Math.round(32767 * (1 - i / frameCount) ** 2)) };
}

/** A connection; `scale` in the destination's stored unit. */
export function connect(source: number, destination: number, scale: number, control = 0, transform = 0): Connection {
  return { source, control, destination, transform, scale };
}

/** A constant time in seconds for an envelope stage or a delay. */
export function time(destination: number, seconds: number): Connection {
  return connect(0, destination, secondsToTimeCents(seconds));
}

/** EG1 sustain, percent of its 96 dB. */
export function sustain(percent: number): Connection {
  return connect(0, To.EG1_SUSTAIN_LEVEL, percentToScale(percent));
}

const WHOLE_RANGE: Region = {
  keyLow: 0,
  keyHigh: 127,
  velocityLow: 0,
  velocityHigh: 127,
  selfNonExclusive: false,
  keyGroup: 0,
  layer: 0,
  waveLink: { waveIndex: 0, channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false },
  waveSample: undefined,
  connections: undefined,
};

/** A region of all keys and velocities but for `changes`. */
export function region(waveIndex: number, changes: Partial<Region> = {}): Region {
  return { ...WHOLE_RANGE, ...changes, waveLink: { ...WHOLE_RANGE.waveLink, waveIndex } };
}

export function instrument(
  patch: number,
  regions: readonly Region[],
  connections: readonly Connection[] = [],
): Instrument {
  return { patch, name: `patch ${patch}`, regions, connections };
}

/** Writes a bank and opens it. */
export function makeCollection(instruments: readonly Instrument[], waves: readonly TestWave[]): Collection {
  const bytes = writeDls({
    instruments,
    waves: waves.map((wave, index) => ({
      name: `wave ${index}`,
      sampleRate: wave.sampleRate ?? WAVE_RATE,
      samples: wave.samples,
      waveSample: {
        unityNote: wave.unityNote ?? 60,
        fineTuneCents: wave.fineTuneCents ?? 0,
        gain: dbToGain(wave.gainDb ?? 0),
        noTruncation: true,
        noCompression: true,
        loops: wave.loop === undefined ? [] : [wave.loop],
      },
    })),
  });
  return Collection.open(new MemorySource(bytes));
}

/** A bank with one instrument, patch 0, that plays one wave on all keys. */
export function oneWaveCollection(
  wave: TestWave,
  connections: readonly Connection[] = [],
  changes: Partial<Region> = {},
): Collection {
  return makeCollection([instrument(0, [region(0, changes)], connections)], [wave]);
}
