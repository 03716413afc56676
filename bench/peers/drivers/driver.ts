/** What the drivers in Node share: arguments, clocks, level meter, and the line of JSON that the benchmark reads. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Workspace } from '../workspace.ts';

/** What a driver is told. */
export interface DriverArguments {
  readonly bank: string;
  readonly midi: string;
  /** Frames a second. */
  readonly rate: number;
  /** Frames to render. */
  readonly frames: number;
  /** Frames rendered before the clock of rendering starts: compilers come to rest. */
  readonly warmUpFrames: number;
  readonly effects: boolean;
  /** Voices at once. */
  readonly voices: number;
  /** Interpolation, by the peer's own name or number. */
  readonly quality: string;
}

/** The arguments of this process. */
export function readArguments(): DriverArguments {
  const words = process.argv.slice(2);
  const textOf = (name: string, fallback: string): string => {
    const index = words.indexOf(`--${name}`);
    return index < 0 ? fallback : (words[index + 1] ?? fallback);
  };
  return {
    bank: textOf('bank', ''),
    midi: textOf('midi', ''),
    rate: Number(textOf('rate', '48000')),
    frames: Number(textOf('frames', '0')),
    warmUpFrames: Number(textOf('warm-up', '0')),
    effects: textOf('effects', '0') === '1',
    voices: Number(textOf('voices', '256')),
    quality: textOf('quality', ''),
  };
}

/** Loads packages from the work folder. */
export function peerRequire(): NodeJS.Require {
  return createRequire(join(Workspace.npm, 'package.json'));
}

/** Seconds of the clock that all processes of the machine share. */
function sharedSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Times the two phases of a run, and listens to every sample, as all drivers do. */
export class Measurement {
  readonly #started: number = sharedSeconds();
  readonly #warmUpFrames: number;
  #loaded = 0;
  #loadedCpu = 0;
  #firstBlockAt = 0;
  #peak = 0;
  #sumOfSquares = 0;
  #frames = 0;
  voicesPeak = 0;

  constructor({ warmUpFrames }: DriverArguments) {
    this.#warmUpFrames = warmUpFrames;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Bank and piece are there; from now on it renders. */
  loaded(): void {
    this.#loaded = sharedSeconds();
    this.#loadedCpu = cpuSeconds();
  }

  takeInterleaved(block: Float32Array, frames: number): void {
    this.#begin();
    let peak = this.#peak;
    let sum = 0;
    for (let i = 0; i < 2 * frames; i++) {
      const level = Math.abs(block[i]!);
      if (level > peak) peak = level;
      sum += level * level;
    }
    this.#end(frames, peak, sum);
  }

  takePlanar(left: Float32Array, right: Float32Array, frames: number): void {
    this.#begin();
    let peak = this.#peak;
    let sum = 0;
    for (let i = 0; i < frames; i++) {
      const x = Math.abs(left[i]!);
      const y = Math.abs(right[i]!);
      if (x > peak) peak = x;
      if (y > peak) peak = y;
      sum += x * x + y * y;
    }
    this.#end(frames, peak, sum);
  }

  print(): void {
    const measured = {
      loadSeconds: this.#loaded - this.#started,
      renderSeconds: sharedSeconds() - this.#loaded,
      renderCpuSeconds: cpuSeconds() - this.#loadedCpu,
      firstBlockAt: this.#firstBlockAt,
      frames: this.#frames,
      voicesPeak: this.voicesPeak,
      peak: this.#peak,
      rms: Math.sqrt(this.#sumOfSquares / (2 * this.#frames)),
    };
    console.log(JSON.stringify(measured));
  }

  #begin(): void {
    if (this.#frames === 0) this.#firstBlockAt = sharedSeconds();
  }

  #end(frames: number, peak: number, sum: number): void {
    this.#peak = peak;
    this.#sumOfSquares += sum;
    const wasCold = this.#frames < this.#warmUpFrames;
    this.#frames += frames;
    if (wasCold && this.#frames >= this.#warmUpFrames) this.#loadedCpu = cpuSeconds();
  }
}
