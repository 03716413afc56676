import { Collection, createOfflinePort, MemoryOutput, MusicBuffer } from 'dmus';
import { DEFAULT_BANK_PATH, FileSource } from 'dmus/node';

// A port: what an application holds. Events and sounds go down through it.
const output = new MemoryOutput();
const { port, pump } = createOfflinePort('synth', { output, params: { sampleRate: 48000 } });

// An instrument of a bank becomes a download: articulation, and only the waves it needs.
const collection = Collection.open(new FileSource(DEFAULT_BANK_PATH));
port.downloadInstrument(collection.getInstrument(0));
port.activate(true);

// Events are stamped in ticks of 100 ns: a note of one second, half a second after the start.
const buffer = new MusicBuffer({ byteLength: 1024 });
buffer.packStructured(5_000_000, 1, 0x643c90);
buffer.packStructured(15_000_000, 1, 0x003c80);
port.playBuffer(buffer);

// The port's time goes by as its sound is pulled: three seconds.
pump(3 * 48000);
console.log(
  `${output.samples.length / 2} frames, the first sound at frame ${output.samples.findIndex((s) => s !== 0) >> 1}`,
);
