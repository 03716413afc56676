import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { TICKS_PER_MILLISECOND } from '../../src/clock/reference-time.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import type { SynthSinkDMus } from '../../src/ddi/synth-sink-dmus.ts';
import { KsPort, MusicBuffer } from '../../src/index.ts';
import { KsFilterConnection } from '../../src/ks/in-process.ts';
import { SoftSynthMiniport } from '../../src/miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort, type WavePin } from '../../src/port-driver/index.ts';
import { CrystalRing } from '../fakes/crystal-ring.ts';
import { FakeOutput } from '../fakes/fake-output.ts';
import { flatWave, oneWaveCollection } from '../rig/bank.ts';
import { firstSound } from '../rig/compare.ts';
import { control, noteOn } from '../rig/midi.ts';
import { bringTo, MiniportRig } from '../rig/miniport-rig.ts';
import { OfflineRig } from '../rig/offline-rig.ts';
import { bringPinTo, FakeDriver } from './fake-pins.ts';

const START = 5_000_000;
const SAMPLE_RATE = 48_000;

describe('contract 11: the latency clock shows when the next frame to be rendered plays, and stamps alone make the order', () => {
  const COLLECTION = oneWaveCollection(flatWave());

  describe.each(['synth', 'kernel'] as const)('a port on the %s way', (kind) => {
    let rig: OfflineRig;
    beforeEach(() => {
      rig = new OfflineRig({ kind, collection: COLLECTION, params: { audioChannels: 1 } });
    });

    it('its latency clock follows what has been rendered', () => {
      const latencyClock = rig.port.getLatencyClock();
      for (const frameCount of [480, 1, 4799, 48_000]) {
        const before = latencyClock.getTime();
        rig.pump(frameCount);
        expect(Math.abs(latencyClock.getTime() - before - (frameCount * 10_000_000) / SAMPLE_RATE)).toBeLessThan(2);
      }
      // The master clock has stood still.
      expect(latencyClock.getTime()).toBeGreaterThan(0);
    });

    it('its latency clock is above the master clock from the start', () => {
      expect(rig.port.getLatencyClock().getTime()).toBeGreaterThan(0);
    });

    it('an event that is stamped with it plays on the very next frame', () => {
      rig.pump(5000);
      rig.playAt([{ referenceTime: rig.port.getLatencyClock().getTime(), message: noteOn(60) }]);
      expect(firstSound(rig.render(64))).toBe(0);
    });

    it('so does an event for now, and one that is late', () => {
      for (const frame of [0, 10]) {
        const late = new OfflineRig({ kind, collection: COLLECTION, params: { audioChannels: 1 } });
        late.pump(5000);
        late.play([{ frame, message: noteOn(60) }]);
        expect(firstSound(late.render(64))).toBe(0);
      }
    });

    it('what was handed over cannot be taken back', () => {
      const buffer = new MusicBuffer({ byteLength: 64 });
      buffer.packStructured(rig.stampOf(300), 1, noteOn(60));
      rig.port.playBuffer(buffer);
      buffer.getRawBuffer().fill(0);
      buffer.flush();
      rig.port.playBuffer(buffer);
      rig.play([{ frame: 400, message: control(11, 127) }]);
      expect(firstSound(rig.render(512))).toBe(300);
    });

    it('events act in the order of their stamps, whatever the order they are handed over in', () => {
      const [loud, soft] = [127, 64].map((value) => control(7, value));
      rig.play([loud!, noteOn(60)].map((message) => ({ frame: 0, message })));
      rig.play([{ frame: 3000, message: soft! }]);
      rig.play([
        { frame: 2000, message: loud! },
        { frame: 1000, message: soft! },
      ]);
      const samples = rig.render(4000);
      const isLoud = [990, 1990, 2990, 3990].map((frame) => samples[frame]! > 0.9 * samples[2990]!);
      expect(isLoud).toEqual([true, false, true, false]);
    });
  });

  it('the sequencer orders by stamps across packets, equal stamps by arrival', () => {
    const driver = new FakeDriver();
    const pin = driver.openRender(0);
    bringPinTo(pin, KsState.run);
    driver.write(pin, [9000, 5000, 7000]);
    driver.write(pin, [5000, 2000]);
    driver.clock.moveTo(10_000);
    driver.port.service();
    const seen = driver.miniport.messageStreams[0]!.seen;
    expect(seen.map(({ presentationTime, bytes }) => [presentationTime, bytes[1]])).toEqual([
      [2000, 1],
      [5000, 1],
      [5000, 0],
      [7000, 2],
      [9000, 0],
    ]);
  });

  describe('on a device that plays by itself', () => {
    let clock: ManualClock;
    let ring: CrystalRing;
    let connection: KsFilterConnection;
    let port: KsPort;
    beforeEach(() => {
      clock = new ManualClock(START);
      ring = new CrystalRing();
      const driver = new DMusPort({ masterClock: clock });
      driver.init(new SoftSynthMiniport());
      connection = new KsFilterConnection({ port: driver, createOutput: () => ring });
      port = new KsPort({ connection, params: { sampleRate: SAMPLE_RATE } });
      port.activate(true);
    });

    it('it is above the master clock, and moves with it', () => {
      for (let i = 0; i < 200; i++) {
        const aheadTicks = port.getLatencyClock().getTime() - clock.getTime();
        expect(aheadTicks).toBeGreaterThan(40 * TICKS_PER_MILLISECOND);
        expect(aheadTicks).toBeLessThan(80 * TICKS_PER_MILLISECOND);
        clock.advance(10 * TICKS_PER_MILLISECOND);
        ring.pass(10);
        connection.pump(0);
      }
    });

    it('it stays above the master clock while nobody serves the device', () => {
      for (let i = 0; i < 40; i++) {
        clock.advance(10 * TICKS_PER_MILLISECOND);
        ring.pass(10);
        expect(port.getLatencyClock().getTime()).toBeGreaterThan(clock.getTime());
      }
    });
  });

  it('the wave sink’s own is above the master clock even when nobody serves it', () => {
    const driver = new FakeDriver();
    const { waveSink } = driver.openWave(new CrystalRing({ ringFrames: 100 }));
    for (const state of [KsState.acquire, KsState.pause, KsState.run]) waveSink.setState(state);
    for (let i = 0; i < 20; i++) {
      driver.clock.advance(10 * TICKS_PER_MILLISECOND);
      expect(waveSink.getLatencyTime()).toBeGreaterThan(driver.clock.getTime());
    }
  });
});

describe('contract 12: the sample clock follows the device by fractions of what it is off, from one start for each run', () => {
  describe('the clock of a stream', () => {
    let wave: SynthSinkDMus;
    let position: number;
    beforeEach(() => {
      wave = new MiniportRig().openWave();
      bringTo(wave, KsState.run);
      wave.syncToMaster(START, true);
      position = 0;
      observe(0, 100);
    });

    const nominalTime = (frame: number): number => START + (frame * 10_000_000) / SAMPLE_RATE;

    /** Renders blocks of 10 ms, each of which is seen to end later than it should. */
    function observe(offTicks: number, count: number): void {
      for (let i = 0; i < count; i++) {
        wave.render(new Float32Array(480), 480, position);
        position += 480;
        wave.syncToMaster(nominalTime(position) + offTicks, false);
      }
    }

    it('is tied to the master clock by the start', () => {
      expect(wave.sampleToRefTime(0)).toBe(START);
      expect(wave.refTimeToSample(START + 10_000_000)).toBe(SAMPLE_RATE);
    });

    it.each([20_000, -20_000])('corrects a part of an error of %d ticks at once, and never jumps', (offTicks) => {
      const before = wave.sampleToRefTime(position);
      wave.syncToMaster(before + offTicks, false);
      expect(Math.abs(wave.sampleToRefTime(position) - before)).toBeLessThan(2);
      const share = (wave.sampleToRefTime(position + SAMPLE_RATE) - nominalTime(position + SAMPLE_RATE)) / offTicks;
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThan(0.25);
    });

    it.each([20_000, -20_000])('follows an error of %d ticks that stays until nothing is left of it', (offTicks) => {
      observe(offTicks, 10);
      const early = (wave.sampleToRefTime(position) - nominalTime(position)) / offTicks;
      observe(offTicks, 3000);
      const late = (wave.sampleToRefTime(position) - nominalTime(position)) / offTicks;
      expect(early).toBeGreaterThan(0);
      expect(early).toBeLessThan(0.75);
      expect(Math.abs(late - 1)).toBeLessThan(0.05);
    });
  });

  describe('the wave sink', () => {
    let driver: FakeDriver;
    const starts = (): boolean[] => driver.miniport.waveStreams[0]!.syncs.map(({ start }) => start);
    beforeEach(() => {
      driver = new FakeDriver();
    });

    function pass(pin: WavePin, ring: CrystalRing, milliseconds: number): void {
      driver.clock.advance(milliseconds * TICKS_PER_MILLISECOND);
      ring.pass(milliseconds);
      pin.service(driver.clock.getTime());
    }

    it('says "start" in the first call after each entry into run, and in no other', () => {
      const ring = new CrystalRing({ ringFrames: 100 });
      const pin = driver.openWave(ring);
      bringPinTo(pin, KsState.pause);
      pass(pin, ring, 10);
      expect(starts()).toEqual([]);
      bringPinTo(pin, KsState.run);
      for (let i = 0; i < 3; i++) pass(pin, ring, 10);
      expect(starts()).toEqual([true, false, false, false]);
      bringPinTo(pin, KsState.pause);
      pass(pin, ring, 10);
      bringPinTo(pin, KsState.run);
      pass(pin, ring, 10);
      bringPinTo(pin, KsState.stop);
      bringPinTo(pin, KsState.run);
      expect(starts().slice(4)).toEqual([true, false, true]);
    });

    it('says so as well where an output takes what is pumped', () => {
      const pin = driver.openWave(new FakeOutput());
      bringPinTo(pin, KsState.run);
      driver.port.pump(100);
      pin.waveSink.synchronize(driver.clock.getTime());
      driver.port.pump(100);
      bringPinTo(pin, KsState.pause);
      bringPinTo(pin, KsState.run);
      expect(starts()).toEqual([true, false, true]);
    });

    it('renders in two calls where the ring wraps, without a gap and without leaving the ring', () => {
      const ring = new CrystalRing({ ringFrames: 100, isRecording: true });
      const pin = driver.openWave(ring);
      bringPinTo(pin, KsState.run);
      for (let i = 0; i < 20; i++) pass(pin, ring, 30);
      const { renders } = driver.miniport.waveStreams[0]!;
      expect(renders.slice(1, 4)).toEqual([
        { position: 60, frameCount: 30 },
        { position: 90, frameCount: 10 },
        { position: 100, frameCount: 20 },
      ]);
      for (const { position, frameCount } of renders) expect((position % 100) + frameCount).toBeLessThanOrEqual(100);
      expect(ring.heard).toEqual(Array.from({ length: 600 }, (_, frame) => frame));
    });
  });
});
