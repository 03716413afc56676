import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bringTo, kernelEvent } from '../../../test/rig/miniport-rig.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { type KernelEvent, KernelEventFlags } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { EventAllocator } from '../../port-driver/allocator.ts';
import { SynthInstance, SynthRenderStream, SynthWaveStream } from './synth-instance.ts';

const SAMPLE_RATE = 48000;
const TICKS_OF_FRAME = 10_000_000 / SAMPLE_RATE;
const CONTROL_CHANGE = 0xb0;

/** Both halves of an open mono synth, in `run` unless told otherwise. */
function makeSynth(state: KsState = KsState.run) {
  const instance = new SynthInstance({});
  instance.port.open({ sampleRate: SAMPLE_RATE, audioChannels: 1, channelGroups: 2 });
  const allocator = new EventAllocator({ maxBufferCount: 512, bufferBytes: 4096 });
  const render = new SynthRenderStream(instance, allocator);
  const wave = new SynthWaveStream(instance, allocator, new ManualClock());
  instance.renderStream = render;
  instance.waveStream = wave;
  for (const stream of [wave, render]) bringTo(stream, state);
  return { instance, allocator, render, wave, engine: instance.port.engine };
}

function expectAllReturned(allocator: EventAllocator): void {
  expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
}

/** What is put into a stream: a message of some length, or a package of such. */
type Shape = number | readonly Shape[];
const { shape } = fc.letrec<{ shape: Shape; leaf: number; branch: Shape[] }>((tie) => ({
  shape: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('branch')),
  leaf: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(4096)),
  branch: fc.array(tie('shape'), { maxLength: 3 }),
}));

function makeEvent(allocator: EventAllocator, made: Shape, isIncomplete: boolean): KernelEvent {
  if (typeof made === 'number') {
    return kernelEvent(allocator, new Uint8Array(made).fill(0x90), {
      flags: isIncomplete ? KernelEventFlags.incomplete : 0,
    });
  }
  const event = kernelEvent(allocator, [], { flags: KernelEventFlags.package });
  event.packageEvent = makeChain(allocator, made, isIncomplete);
  return event;
}

function makeChain(allocator: EventAllocator, shapes: readonly Shape[], isIncomplete: boolean): KernelEvent | null {
  let first: KernelEvent | null = null;
  for (const each of [...shapes].reverse()) {
    const event = makeEvent(allocator, each, isIncomplete);
    event.next = first;
    first = event;
  }
  return first;
}

describe('SynthRenderStream', () => {
  it('gives every event, chain, package and part back to the allocator once, in every state', () => {
    const synths = Object.values(KsState).map((state) => makeSynth(state));
    fc.assert(
      fc.property(
        fc.array(shape, { maxLength: 4 }),
        fc.boolean(),
        fc.constantFrom(...synths),
        fc.constantFrom('render', 'wave'),
        (shapes, isIncomplete, synth, half) => {
          synth[half as 'render' | 'wave'].putMessage(makeChain(synth.allocator, shapes, isIncomplete));
          expectAllReturned(synth.allocator);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it('gives events back where the synth is not open', () => {
    const instance = new SynthInstance({});
    const allocator = new EventAllocator();
    const render = new SynthRenderStream(instance, allocator);
    bringTo(render, KsState.run);
    render.putMessage(makeChain(allocator, [3, [3, [20]]], false));
    expectAllReturned(allocator);
  });

  it.each([
    [KsState.stop, 0],
    [KsState.acquire, 1],
    [KsState.pause, 1],
    [KsState.run, 1],
  ])('in state %d it queues %d of one message', (state, count) => {
    const { render, allocator, engine } = makeSynth(state);
    render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7, 1]));
    expect(engine.queuedEvents).toBe(count);
  });

  it('queues chains and packages message by message', () => {
    const { render, allocator, engine } = makeSynth();
    render.putMessage(makeChain(allocator, [3, [3, [20, 2], []], 3], false));
    expect(engine.queuedEvents).toBe(5);
  });

  it('comes to an end over a package that contains itself, and gives it back', () => {
    const { render, allocator, engine } = makeSynth();
    const event = kernelEvent(allocator, [], { flags: KernelEventFlags.package });
    const child = kernelEvent(allocator, [CONTROL_CHANGE, 7, 1]);
    event.packageEvent = child;
    child.next = event;
    render.putMessage(event);
    expect(allocator.outstandingEventCount).toBe(0);
    expect(engine.queuedEvents).toBeLessThan(20);
  });

  it('joins a long message that comes in parts, and queues it once at the stamp of its last part', () => {
    const { render, wave, allocator, engine } = makeSynth();
    const parts = [4096, 4096, 100].map((byteLength, i) =>
      kernelEvent(allocator, new Uint8Array(byteLength).fill(0xf0), {
        flags: i < 2 ? KernelEventFlags.incomplete : 0,
        presentationTime: Math.round(100 * TICKS_OF_FRAME),
      }),
    );
    for (const part of parts) render.putMessage(part);
    expect(engine.queuedEvents).toBe(1);
    wave.render(new Float32Array(100), 100, 0);
    expect(engine.counters.unknownMessages).toBe(0);
    wave.render(new Float32Array(1), 1, 100);
    expect(engine.counters.unknownMessages).toBe(1);
    expectAllReturned(allocator);
  });

  it('parts that are short together are one short message', () => {
    const { render, wave, allocator, engine } = makeSynth();
    render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7], { flags: KernelEventFlags.incomplete }));
    render.putMessage(kernelEvent(allocator, [33]));
    wave.render(new Float32Array(1), 1, 0);
    expect([engine.queuedEvents, engine.counters.unknownMessages]).toEqual([0, 0]);
  });

  it('a message of another group between two parts stays a message of its own', () => {
    const { render, allocator, engine } = makeSynth();
    const { incomplete } = KernelEventFlags;
    render.putMessage(kernelEvent(allocator, [0xf0, 1, 2, 3, 4], { flags: incomplete, channelGroup: 1 }));
    render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7, 1], { channelGroup: 2 }));
    expect(engine.queuedEvents).toBe(1);
    render.putMessage(kernelEvent(allocator, [0xf7], { channelGroup: 1 }));
    expect(engine.queuedEvents).toBe(2);
  });

  it('a message without an end is forgotten at stop', () => {
    const { render, allocator, engine } = makeSynth();
    render.putMessage(kernelEvent(allocator, [0xf0, 1, 2, 3, 4], { flags: KernelEventFlags.incomplete }));
    for (const state of [KsState.pause, KsState.acquire, KsState.stop, KsState.acquire]) render.setState(state);
    render.putMessage(kernelEvent(allocator, []));
    expect(engine.queuedEvents).toBe(0);
  });

  it('drops a message of more than 1 MiB, and queues the next', () => {
    const { render, allocator, engine } = makeSynth();
    const putParts = (count: number): void => {
      for (let i = 0; i < count; i++) {
        const flags = i < count - 1 ? KernelEventFlags.incomplete : 0;
        render.putMessage(kernelEvent(allocator, new Uint8Array(4096), { flags }));
      }
    };
    putParts(257);
    expect(engine.queuedEvents).toBe(0);
    putParts(256);
    expect(engine.queuedEvents).toBe(1);
    expectAllReturned(allocator);
  });

  it('messages inside one frame act in the order of their stamps, whatever the order they come in', () => {
    const { render, wave, allocator, engine } = makeSynth();
    const volumes: number[] = [];
    for (const tick of [3, 1, 2]) {
      const presentationTime = Math.round(10 * TICKS_OF_FRAME) + tick;
      render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7, tick], { presentationTime }));
    }
    const channel = engine.channel(1, 0)!;
    for (let frame = 0; frame < 12; frame++) {
      wave.render(new Float32Array(1), 1, frame);
      volumes.push(channel.controllers[7]!);
    }
    expect(volumes).toEqual([...Array(10).fill(100), 3, 3]);
  });

  it('a stamp of 0 means the next frame', () => {
    const { render, wave, allocator, engine } = makeSynth();
    wave.syncToMaster(5_000_000, true);
    wave.render(new Float32Array(64), 64, 0);
    render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7, 9]));
    wave.render(new Float32Array(1), 1, 64);
    expect(engine.channel(1, 0)!.controllers[7]).toBe(9);
  });
});

describe('SynthWaveStream', () => {
  it('the first synchronization ties frame 0 to its instant', () => {
    const { wave } = makeSynth();
    wave.syncToMaster(123_456_789, true);
    expect(wave.sampleToRefTime(0)).toBe(123_456_789);
    expect(wave.sampleToRefTime(SAMPLE_RATE)).toBe(133_456_789);
    expect(wave.refTimeToSample(123_456_789 + 20_000_000)).toBe(2 * SAMPLE_RATE);
  });

  it.each([500, -500])('the later ones lead its clock after a device that drifts by %d ppm', (ppm) => {
    const { wave } = makeSynth();
    wave.syncToMaster(1_000_000, true);
    const heardAt = (frame: number): number => 1_000_000 + frame * TICKS_OF_FRAME * (1 + ppm / 1e6);
    for (let frame = 480; frame <= 20 * SAMPLE_RATE; frame += 480) {
      wave.render(new Float32Array(480), 480, frame - 480);
      wave.syncToMaster(heardAt(frame), false);
    }
    expect(Math.abs(wave.getLatencyTime() - heardAt(20 * SAMPLE_RATE))).toBeLessThan(100);
    expect(wave.refTimeToSample(heardAt(20 * SAMPLE_RATE))).toBe(20 * SAMPLE_RATE);
  });

  it('no later one changes when a frame plays that is rendered, and a new start forgets all corrections', () => {
    const { wave } = makeSynth();
    wave.syncToMaster(0, true);
    wave.render(new Float32Array(480), 480, 0);
    for (let i = 0; i < 50; i++) wave.syncToMaster(100_000 - i * 10_000, false);
    expect([wave.sampleToRefTime(0), wave.sampleToRefTime(480)]).toEqual([0, 100_000]);
    expect(wave.sampleToRefTime(SAMPLE_RATE)).toBeLessThan(9_900_000);
    wave.syncToMaster(0, true);
    expect(wave.sampleToRefTime(SAMPLE_RATE)).toBe(10_000_000);
  });

  it('the latency time is when the first frame not yet rendered plays', () => {
    const { wave } = makeSynth();
    wave.syncToMaster(7000, true);
    expect(wave.getLatencyTime()).toBe(7000);
    wave.render(new Float32Array(4800), 4800, 0);
    expect(wave.getLatencyTime()).toBe(7000 + 1_000_000);
  });

  it.each([KsState.stop, KsState.acquire, KsState.pause])('is silent in state %d, and time stands', (state) => {
    const { wave, engine } = makeSynth(state);
    const output = new Float32Array(65).fill(0.5);
    wave.render(output, 64, 0);
    expect([...output]).toEqual([...Array(64).fill(0), 0.5]);
    expect(engine.position).toBe(0);
  });

  it('is silent while the synth is not open', () => {
    const instance = new SynthInstance({});
    const wave = new SynthWaveStream(instance, new EventAllocator(), new ManualClock());
    bringTo(wave, KsState.run);
    const output = new Int16Array(64).fill(99);
    wave.render(output, 64, 0);
    expect(output.every((sample) => sample === 0)).toBe(true);
  });

  it('leaving run and coming back from stop begins at frame 0 without events', () => {
    const { wave, render, allocator, engine } = makeSynth();
    wave.render(new Float32Array(100), 100, 0);
    render.putMessage(kernelEvent(allocator, [CONTROL_CHANGE, 7, 1], { presentationTime: 10_000_000 }));
    for (const state of [KsState.pause, KsState.run]) wave.setState(state);
    expect([engine.position, engine.queuedEvents]).toEqual([100, 1]);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) wave.setState(state);
    expect([engine.position, engine.queuedEvents]).toEqual([0, 0]);
  });

  it('each entry into run begins to count anew', () => {
    const { wave, engine } = makeSynth();
    engine.counters.lostNotes = 3;
    for (const state of [KsState.pause, KsState.run]) wave.setState(state);
    expect(engine.counters.lostNotes).toBe(0);
  });
});
