/**
 * The wave sink, the soft synth's wave stream and the phase-locked loop in it, on a simulated device with a crystal of
 * its own. The judge is where the device really is: by the stream's clock, the frame that plays must play now.
 *
 * 240 seeds have been run once, 60 for each step, at ±500 ppm and between, ±5 ms, wake-ups late by up to 8 ms. The worst
 * that was seen, in ms:
 *
 * | steps, frames | 5 to 10 s | 10 to 40 s | 3 s after a stall of 0.5 s | 5 s after one of 3 s | 3 s after an underrun |
 * |---|---|---|---|---|---|
 * | 1 | 0.77 | 0.55 | 0.51 | 0.49 | 0.62 |
 * | 128 | 0.80 | 0.49 | 0.59 | 0.52 | 0.68 |
 * | 240 | 0.85 | 0.67 | 0.63 | 0.66 | 0.69 |
 * | 480 | 1.16 | 1.06 | 0.74 | 0.75 | 0.90 |
 */
import { describe, expect, it } from 'vitest';
import { MiniportRig, waveFormat } from './rig/miniport-rig.ts';
import { RingRig, type RingRigOptions } from './rig/ring-rig.ts';

const FORMAT = waveFormat(1, 48_000);

function makeRig(seed: number, device: RingRigOptions['device']): RingRig {
  const stream = new MiniportRig().openWave(FORMAT);
  return new RingRig({
    stream,
    format: FORMAT.waveFormat!,
    seed,
    device: { jitterMs: 5, startDelayMs: 23, ...device },
  });
}

/** A device of each kind that there is, at both ends of what a crystal may do. */
const DEVICES = [
  { seed: 1, deviationPpm: 500, stepFrames: 1 },
  { seed: 2, deviationPpm: -500, stepFrames: 1 },
  { seed: 3, deviationPpm: -120, stepFrames: 128 },
  { seed: 4, deviationPpm: 500, stepFrames: 128 },
  { seed: 5, deviationPpm: -500, stepFrames: 240 },
  { seed: 6, deviationPpm: 0, stepFrames: 240 },
];

describe.each(DEVICES)('$deviationPpm ppm, ±5 ms, steps of $stepFrames frames', ({ seed, ...device }) => {
  it('stays within 1 ms of the master clock after 5 s, and nothing ever runs backwards', () => {
    const rig = makeRig(seed, device);
    rig.pass(5000);
    rig.forget();
    rig.pass(55_000);
    expect(rig.worstErrorMs).toBeLessThan(1);
    expect(rig.sink.underrunCount).toBe(0);
    expect([...rig.backwards]).toEqual([]);
  });

  it.each([
    [3, 500],
    [5, 3000],
  ])('is back within 1 ms %d s after a stall of %d ms', (settlingSeconds, stallMs) => {
    const rig = makeRig(seed, device);
    rig.pass(15_000);
    rig.device.isStalled = true;
    const { position } = rig.sink;
    rig.pass(stallMs);
    expect(rig.sink.position - position).toBeLessThan(48 * 70);
    rig.device.isStalled = false;
    rig.pass(settlingSeconds * 1000);
    rig.forget();
    rig.pass(15_000);
    expect(rig.worstErrorMs).toBeLessThan(1);
    expect([...rig.backwards]).toEqual([]);
  });

  it('is back within 1 ms 3 s after an underrun', () => {
    const rig = makeRig(seed, device);
    rig.pass(15_000);
    rig.isAsleep = true;
    rig.pass(300);
    rig.isAsleep = false;
    rig.pass(3000);
    rig.forget();
    rig.pass(10_000);
    expect(rig.sink.underrunCount).toBe(1);
    expect(rig.worstErrorMs).toBeLessThan(1);
    expect([...rig.backwards]).toEqual([]);
  });
});

describe('the phase-locked loop on a device', () => {
  it('is needed: by the nominal clock the same device is 30 ms away after a minute', () => {
    const rig = makeRig(1, { deviationPpm: -500, jitterMs: 0, startDelayMs: 0 });
    rig.pass(60_000);
    expect(rig.device.played / 48 - 60_000).toBeCloseTo(-30, 3);
    expect(Math.abs(rig.errorMs)).toBeLessThan(0.1);
  });

  it('is exact to 0.1 ms where the device is read exactly', () => {
    const rig = makeRig(1, { deviationPpm: 321, jitterMs: 0, startDelayMs: 40 });
    rig.pass(6000);
    rig.forget();
    rig.pass(20_000);
    expect(rig.worstErrorMs).toBeLessThan(0.1);
  });

  it('keeps a device that counts in steps of 10 ms within 1.5 ms', () => {
    const rig = makeRig(8, { deviationPpm: -300, stepFrames: 480 });
    rig.pass(10_000);
    rig.forget();
    rig.pass(40_000);
    expect(rig.worstErrorMs).toBeLessThan(1.5);
    expect([...rig.backwards]).toEqual([]);
  });

  it('forgets the stall when the stream is started again', () => {
    const rig = makeRig(1, { jitterMs: 0 });
    rig.device.isStalled = true;
    rig.pass(2000);
    rig.device.isStalled = false;
    rig.restart();
    const frame = rig.sink.position;
    expect(rig.stream.sampleToRefTime(frame) - rig.clock.getTime()).toBeCloseTo(600_000, -3);
  });
});
