/** Renders with js-synthesizer, FluidSynth in WebAssembly, to nowhere. --quality: 1, 4 or 7 as FluidSynth's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Measurement, peerRequire, readArguments } from './driver.ts';

const BLOCK_FRAMES = 1024;

/** What is used of the package. */
interface JsSynthesizer {
  readonly Synthesizer: {
    new (): Synthesizer;
    initializeWithFluidSynthModule(module: unknown): void;
  };
  waitForReady(): Promise<void>;
}

interface Synthesizer {
  init(rate: number, settings: object): void;
  loadSFont(bytes: ArrayBuffer): Promise<number>;
  setInterpolation(method: number): void;
  addSMFDataToPlayer(bytes: ArrayBuffer): Promise<void>;
  playPlayer(): Promise<void>;
  render(block: readonly Float32Array[]): void;
}

function readBytes(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** The plain build of the library, of the newest version that the package carries. */
function libraryPath(folder: string): string {
  const names = readdirSync(folder).filter((name) => /^libfluidsynth-[\d.]+\.js$/.test(name));
  return join(folder, names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)!);
}

const given = readArguments();
const measurement = new Measurement(given);
const require = peerRequire();
const root = require.resolve('js-synthesizer').replace(/dist\/.*/, '');
const library = require('js-synthesizer') as JsSynthesizer;
library.Synthesizer.initializeWithFluidSynthModule(require(libraryPath(join(root, 'externals'))));
await library.waitForReady();
const synth = new library.Synthesizer();
synth.init(given.rate, { polyphony: given.voices, reverbActive: given.effects, chorusActive: given.effects });
await synth.loadSFont(readBytes(given.bank));
synth.setInterpolation(Number(given.quality));
await synth.addSMFDataToPlayer(readBytes(given.midi));
await synth.playPlayer();
const left = new Float32Array(BLOCK_FRAMES);
const right = new Float32Array(BLOCK_FRAMES);
measurement.loaded();
while (measurement.frames < given.frames) {
  synth.render([left, right]);
  measurement.takePlanar(left, right, BLOCK_FRAMES);
}
measurement.print();
process.exit(0);
