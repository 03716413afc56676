/**
 * A client that knows milliseconds and raw MIDI bytes only plays a real piece into the software synth, and hears what an
 * application hears that downloads the instruments and stamps the same events itself.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LegacyInstruments } from '../src/adapters/legacy-instruments.ts';
import { createOfflinePort } from '../src/adapters/offline-ports.ts';
import { ManualClock } from '../src/clock/manual-clock.ts';
import { TICKS_PER_MILLISECOND } from '../src/clock/reference-time.ts';
import { type DataFormat, DataFormatSubtype } from '../src/ddi/filter-description.ts';
import { KsState } from '../src/ddi/ks-state.ts';
import { writeMusicFormatEntry } from '../src/ddi/music-format.ts';
import { shortMessageBytes } from '../src/ddi/short-message.ts';
import { Collection } from '../src/directmusic/downloads/collection.ts';
import { MidiRenderer } from '../src/directmusic/midi-files/midi-renderer.ts';
import { MusicBuffer } from '../src/directmusic/music-buffer.ts';
import { MemorySource } from '../src/formats/byte-source.ts';
import { readSmf } from '../src/formats/smf/read-smf.ts';
import { SoftSynthPin } from '../src/miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../src/miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../src/port-driver/port-driver.ts';
import type { RenderPin } from '../src/port-driver/render-pin.ts';
import { MemoryOutput } from '../src/wave-sinks/memory-output.ts';
import { MUSIC_FORMAT, waveFormat } from './rig/miniport-rig.ts';

const SAMPLE_RATE = 44100;
const FRAMES = 20 * SAMPLE_RATE;
const MIDI_FORMAT: DataFormat = { ...MUSIC_FORMAT, subFormat: DataFormatSubtype.midi };

const piece = readSmf(readFileSync(new URL('../examples/demo.mid', import.meta.url)));
const openBank = (): Collection =>
  Collection.open(new MemorySource(readFileSync(new URL('../banks/gm.dls', import.meta.url)), 'gm.dls'));

/** Channel messages of the piece's first 20 seconds, at whole milliseconds. */
const messages = [...piece.events].flatMap((event) => {
  if (event.kind !== 'channel' || event.seconds >= FRAMES / SAMPLE_RATE) return [];
  const bytes = [event.status, event.data1, event.data2].slice(0, shortMessageBytes(event.status));
  return [{ milliseconds: Math.round(event.referenceTime / TICKS_PER_MILLISECOND), bytes }];
});

/** All of them as one packet: deltas, and the status only where it changes. */
function legacyPacket(): Uint8Array {
  const packet = new Uint8Array(16 * messages.length);
  let [end, milliseconds, status] = [0, 0, 0];
  for (const message of messages) {
    const isRunning = message.bytes[0] === status;
    const bytes = Uint8Array.from(isRunning ? message.bytes.slice(1) : message.bytes);
    end = writeMusicFormatEntry(packet, end, message.milliseconds - milliseconds, bytes);
    milliseconds = message.milliseconds;
    status = message.bytes[0]!;
  }
  return packet.subarray(0, end);
}

function renderLegacy(): Float32Array {
  const output = new MemoryOutput();
  const driver = new DMusPort({ masterClock: new ManualClock() });
  driver.init(new SoftSynthMiniport({ patchSource: new LegacyInstruments(openBank()) }));
  const wave = driver.openPin({ pinId: SoftSynthPin.wave, dataFormat: waveFormat(2, SAMPLE_RATE), output });
  const midi = driver.openPin({ pinId: SoftSynthPin.midi, dataFormat: MIDI_FORMAT }) as RenderPin;
  for (const state of [KsState.acquire, KsState.pause, KsState.run])
    for (const pin of [wave, midi]) pin.setState(state);
  midi.writePacket(0, legacyPacket());
  driver.pump(FRAMES);
  expect([midi.droppedCount, midi.damagedCount, midi.allocator.outstandingEventCount]).toEqual([0, 0, 0]);
  driver.close();
  return output.samples;
}

function renderDirectMusic(): Float32Array {
  const output = new MemoryOutput();
  const { port, pump } = createOfflinePort('kernel', { output, params: { sampleRate: SAMPLE_RATE } });
  new MidiRenderer({ port, pump, tailSeconds: 0 }).downloadInstruments(piece, openBank());
  port.activate(true);
  const buffer = new MusicBuffer({ byteLength: 24 * messages.length });
  for (const { milliseconds, bytes } of messages) {
    const [status = 0, data1 = 0, data2 = 0] = bytes;
    buffer.packStructured(milliseconds * TICKS_PER_MILLISECOND, 1, status | (data1 << 8) | (data2 << 16));
  }
  port.playBuffer(buffer);
  pump(FRAMES);
  port.close();
  return output.samples;
}

describe('a legacy client', () => {
  it('hears a real piece with the embedded bank, bit for bit as an application does', () => {
    const [legacy, expected] = [renderLegacy(), renderDirectMusic()];
    expect(messages.length).toBeGreaterThan(300);
    expect(expected.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeGreaterThan(0.1);
    expect(legacy.length).toBe(2 * FRAMES);
    expect(legacy.findIndex((sample, i) => sample !== expected[i])).toBe(-1);
  });
});
