/** Renders with spessasynth_core to nowhere. --quality: linear or hermite. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Measurement, peerRequire, readArguments } from './driver.ts';

const BLOCK_FRAMES = 128;
const INTERPOLATIONS: Readonly<Record<string, number>> = { linear: 0, hermite: 2 };

/** What is used of the package. */
interface SpessaSynth {
  readonly BasicMIDI: { fromArrayBuffer(bytes: ArrayBuffer): object };
  readonly SoundBankLoader: { fromArrayBuffer(bytes: ArrayBuffer): object };
  readonly SpessaSynthProcessor: new (rate: number, options: object) => Processor;
  readonly SpessaSynthSequencer: new (processor: Processor) => Sequencer;
}

interface Processor {
  readonly soundBankManager: { addSoundBank(bank: object, id: string): void };
  readonly processorInitialized: Promise<unknown>;
  readonly voiceCount: number;
  setSystemParameter(name: string, value: number): void;
  process(left: Float32Array, right: Float32Array, start: number, frames: number): void;
}

interface Sequencer {
  loopCount: number;
  loadNewSongList(songs: readonly object[]): void;
  play(): void;
  processTick(): void;
}

function readBytes(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

const given = readArguments();
const measurement = new Measurement(given);
const core = (await import(pathToFileURL(peerRequire().resolve('spessasynth_core')).href)) as SpessaSynth;
const synth = new core.SpessaSynthProcessor(given.rate, { eventsEnabled: false, effectsEnabled: given.effects });
synth.soundBankManager.addSoundBank(core.SoundBankLoader.fromArrayBuffer(readBytes(given.bank)), 'main');
await synth.processorInitialized;
synth.setSystemParameter('voiceCap', given.voices);
synth.setSystemParameter('interpolationType', INTERPOLATIONS[given.quality] ?? INTERPOLATIONS.hermite!);
const sequencer = new core.SpessaSynthSequencer(synth);
sequencer.loadNewSongList([core.BasicMIDI.fromArrayBuffer(readBytes(given.midi))]);
sequencer.loopCount = 0;
sequencer.play();
const left = new Float32Array(BLOCK_FRAMES);
const right = new Float32Array(BLOCK_FRAMES);
measurement.loaded();
while (measurement.frames < given.frames) {
  // It adds to what stands in the block.
  left.fill(0);
  right.fill(0);
  sequencer.processTick();
  synth.process(left, right, 0, BLOCK_FRAMES);
  measurement.voicesPeak = Math.max(measurement.voicesPeak, synth.voiceCount);
  measurement.takePlanar(left, right, BLOCK_FRAMES);
}
measurement.print();
