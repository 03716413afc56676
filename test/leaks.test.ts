/**
 * Every event, buffer and package child comes back to its allocator exactly once, on every path: random histories of
 * whole port drivers, in which pins are opened, moved, fed with good and damaged packets, joined by thru and closed in the
 * middle of everything. Pools are small, so that they run out too.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../src/clock/manual-clock.ts';
import type { DataFormat } from '../src/ddi/filter-description.ts';
import { DataFormatSubtype } from '../src/ddi/filter-description.ts';
import type { KsState } from '../src/ddi/ks-state.ts';
import type { MiniportDMus } from '../src/ddi/miniport-dmus.ts';
import { MusicBuffer } from '../src/directmusic/music-buffer.ts';
import { LoopbackMiniport, LoopbackPin } from '../src/miniports/loopback/index.ts';
import { SoftSynthPin } from '../src/miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../src/miniports/soft-synth/soft-synth-miniport.ts';
import type { CapturePin } from '../src/port-driver/capture-pin.ts';
import type { CapturePacket } from '../src/port-driver/packet-format.ts';
import type { Pin } from '../src/port-driver/pin.ts';
import { DMusPort } from '../src/port-driver/port-driver.ts';
import type { RenderPin } from '../src/port-driver/render-pin.ts';
import { FakeOutput } from './fakes/fake-output.ts';
import { MUSIC_FORMAT, waveFormat } from './rig/miniport-rig.ts';

const MIDI_FORMAT: DataFormat = { ...MUSIC_FORMAT, subFormat: DataFormatSubtype.midi };
const SMALL_POOL = { eventCount: 4, maxEventCount: 24, bufferCount: 1, maxBufferCount: 3, bufferBytes: 16 };

/** One port driver with its miniport, and all pins that were ever opened on it. */
class Driver {
  readonly port: DMusPort;
  readonly pins: Pin[] = [];
  readonly #packetBytes: number;

  constructor(miniport: MiniportDMus, clock: ManualClock, packetBytes: number) {
    this.port = new DMusPort({ masterClock: clock, allocator: SMALL_POOL, blockFrames: 32 });
    this.port.init(miniport);
    this.#packetBytes = packetBytes;
  }

  /** Opens a pin unless it cannot be; a capture pin gets two packets, each of which is posted again when it comes back. */
  open(pinId: number, dataFormat: DataFormat): void {
    const onPacket = (packet: CapturePacket): void => {
      if (packet.usedBytes > 0) pin.addPacket(packet);
    };
    const pin = this.port.openPin({ pinId, dataFormat, onPacket, output: new FakeOutput() }) as CapturePin;
    this.pins.push(pin);
    if (pin.kind !== 'capture') return;
    for (let id = 0; id < 2; id++) {
      pin.addPacket({ id, bytes: new Uint8Array(this.#packetBytes), usedBytes: 0, startTime: 0 });
    }
  }

  ofKind<Kind extends Pin>(kind: Kind['kind']): Kind[] {
    return this.pins.filter((pin): pin is Kind => pin.kind === kind && !pin.isClosed);
  }
}

/** One thing that happens; `which` chooses among the drivers and pins there are. */
type Step =
  | { readonly kind: 'open'; readonly which: number }
  | { readonly kind: 'move'; readonly which: number; readonly isUp: boolean }
  | { readonly kind: 'write'; readonly which: number; readonly messages: readonly (readonly [number, Uint8Array])[] }
  | { readonly kind: 'garbage'; readonly which: number; readonly bytes: Uint8Array }
  | { readonly kind: 'thru'; readonly which: number; readonly channel: number; readonly target: number }
  | { readonly kind: 'pump'; readonly ticks: number }
  | { readonly kind: 'close'; readonly which: number };

const which = fc.nat({ max: 30 });
const message = fc.oneof(
  fc.tuple(fc.constantFrom(0x90, 0x80, 0xb3, 0xe1), fc.nat(127), fc.nat(127)).map((bytes) => Uint8Array.from(bytes)),
  fc.uint8Array({ minLength: 1, maxLength: 60 }),
  fc.uint8Array({ minLength: 1, maxLength: 80, max: 127 }).map((bytes) => Uint8Array.of(0xf0, ...bytes, 0xf7)),
);
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('open' as const), which }),
    { arbitrary: fc.record({ kind: fc.constant('move' as const), which, isUp: fc.boolean() }), weight: 4 },
    {
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        which,
        messages: fc.array(fc.tuple(fc.nat({ max: 50_000 }), message), { maxLength: 12 }),
      }),
      weight: 3,
    },
    fc.record({ kind: fc.constant('garbage' as const), which, bytes: fc.uint8Array({ maxLength: 90 }) }),
    fc.record({ kind: fc.constant('thru' as const), which, channel: fc.nat({ max: 15 }), target: which }),
    { arbitrary: fc.record({ kind: fc.constant('pump' as const), ticks: fc.nat({ max: 30_000 }) }), weight: 2 },
    fc.record({ kind: fc.constant('close' as const), which }),
  ),
  { minLength: 20, maxLength: 90 },
);

/** A soft synth and a cable, on one clock. */
class History {
  readonly #clock = new ManualClock(1000);
  readonly drivers: readonly Driver[] = [
    new Driver(new SoftSynthMiniport(), this.#clock, 64),
    new Driver(new LoopbackMiniport(), this.#clock, 64),
  ];
  readonly #openings: readonly (() => void)[] = [
    () => this.drivers[0]!.open(SoftSynthPin.music, MUSIC_FORMAT),
    () => this.drivers[0]!.open(SoftSynthPin.wave, waveFormat()),
    () => this.drivers[1]!.open(LoopbackPin.render, MUSIC_FORMAT),
    () => this.drivers[1]!.open(LoopbackPin.render, MIDI_FORMAT),
    () => this.drivers[1]!.open(LoopbackPin.capture, MUSIC_FORMAT),
    () => this.drivers[1]!.open(LoopbackPin.capture, MIDI_FORMAT),
  ];

  get pins(): readonly Pin[] {
    return this.drivers.flatMap((driver) => driver.pins);
  }

  run(step: Step): void {
    switch (step.kind) {
      case 'open':
        this.#openings[step.which % this.#openings.length]!();
        break;
      case 'move':
        move(chosen(this.#open(), step.which), step.isUp);
        break;
      case 'write':
        for (const pin of this.#some<RenderPin>('render', step.which))
          pin.writePacket(this.#clock.getTime(), packed(step.messages));
        break;
      case 'garbage':
        for (const pin of this.#some<RenderPin>('render', step.which)) pin.writePacket(0, step.bytes);
        break;
      case 'thru':
        this.#lead(step.which, step.channel, step.target);
        break;
      case 'pump':
        this.#clock.advance(step.ticks);
        for (const driver of this.drivers) driver.port.pump(40);
        break;
      default:
        this.#close(step.which);
    }
  }

  #open(): readonly Pin[] {
    return this.pins.filter((pin) => !pin.isClosed);
  }

  /** At most one open pin of a kind. */
  #some<Kind extends Pin>(kind: Kind['kind'], index: number): readonly Kind[] {
    const pin = chosen(
      this.drivers.flatMap((driver) => driver.ofKind<Kind>(kind)),
      index,
    );
    return pin === undefined ? [] : [pin];
  }

  #lead(source: number, channel: number, target: number): void {
    const [from] = this.#some<CapturePin>('capture', source);
    const [to] = this.#some<RenderPin>('render', target);
    from?.thru.setRoute(1, channel, to === undefined ? null : { target: to, channelGroup: 1, channel: target % 16 });
  }

  #close(index: number): void {
    const pin = chosen(this.#open(), index);
    for (const driver of this.drivers) if (pin !== undefined) driver.port.closePin(pin);
  }
}

function chosen<Item>(items: readonly Item[], index: number): Item | undefined {
  return items.length === 0 ? undefined : items[index % items.length];
}

function move(pin: Pin | undefined, isUp: boolean): void {
  const state = (pin?.state ?? 0) + (isUp ? 1 : -1);
  if (pin !== undefined && state >= 0 && state <= 3) pin.setState(state as KsState);
}

function packed(messages: readonly (readonly [number, Uint8Array])[]): Uint8Array {
  const buffer = new MusicBuffer({ byteLength: 4096 });
  for (const [index, [time, bytes]] of messages.entries()) buffer.packUnstructured(index === 0 ? 0 : time, 1, bytes);
  return buffer.getUsedRecords();
}

describe('the allocators of a port driver', () => {
  it('have everything back, exactly once, after any history', () => {
    let carried = 0;
    fc.assert(
      fc.property(steps, (history) => {
        const drivers = new History();
        for (let id = 0; id < 6; id++) drivers.run({ kind: 'open', which: id });
        for (const step of history) drivers.run(step);
        carried += drivers.pins.filter((pin) => pin.allocator.outstandingEventCount > 0).length;
        for (const driver of drivers.drivers) driver.port.close();
        for (const { kind, allocator } of drivers.pins) {
          const { outstandingEventCount, outstandingBufferCount, misreturnedCount } = allocator;
          expect([kind, outstandingEventCount, outstandingBufferCount, misreturnedCount]).toEqual([kind, 0, 0, 0]);
        }
      }),
      { numRuns: 300, seed: 20_261_122 },
    );
    // Otherwise the histories would prove nothing.
    expect(carried).toBeGreaterThan(100);
  });
});
