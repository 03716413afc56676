/** Renders with dmus to nowhere, on one thread. --quality: linear, cubic, sinc8, sinc16 or sinc32. */
import { openBank } from '../../../src/adapters/node/bank-input.ts';
import { readMidiFile } from '../../../src/adapters/node/midi-input.ts';
import { createOfflinePort } from '../../../src/adapters/offline-ports.ts';
import { EffectFlags } from '../../../src/ddi/port-params.ts';
import { MidiRenderer } from '../../../src/directmusic/midi-files/midi-renderer.ts';
import type { InterpolationQuality } from '../../../src/synth/kernel/interpolation-tables.ts';
import { Measurement, readArguments } from './driver.ts';

const given = readArguments();
const measurement = new Measurement(given);
const midi = readMidiFile(given.midi);
const bank = openBank(midi, given.bank);
const { port, pump } = createOfflinePort('synth', {
  output: {
    open: () => {},
    write: (block, frames) => measurement.takeInterleaved(block, frames),
    close: () => {},
  },
  params: {
    sampleRate: given.rate,
    voices: given.voices,
    channelGroups: 1,
    audioChannels: 2,
    effects: given.effects ? EffectFlags.reverb | EffectFlags.chorus : EffectFlags.none,
  },
  quality: given.quality as InterpolationQuality,
});
// Headroom, as the command `dmus render` leaves it.
port.setVolume(-2400);
const tailSeconds = Math.max(0, given.frames / given.rate - midi.durationSeconds);
const renderer = new MidiRenderer({ port, pump, tailSeconds });
renderer.downloadInstruments(midi, bank.collection);
port.activate(true);
measurement.loaded();
measurement.voicesPeak = renderer.render(midi).voicesPeak;
measurement.print();
