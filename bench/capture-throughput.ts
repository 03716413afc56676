import { performance } from 'node:perf_hooks';
import { KernelEventFlags } from '../src/ddi/kernel-event.ts';
import { KsState } from '../src/ddi/ks-state.ts';
import type { MidiInEndpoint, MidiInSession, MidiOutEndpoint } from '../src/directmusic/midi-ports/midi-endpoint.ts';
import { MidiInPort } from '../src/directmusic/midi-ports/midi-in-port.ts';
import { MidiOutPort } from '../src/directmusic/midi-ports/midi-out-port.ts';
import { EventAllocator } from '../src/port-driver/allocator.ts';
import { MessageParser } from '../src/port-driver/message-parser.ts';
import { Packer } from '../src/port-driver/packer.ts';
import { EventRecordFormat } from '../src/port-driver/packet-format.ts';
import { compare, lcg, quantile } from './measure.ts';
import type { Table } from './report.ts';

const STREAM_BYTES = 1 << 20;
/** As much as a fast device hands over at a time. */
const CHUNK_BYTES = 256;
const MIDI_WIRE_BYTES_PER_SECOND = 3_125;

/** Notes, half of them with running status, controllers, bends, clock bytes, and SysEx of 40 bytes now and then. */
function mixedStream(): { readonly bytes: Uint8Array; readonly messageCount: number } {
  const random = lcg(7);
  const bytes: number[] = [];
  let messageCount = 0;
  for (; bytes.length < STREAM_BYTES; messageCount++) {
    const choice = random() % 100;
    const data = [random() & 0x7f, random() & 0x7f];
    if (choice < 40) {
      bytes.push(0x90, ...data, ...data);
      messageCount++;
    } else if (choice < 70) bytes.push(0xb1, ...data);
    else if (choice < 90) bytes.push(0xe2, ...data);
    else if (choice < 98) bytes.push(0xf8);
    else bytes.push(0xf0, ...new Array<number>(38).fill(data[0]!), 0xf7);
  }
  return { bytes: Uint8Array.from(bytes), messageCount };
}

/** Raw bytes → parser → packer, which fills packets of 4 KiB. */
function capture(bytes: Uint8Array, expectedCount: number): void {
  const allocator = new EventAllocator();
  let recordBytes = 0;
  const parser = new MessageParser({ allocator });
  const packer: Packer = new Packer({
    allocator,
    format: new EventRecordFormat(),
    onComplete: (packet) => {
      recordBytes += packet.usedBytes;
      packer.addPacket(packet);
    },
  });
  packer.addPacket({ id: 0, bytes: new Uint8Array(4096), usedBytes: 0, startTime: 0 });
  parser.connectOutput(packer);
  for (const state of [KsState.acquire, KsState.pause, KsState.run] as const) packer.setState(state);
  for (let offset = 0; offset < bytes.byteLength; offset += CHUNK_BYTES) {
    const event = allocator.getMessage()!;
    event.buffer = allocator.getBuffer()!;
    const chunk = bytes.subarray(offset, offset + CHUNK_BYTES);
    event.buffer.set(chunk);
    event.byteLength = chunk.byteLength;
    event.channelGroup = 1;
    event.flags = KernelEventFlags.incomplete;
    event.presentationTime = offset;
    parser.putMessage(event);
  }
  packer.flush();
  if (recordBytes < expectedCount * 24 || packer.overflowCount > 0) throw new Error('messages were lost');
}

/** Bytes a second from a wire to the application's packets. */
export function captureThroughput(): Table {
  const { bytes, messageCount } = mixedStream();
  const [seconds] = compare([() => capture(bytes, messageCount)], 9);
  const bytesPerSecond = bytes.byteLength / seconds!;
  return {
    title: 'Capture: raw bytes → parser → packer',
    note: 'A mixed stream of 1 MiB in pieces of 256 bytes. Median of 9 rounds. A DIN cable carries 3,125 bytes a second.',
    columns: ['MB/s', 'messages/s', 'DIN cables'],
    rows: [[bytesPerSecond / 1e6, messageCount / seconds!, bytesPerSecond / MIDI_WIRE_BYTES_PER_SECOND]],
  };
}

const THRU_MESSAGES = 50_000;

/** Time that a message spends between the input's bytes and the output's. */
export function thruLatency(): Table {
  let session: MidiInSession | null = null;
  const source: MidiInEndpoint = {
    direction: 'in',
    id: 'in',
    name: 'in',
    open: (given) => {
      session = given;
    },
    close: () => {},
  };
  let sentAt = 0;
  const destination: MidiOutEndpoint = {
    direction: 'out',
    id: 'out',
    name: 'out',
    scheduleAheadTicks: 0,
    open: () => {},
    send: () => {
      sentAt = performance.now();
    },
    close: () => {},
  };
  const masterClock = { getTime: () => Math.floor(performance.now() * 10_000) };
  const input = new MidiInPort({ endpoint: source, masterClock });
  const output = new MidiOutPort({ endpoint: destination, masterClock });
  output.activate(true);
  input.activate(true);
  input.thru.thruChannel(1, 0, 1, 3, output);
  const microseconds: number[] = [];
  for (let i = 0; i < THRU_MESSAGES; i++) {
    const message = Uint8Array.of(i & 1 ? 0x80 : 0x90, 60, 64);
    const begin = performance.now();
    session!.onBytes(message, Math.floor(begin * 10_000));
    microseconds.push((sentAt - begin) * 1000);
  }
  input.close();
  output.close();
  const settled = microseconds.slice(THRU_MESSAGES / 10);
  return {
    title: 'Thru: bytes in → bytes out, through two MIDI ports',
    note: `${settled.length} short messages, one at a time, after a tenth more to warm up. Processing only: wires and drivers come on top.`,
    columns: ['p50 µs', 'p99 µs', 'worst µs'],
    rows: [[quantile(settled, 0.5), quantile(settled, 0.99), quantile(settled, 1)]],
  };
}
