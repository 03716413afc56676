/**
 * The UART on a real character device: the slave of a pseudo-terminal, whose master is `script`'s input and output. What
 * is written to the one is read from the other.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileByteStream } from '../src/adapters/node/file-byte-stream.ts';
import { ManualClock } from '../src/clock/manual-clock.ts';
import { EventRecordReader } from '../src/ddi/event-record.ts';
import { DataFormatSubtype } from '../src/ddi/filter-description.ts';
import type { KsState } from '../src/ddi/ks-state.ts';
import { MusicBuffer } from '../src/directmusic/music-buffer.ts';
import type { ByteStream } from '../src/miniports/uart/byte-stream.ts';
import { UartMiniport } from '../src/miniports/uart/uart-miniport.ts';
import type { CapturePin } from '../src/port-driver/capture-pin.ts';
import type { CapturePacket } from '../src/port-driver/packet-format.ts';
import type { Pin } from '../src/port-driver/pin.ts';
import { DMusPort } from '../src/port-driver/port-driver.ts';
import type { RenderPin } from '../src/port-driver/render-pin.ts';

const RENDER_PIN = 1;
const CAPTURE_PIN = 2;

/** Why there is no pseudo-terminal to be had here; empty where there is one. */
const missing = findMissing();

function findMissing(): string {
  if (process.platform !== 'linux') return `on ${process.platform} there is no util-linux script`;
  const tried = spawnSync('script', ['-qfec', 'stty raw -echo', '/dev/null'], { input: '', encoding: 'utf8' });
  if (tried.error !== undefined) return `script cannot be run: ${tried.error.message}`;
  return tried.status === 0 ? '' : `script or stty failed with ${tried.status}: ${tried.stderr}`;
}

/** A pseudo-terminal in raw mode, held open by a process that sleeps until it is ended. */
class PseudoTerminal {
  /** The slave's device file. */
  path = '';
  readonly #master: ChildProcessWithoutNullStreams;
  readonly #exit: Promise<unknown>;
  #received: Buffer = Buffer.alloc(0);

  constructor() {
    this.#master = spawn('script', ['-qfc', 'stty raw -echo && tty && exec sleep 600', '/dev/null']);
    this.#exit = once(this.#master, 'exit');
    this.#master.stdout.on('data', (bytes: Buffer) => {
      this.#received = Buffer.concat([this.#received, bytes]);
    });
  }

  async open(): Promise<void> {
    while (!this.#received.includes('\n')) await once(this.#master.stdout, 'data');
    this.path = this.#received.toString('utf8').trim();
    this.#received = Buffer.alloc(0);
  }

  send(bytes: Uint8Array): void {
    this.#master.stdin.write(bytes);
  }

  /** The next bytes that come out of the slave, as soon as there are so many. */
  async receive(byteLength: number): Promise<Buffer> {
    while (this.#received.length < byteLength) await once(this.#master.stdout, 'data');
    const bytes = this.#received.subarray(0, byteLength);
    this.#received = this.#received.subarray(byteLength);
    return bytes;
  }

  async close(): Promise<void> {
    this.#master.kill();
    await this.#exit;
  }
}

function sysEx(byteLength: number): Uint8Array {
  const bytes = Uint8Array.from({ length: byteLength }, (_, i) => (i * 7) & 0x7f);
  bytes[0] = 0xf0;
  bytes[byteLength - 1] = 0xf7;
  return bytes;
}

function run(pin: Pin): void {
  for (const state of [1, 2, 3]) pin.setState(state as KsState);
}

describe.skipIf(missing !== '')(`the UART on a pseudo-terminal${missing && ` (not here: ${missing})`}`, () => {
  let terminal: PseudoTerminal;
  let wire: ByteStream;
  let miniport: UartMiniport;
  let port: DMusPort;
  let serviceNeeded: () => void;

  beforeEach(async () => {
    terminal = new PseudoTerminal();
    await terminal.open();
    wire = openFileByteStream(terminal.path);
    miniport = new UartMiniport({ byteStream: wire });
    serviceNeeded = () => {};
    port = new DMusPort({ masterClock: new ManualClock(1000), onServiceNeeded: () => serviceNeeded() });
    port.init(miniport);
  });

  afterEach(async () => {
    port.close();
    wire.close();
    await terminal.close();
  });

  function openPin(pinId: number, onPacket: (packet: CapturePacket) => void = () => {}): Pin {
    const [range] = port
      .getDescription()
      .pins[pinId]!.dataRanges.filter(({ subFormat }) => subFormat === DataFormatSubtype.directMusic);
    const { majorFormat, subFormat, specifier } = range!;
    return port.openPin({ pinId, dataFormat: { majorFormat, subFormat, specifier, waveFormat: null }, onPacket });
  }

  it('sends notes and a message of 10,000 bytes, every byte in its place', async () => {
    const pin = openPin(RENDER_PIN) as RenderPin;
    run(pin);
    const long = sysEx(10_000);
    const buffer = new MusicBuffer({ byteLength: 16_384 });
    buffer.packStructured(0, 1, 0x643c90);
    buffer.packUnstructured(0, 1, long);
    buffer.packStructured(0, 1, 0x003c80);
    pin.writePacket(buffer.getStartTime(), buffer.getUsedRecords());
    port.service();
    const received = await terminal.receive(10_006);
    expect([...received.subarray(0, 3)]).toEqual([0x90, 0x3c, 0x64]);
    expect(received.subarray(3, 10_003).equals(long)).toBe(true);
    expect([...received.subarray(10_003)]).toEqual([0x80, 0x3c, 0x00]);
    expect(miniport.counters.droppedMessages).toBe(0);
    expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it('captures running status and system exclusive as complete messages', async () => {
    const long = sysEx(3000);
    const packets: CapturePacket[] = [];
    const pin = openPin(CAPTURE_PIN, (packet) => packets.push(packet)) as CapturePin;
    for (let id = 0; id < 64; id++) pin.addPacket({ id, bytes: new Uint8Array(8192), usedBytes: 0, startTime: 0 });
    run(pin);
    terminal.send(Uint8Array.of(0x91, 60, 100, 62, 101));
    terminal.send(long);
    terminal.send(Uint8Array.of(0x81, 60, 0));
    const messages: Uint8Array[] = [];
    while (messages.length < 4) {
      await new Promise<void>((resolve) => {
        serviceNeeded = resolve;
      });
      port.service();
      for (const packet of packets.splice(0)) messages.push(...messagesOf(packet));
    }
    expect(messages.map((message) => message.length)).toEqual([3, 3, 3000, 3]);
    expect([...messages[1]!]).toEqual([0x91, 62, 101]);
    expect(Buffer.from(messages[2]!).equals(long)).toBe(true);
    expect([...messages[3]!]).toEqual([0x81, 60, 0]);
    port.close();
    expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it('hears when the other end hangs up', async () => {
    const closed = new Promise<Error | null>((resolve) => {
      wire.setListener({ onBytes: () => {}, onWritable: () => {}, onClose: resolve });
    });
    await terminal.close();
    await closed;
    expect(wire.write(Uint8Array.of(1), 0, 1)).toBe(0);
  });
});

function messagesOf({ bytes, usedBytes }: CapturePacket): Uint8Array[] {
  const reader = new EventRecordReader();
  reader.reset(bytes, usedBytes);
  const messages: Uint8Array[] = [];
  while (reader.next()) {
    messages.push(reader.records.slice(reader.messageOffset, reader.messageOffset + reader.byteLength));
  }
  return messages;
}
