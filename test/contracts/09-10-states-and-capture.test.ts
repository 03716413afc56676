import { describe, expect, it } from 'vitest';
import { KsState } from '../../src/ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../../src/ddi/miniport-dmus.ts';
import { CaptureSink, EventAllocator, type Pin } from '../../src/port-driver/index.ts';
import { FakeOutput } from '../fakes/fake-output.ts';
import { ChainKeeper, lendEvent, lendIncomplete, lendPackage } from '../fakes/kernel-events.ts';
import { noteOn } from '../rig/midi.ts';
import { bringTo } from '../rig/miniport-rig.ts';
import { codeOf } from '../rig/raw-block.ts';
import { balanceOf, bringPinTo, FakeDriver } from './fake-pins.ts';
import { KernelSynth, TO_RUN, TO_STOP } from './kernel-synth.ts';

const { stop, acquire, pause, run } = KsState;
const STATES = [stop, acquire, pause, run];
const STEPS = STATES.flatMap((from) => STATES.map((to) => [from, to] as const));

describe('contract 9: each direction has rules of its own for each state, and states change one step at a time', () => {
  const kinds: readonly (readonly [string, (driver: FakeDriver) => Pin])[] = [
    ['render', (driver) => driver.openRender()],
    ['capture', (driver) => driver.openCapture()],
    ['wave', (driver) => driver.openWave(new FakeOutput())],
  ];

  describe.each(kinds)('a %s pin', (_, open) => {
    it.each(STEPS)('from state %d to %d: only a step of one is taken', (from, to) => {
      const pin = open(new FakeDriver());
      bringPinTo(pin, from);
      const isStep = Math.abs(to - from) === 1;
      expect(codeOf(() => pin.setState(to))).toBe(isStep ? 'nothing thrown' : 'STATUS_INVALID_DEVICE_REQUEST');
      expect(pin.state).toBe(isStep ? to : from);
    });
  });

  it('closing takes the same steps', () => {
    const driver = new FakeDriver();
    const pin = driver.openRender();
    bringPinTo(pin, run);
    driver.port.closePin(pin);
    expect(driver.miniport.messageStreams[0]!.states).toEqual([acquire, pause, run, pause, acquire, stop]);
  });

  describe.each([
    ['that is sequenced', 0],
    ['that is not sequenced', DONT_HOLD_FOR_SEQUENCING],
  ])('render, into a stream %s', (_, preFetch) => {
    function makeRender() {
      const driver = new FakeDriver();
      const pin = driver.openRender(preFetch);
      const write = (number: number): void => {
        driver.write(pin, [0], number);
        driver.port.service();
      };
      const seen = (): number[] => driver.miniport.messageStreams[0]!.seen.map(({ bytes }) => bytes[1]!);
      const move = (state: KsState): void => {
        bringPinTo(pin, state);
        driver.port.service();
      };
      return { pin, write, seen, move };
    }

    it('is discarded in stop, for good', () => {
      const { pin, write, seen, move } = makeRender();
      write(1);
      expect(balanceOf(pin)).toEqual([0, 0, 0]);
      move(run);
      expect(seen()).toEqual([]);
    });

    it.each([
      ['acquire', acquire],
      ['pause', pause],
    ])('is held in %s, and passed on in run', (_name, state) => {
      const { pin, write, seen, move } = makeRender();
      move(state);
      write(1);
      write(2);
      expect([seen(), balanceOf(pin)]).toEqual([[], [2, 0, 0]]);
      move(run);
      expect([seen(), balanceOf(pin)]).toEqual([
        [1, 2],
        [0, 0, 0],
      ]);
    });

    it('flows in run, and is held again on the way down', () => {
      const { pin, write, seen, move } = makeRender();
      move(run);
      write(1);
      move(pause);
      write(2);
      move(acquire);
      write(3);
      expect([seen(), balanceOf(pin)]).toEqual([[1], [2, 0, 0]]);
    });

    it('what was held is discarded by stop', () => {
      const { pin, write, seen, move } = makeRender();
      move(pause);
      write(1);
      move(stop);
      expect(balanceOf(pin)).toEqual([0, 0, 0]);
      move(run);
      expect(seen()).toEqual([]);
    });
  });

  it('a synth sounds in run only, and plays in run what it was sent in pause', () => {
    const synth = new KernelSynth().openVirtualSynth();
    synth.loadFlatSound();
    synth.move([pause]);
    synth.play(noteOn(60));
    expect(synth.render(256)).toHaveLength(0);
    synth.move([run]);
    expect(synth.render(256).at(-1)).toBeGreaterThan(0);
    synth.move([...TO_STOP, ...TO_RUN]);
    expect(synth.render(256).every((sample) => sample === 0)).toBe(true);
  });

  it.each([
    ['thrown away', 'stop', stop, 0],
    ['thrown away', 'acquire', acquire, 0],
    ['emitted', 'pause', pause, 1],
    ['emitted', 'run', run, 1],
  ] as const)('what is captured is %s in %s, for good', (_, _name, state, count) => {
    const driver = new FakeDriver();
    const pin = driver.openCapture();
    bringPinTo(pin, state);
    driver.arrive(0xc0, 1);
    driver.port.service();
    expect(driver.captured).toHaveLength(count);
    bringPinTo(pin, run);
    driver.port.service();
    expect(driver.captured).toHaveLength(count);
    expect(balanceOf(pin)).toEqual([0, 0, 0]);
  });

  it('half a message that was captured in pause is forgotten in acquire', () => {
    const driver = new FakeDriver();
    const pin = driver.openCapture();
    bringPinTo(pin, pause);
    driver.arrive(0x90, 60);
    driver.port.service();
    bringPinTo(pin, acquire);
    bringPinTo(pin, run);
    driver.arrive(100, 0xc0, 1);
    driver.port.service();
    expect(driver.captured.map(({ bytes }) => bytes)).toEqual([[0xc0, 1]]);
  });
});

describe('contract 10: INCOMPLETE on a captured event means raw bytes to be parsed, and other events pass as they are', () => {
  function makeSink() {
    const allocator = new EventAllocator();
    const sink = new CaptureSink({ allocator });
    const packer = new ChainKeeper();
    sink.connectOutput(packer);
    bringTo(sink, run);
    const messages = (): number[][] =>
      packer.events.map((event) => [...(event.buffer ?? event.inline).subarray(0, event.byteLength)]);
    return { allocator, sink, packer, messages };
  }

  it('raw bytes become one complete event for each message, wherever the events cut them', () => {
    const { allocator, sink, packer, messages } = makeSink();
    for (const bytes of [
      [0x90, 60],
      [100, 62, 90, 0xc1],
      [5, 0xf0, 1],
      [0xf8, 2, 0xf7],
    ]) {
      sink.putMessage(lendIncomplete(allocator, bytes, { presentationTime: bytes[0]! }));
    }
    expect(messages()).toEqual([[0x90, 60, 100], [0x90, 62, 90], [0xc1, 5], [0xf8], [0xf0, 1, 2, 0xf7]]);
    expect(packer.events.map(({ flags }) => flags)).toEqual([0, 0, 0, 0, 0]);
    expect(packer.events.map(({ presentationTime }) => presentationTime)).toEqual([0x90, 100, 100, 0xf8, 5]);
    packer.giveBack(allocator);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('raw events themselves never get to the packer', () => {
    const { allocator, sink, packer } = makeSink();
    const raw = lendIncomplete(allocator, [0xfe, 0xc0, 1]);
    sink.putMessage(raw);
    expect(packer.events).not.toContain(raw);
    packer.giveBack(allocator);
    expect([allocator.outstandingEventCount, allocator.misreturnedCount]).toEqual([0, 0]);
  });

  it('a complete event goes to the packer untouched, whatever is in it', () => {
    const { allocator, sink, packer, messages } = makeSink();
    const contents = [
      [60, 100],
      [0x90, 60, 100, 0x80, 60],
      [0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ];
    const events = contents.map((bytes) => lendEvent(allocator, bytes, { presentationTime: 77, channelGroup: 3 }));
    for (const event of events) sink.putMessage(event);
    expect(packer.chains).toEqual(events);
    expect(messages()).toEqual(contents);
    expect(
      packer.events.every(({ presentationTime, channelGroup }) => presentationTime === 77 && channelGroup === 3),
    ).toBe(true);
  });

  it('a package goes to the packer untouched', () => {
    const { allocator, sink, packer } = makeSink();
    const event = lendPackage(allocator, [lendEvent(allocator, [0xc0, 1])]);
    sink.putMessage(event);
    expect(packer.chains).toEqual([event]);
    expect([...event.packageEvent!.inline.subarray(0, 2)]).toEqual([0xc0, 1]);
  });

  it('a complete event does not disturb the message that raw bytes have begun', () => {
    const { allocator, sink, messages } = makeSink();
    sink.putMessage(lendIncomplete(allocator, [0x90, 60]));
    sink.putMessage(lendEvent(allocator, [0xc0, 1]));
    sink.putMessage(lendIncomplete(allocator, [100]));
    expect(messages()).toEqual([
      [0xc0, 1],
      [0x90, 60, 100],
    ]);
  });
});
