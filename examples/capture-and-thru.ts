import { Collection, createOfflineDirectMusic, MemoryOutput, OfflinePortGuid } from 'dmus';
import { PortClass } from 'dmus/ddi';
import { DEFAULT_BANK_PATH, FileSource } from 'dmus/node';

/** Time counts in ticks of 100 ns. */
const TICKS_PER_MS = 10_000;

// The application's object of this host: it knows the ports, and its owner moves its time.
const sound = new MemoryOutput();
const { directMusic, clock, pump } = createOfflineDirectMusic({ createOutput: () => sound });
for (let index = 0; ; index++) {
  const caps = directMusic.enumPort(index);
  if (caps === undefined) break;
  const direction = caps.portClass === PortClass.render ? 'plays' : 'captures';
  console.log(`port ${index}: ${caps.description}, ${direction}`);
}

// Three ports: a synth behind a port driver, and both ends of a cable. What cannot be had as wanted is altered; see
// `changed` beside `params`.
const { port: synth, params } = directMusic.createPort(OfflinePortGuid.kernelSynth, { sampleRate: 48_000, voices: 24 });
const { port: keyboard } = directMusic.createPort(OfflinePortGuid.cableIn);
const { port: recorder } = directMusic.createPort(OfflinePortGuid.cableOut);
synth.downloadInstrument(Collection.open(new FileSource(DEFAULT_BANK_PATH)).getInstrument(0));
directMusic.activate(true);
console.log(`the synth has ${params.voices} voices at ${params.sampleRate} Hz`);

// What is captured on channel 0 sounds on channel 3 of the synth as well. Only capture ports have thru.
recorder.thru?.thruChannel(1, 0, 1, 3, synth);

// The latency clock tells the earliest stamp that is still in time: "now" is not early enough.
const buffer = directMusic.createMusicBuffer({ byteLength: 1024 });
const start = synth.getLatencyClock().getTime() + 100.5 * TICKS_PER_MS;
buffer.packStructured(start, 1, 0x643c90);
buffer.packStructured(start + 500 * TICKS_PER_MS, 1, 0x003c80);
keyboard.playBuffer(buffer);

// A second goes by, 1 ms at a time: 10,000 ticks of the clock, 48 frames of sound. Events move once in each step.
let notifications = 0;
recorder.setReadNotification(() => notifications++);
for (let step = 0; step < 1000; step++) {
  pump(48);
  clock.advance(TICKS_PER_MS);
}

// Reading replaces what the buffer held, as much as fits, until nothing is left.
while (recorder.read(buffer)) {
  for (let event = buffer.getNextEvent(); event !== null; event = buffer.getNextEvent()) {
    console.log(`captured at ${(event.referenceTime / TICKS_PER_MS).toFixed(1)} ms: ${[...event.message].join(' ')}`);
  }
}
const ledOn = recorder.thru?.getStatistics() ?? { messageCount: 0, worstLatencyTicks: 0 };
const lateMs = (ledOn.worstLatencyTicks / TICKS_PER_MS).toFixed(1);
console.log(`${notifications} notifications; ${ledOn.messageCount} messages led on, at most ${lateMs} ms late`);
console.log(`the first sound is at ${Math.floor(sound.samples.findIndex((sample) => sample !== 0) / 96)} ms`);
directMusic.close();
