import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import type { AllocatorMxf } from '../../src/ddi/allocator-mxf.ts';
import type { KernelEvent } from '../../src/ddi/kernel-event.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../../src/ddi/miniport-dmus.ts';
import type { Mxf } from '../../src/ddi/mxf.ts';
import { MusicBuffer } from '../../src/index.ts';
import { FakeByteStream } from '../../src/miniports/uart/fake-byte-stream.test-support.ts';
import { UartMiniport, uartPins } from '../../src/miniports/uart/index.ts';
import {
  type CapturePacket,
  type CapturePin,
  CaptureSink,
  DMusPort,
  EventAllocator,
  EventRecordFormat,
  MessageParser,
  MusicFormatUnpacker,
  Packer,
  Sequencer,
  Thru,
  Unpacker,
} from '../../src/port-driver/index.ts';
import { LeakDetector } from '../../src/testing/leak-detector.ts';
import { FakeMiniport } from '../fakes/fake-miniport.ts';
import { FakeOutput } from '../fakes/fake-output.ts';
import { ChainKeeper, chainOf, lendEvent, lendIncomplete, lendPackage } from '../fakes/kernel-events.ts';
import { bringTo, MiniportRig, MUSIC_FORMAT } from '../rig/miniport-rig.ts';
import { balanceOf, bringPinTo, FakeDriver } from './fake-pins.ts';

const SMALL_BUFFERS = { maxBufferCount: 64, bufferBytes: 16 };

describe('contract 7: capture is served by putMessage(null), later than the interrupt and in no other way', () => {
  let driver: FakeDriver;
  let pin: CapturePin;
  let served: (KernelEvent | null)[];
  beforeEach(() => {
    driver = new FakeDriver();
    pin = driver.openCapture();
    served = [];
    const [stream] = driver.miniport.captureStreams;
    const putMessage = stream!.putMessage.bind(stream);
    stream!.putMessage = (event) => {
      served.push(event);
      putMessage(event);
    };
    bringPinTo(pin, KsState.run);
  });

  it('an interrupt does not enter the graph, it asks for service', () => {
    driver.arrive(0xc0, 1);
    driver.port.notify(null);
    expect([served, driver.captured, balanceOf(pin)]).toEqual([[], [], [0, 0, 0]]);
    expect(driver.serviceRequests).toBe(1);
    expect(driver.port.nextServiceTime).toBe(Number.NEGATIVE_INFINITY);
  });

  it('the deferred call sends null to the capture stream, once for all interrupts before it', () => {
    driver.arrive(0xc0, 1);
    driver.arrive(0xc0, 2);
    driver.port.service();
    expect(served).toEqual([null]);
    expect(driver.captured.map(({ bytes }) => bytes)).toEqual([
      [0xc0, 1],
      [0xc0, 2],
    ]);
    driver.port.service();
    expect(served).toEqual([null]);
  });

  it('a stream without a group of its own is served with its miniport’s', () => {
    const group = driver.port.newServiceGroup();
    driver.port.registerServiceGroup(group);
    driver.miniport.serviceGroup = null;
    const other = driver.port.openPin({ pinId: pin.pinId, dataFormat: MUSIC_FORMAT, onPacket: () => {} });
    const stream = driver.miniport.captureStreams[1]!;
    bringPinTo(other, KsState.run);
    stream.arrivals.push(Uint8Array.of(0xc0, 1));
    driver.port.notify(null);
    expect(stream.arrivals).toHaveLength(1);
    driver.port.service();
    expect(stream.arrivals).toHaveLength(0);
  });

  it('a pin that is closed is not served any more', () => {
    driver.arrive(0xc0, 1);
    driver.port.closePin(pin);
    driver.port.service();
    expect(served).toEqual([]);
  });

  it('Service of the miniport is never called', () => {
    let serviceCalls = 0;
    class CountingMiniport extends FakeMiniport {
      override service(): void {
        serviceCalls++;
      }
    }
    const miniport = new CountingMiniport();
    const port = new DMusPort({ masterClock: new ManualClock() });
    miniport.serviceGroup = port.newServiceGroup();
    port.init(miniport);
    for (const pinId of [0, 3]) {
      const opened = port.openPin({ pinId, dataFormat: MUSIC_FORMAT, onPacket: () => {} });
      bringPinTo(opened, KsState.run);
    }
    for (const group of [miniport.serviceGroup, null]) {
      port.notify(group);
      port.service();
      port.pump(10);
    }
    port.close();
    expect(serviceCalls).toBe(0);
  });

  it('bytes from a wire wait outside the graph until they are served', () => {
    const byteStream = new FakeByteStream();
    const port = new DMusPort({ masterClock: new ManualClock() });
    port.init(new UartMiniport({ byteStream }));
    const packets: CapturePacket[] = [];
    const onPacket = (packet: CapturePacket) => void packets.push(packet);
    const pinId = uartPins('both').capture!;
    const wirePin = port.openPin({ pinId, dataFormat: MUSIC_FORMAT, onPacket }) as CapturePin;
    let takenEvents = 0;
    const getMessage = wirePin.allocator.getMessage.bind(wirePin.allocator);
    wirePin.allocator.getMessage = () => {
      takenEvents++;
      return getMessage();
    };
    wirePin.addPacket({ id: 1, bytes: new Uint8Array(96), usedBytes: 0, startTime: 0 });
    bringPinTo(wirePin, KsState.run);
    byteStream.arrive([0x90, 60, 100]);
    expect([takenEvents, packets]).toEqual([0, []]);
    port.service();
    expect([takenEvents > 0, packets.length]).toEqual([true, 1]);
  });
});

describe('contract 8: every event, long buffer and package child ends in its allocator, once', () => {
  /** A chain of a short message, a long one in parts, and a package with a package in it. */
  function everything(allocator: AllocatorMxf): KernelEvent {
    const sysEx = (first: number, length: number) => [first, ...Array<number>(length).fill(1)];
    const inner = lendPackage(allocator, [lendEvent(allocator, [0xc0, 1]), lendEvent(allocator, sysEx(0xf0, 12))]);
    return chainOf(
      lendEvent(allocator, [0x90, 60, 100]),
      lendIncomplete(allocator, sysEx(0xf0, 15)),
      lendEvent(allocator, [...sysEx(2, 9), 0xf7]),
      lendPackage(allocator, [lendEvent(allocator, [0xc0, 2]), inner]),
    );
  }

  /** Down to stop, where nothing may be kept: before that a parser may have a message that is not yet whole. */
  function stopFrom(stage: Mxf, state: KsState): void {
    if (state === KsState.stop) stage.setState(KsState.acquire);
    for (let each = Math.max(state, KsState.acquire) - 1; each >= 0; each--) stage.setState(each as KsState);
  }

  const stages: readonly (readonly [string, (allocator: AllocatorMxf) => Mxf])[] = [
    ['unpacker', (allocator) => new Unpacker(allocator)],
    ['unpacker of MIDI packets', (allocator) => new MusicFormatUnpacker(allocator)],
    ['sequencer', (allocator) => new Sequencer({ allocator, schedulePreFetch: DONT_HOLD_FOR_SEQUENCING })],
    ['capture sink', (allocator) => new CaptureSink({ allocator })],
    ['parser', (allocator) => new MessageParser({ allocator })],
    ['thru stage', (allocator) => new Thru({ allocator, masterClock: new ManualClock() })],
    ['packer', (allocator) => new Packer({ allocator, format: new EventRecordFormat(), onComplete: () => {} })],
  ];

  describe.each(stages)('the %s', (_, make) => {
    let allocator: LeakDetector;
    let stage: Mxf;
    beforeEach(() => {
      allocator = new LeakDetector(SMALL_BUFFERS);
      stage = make(allocator);
      bringTo(stage, KsState.run);
    });

    it('sends to the allocator while no output is connected', () => {
      stage.putMessage(everything(allocator));
      stopFrom(stage, KsState.run);
      expect(allocator.report()).toEqual([]);
    });

    it('sends to its output while one is connected, and to the allocator when it is gone', () => {
      const output = new ChainKeeper();
      stage.connectOutput(output);
      stage.putMessage(lendEvent(allocator, [0xc0, 1]));
      expect([output.events.length, allocator.outstandingEventCount]).toEqual([1, 1]);
      output.giveBack(allocator);
      stage.disconnectOutput(output);
      stage.putMessage(everything(allocator));
      stopFrom(stage, KsState.run);
      expect([output.events.length, allocator.report()]).toEqual([0, []]);
    });

    it.each(Object.entries(KsState))('keeps nothing when it goes from %s to stop', (_name, state) => {
      const fresh = make(allocator);
      bringTo(fresh, state);
      fresh.putMessage(everything(allocator));
      stopFrom(fresh, state);
      expect(allocator.report()).toEqual([]);
    });
  });

  it.each(Object.entries(KsState))('the streams of a synth give everything back in %s', (_, state) => {
    const rig = new MiniportRig();
    for (const stream of [rig.openRender(), rig.openWave()]) {
      bringTo(stream, state);
      stream.putMessage(everything(rig.allocator));
    }
    const { outstandingEventCount, outstandingBufferCount, misreturnedCount } = rig.allocator;
    expect([outstandingEventCount, outstandingBufferCount, misreturnedCount]).toEqual([0, 0, 0]);
  });

  it('the allocator takes a whole chain with buffers and children in one call', () => {
    const allocator = new EventAllocator(SMALL_BUFFERS);
    const chain = everything(allocator);
    expect([allocator.outstandingEventCount, allocator.outstandingBufferCount]).toEqual([8, 3]);
    allocator.putMessage(chain);
    expect([allocator.outstandingEventCount, allocator.outstandingBufferCount]).toEqual([0, 0]);
  });

  it('the allocator lends nothing twice when something comes back twice', () => {
    const allocator = new EventAllocator({ eventCount: 2, maxEventCount: 2 });
    const event = lendEvent(allocator, [0xc0, 1]);
    allocator.putMessage(event);
    allocator.putMessage(event);
    expect(allocator.misreturnedCount).toBe(1);
    expect(allocator.getMessage()).not.toBe(allocator.getMessage());
  });

  it.each([
    ['held back for later', 0, KsState.run],
    ['passed on at once', DONT_HOLD_FOR_SEQUENCING, KsState.run],
    ['held in pause', DONT_HOLD_FOR_SEQUENCING, KsState.pause],
    ['thrown away in stop', 0, KsState.stop],
  ] as const)('a packet of messages, long and short, is all back when its pin closes: %s', (_, preFetch, state) => {
    const driver = new FakeDriver();
    const pin = driver.openRender(preFetch);
    bringPinTo(pin, state);
    const buffer = new MusicBuffer({ byteLength: 32_768 });
    for (const byteLength of [1, 3, 9, 4096, 4097, 9000]) {
      buffer.packUnstructured(5000, 1, new Uint8Array(byteLength).fill(0xf0));
    }
    pin.writePacket(5000, buffer.getUsedRecords());
    driver.port.closePin(pin);
    expect(balanceOf(pin)).toEqual([0, 0, 0]);
  });

  it('what was captured is all back when its pin closes, an unfinished message too', () => {
    const driver = new FakeDriver();
    const pin = driver.openCapture();
    bringPinTo(pin, KsState.run);
    driver.arrive(0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xf7, 0x90, 60, 100, 62, 100);
    driver.arrive(0xf0, ...Array<number>(40).fill(1));
    driver.port.service();
    expect(driver.captured).toHaveLength(3);
    driver.port.closePin(pin);
    expect(balanceOf(pin)).toEqual([0, 0, 0]);
  });

  it('a wave pin lends nothing', () => {
    const driver = new FakeDriver();
    const pin = driver.openWave(new FakeOutput());
    bringPinTo(pin, KsState.run);
    driver.port.pump(100);
    driver.port.closePin(pin);
    expect(balanceOf(pin)).toEqual([0, 0, 0]);
  });
});
