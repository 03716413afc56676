import { describe, expect, it } from 'vitest';
import { Channel, DRUM_CHANNEL } from './channel.ts';

/** Selects a registered parameter. */
function select(channel: Channel, parameter: number): void {
  channel.selectParameter(parameter >> 7, true);
  channel.selectParameter(parameter & 0x7f, false);
}

describe('Channel', () => {
  it('begins with the volumes, pan and ranges of the specification', () => {
    const { controllers, pitchWheel, bendRangeCents, fineTuneCents, coarseTuneCents, patch } = new Channel(0);
    expect([controllers[7], controllers[10], controllers[11], controllers[1], controllers[64]]).toEqual([
      100, 64, 127, 0, 0,
    ]);
    expect([pitchWheel, bendRangeCents, fineTuneCents, coarseTuneCents, patch]).toEqual([8192, 200, 0, 0, 0]);
  });

  it('channel 10 plays drums', () => {
    expect(DRUM_CHANNEL).toBe(9);
    expect(new Channel(DRUM_CHANNEL).patch).toBe(0x80000000);
    expect(Array.from({ length: 16 }, (_, i) => new Channel(i).isDrums).indexOf(true)).toBe(9);
  });

  it('voices matter in the order of channels 10, 1 to 9, 11 to 16', () => {
    const order = Array.from({ length: 16 }, (_, i) => i).sort(
      (a, b) => new Channel(b).priority - new Channel(a).priority,
    );
    expect(order).toEqual([9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15]);
    expect(new Channel(0).priority).toBe(0x8000000e);
  });

  it('a program change latches the banks, which alone change nothing', () => {
    const channel = new Channel(0);
    channel.selectProgram(5);
    channel.controllers[0] = 121;
    channel.controllers[32] = 3;
    expect(channel.patch).toBe(5);
    channel.selectProgram(6);
    expect(channel.patch).toBe((121 << 16) | (3 << 8) | 6);
  });

  it('drum kits have the drum bit and stay unsigned', () => {
    const channel = new Channel(DRUM_CHANNEL);
    channel.selectProgram(40);
    expect(channel.patch).toBe(0x80000000 + 40);
  });

  it('data entry does nothing before a parameter is selected', () => {
    const channel = new Channel(0);
    expect(channel.enterData(12, true)).toBe(false);
    expect(channel.enterData(12, false)).toBe(false);
    expect(channel.bendRangeCents).toBe(200);
  });

  it.each([
    [0, 12, 0, 1200],
    [0, 0, 50, 50],
    [0, 2, 127, 299],
    [0, 127, 0, 12700],
  ])('parameter %i with %i, %i is a bend range in semitones and cents', (parameter, coarse, fine, cents) => {
    const channel = new Channel(0);
    select(channel, parameter);
    expect(channel.enterData(coarse, true)).toBe(true);
    expect(channel.enterData(fine, false)).toBe(true);
    expect(channel.bendRangeCents).toBe(cents);
  });

  it('parameter 1 is a fine tuning of 14 bits, −100 to almost 100 cents', () => {
    const channel = new Channel(0);
    select(channel, 1);
    channel.enterData(0, true);
    expect(channel.fineTuneCents).toBe(-100);
    channel.enterData(127, true);
    channel.enterData(127, false);
    expect(channel.fineTuneCents).toBeCloseTo((100 * 8191) / 8192, 12);
  });

  it('parameter 2 is a coarse tuning in semitones, whose fine part means nothing', () => {
    const channel = new Channel(0);
    select(channel, 2);
    channel.enterData(60, true);
    channel.enterData(99, false);
    expect(channel.coarseTuneCents).toBe(-400);
  });

  it('a coarse value ends the fine value before it', () => {
    const channel = new Channel(0);
    select(channel, 0);
    channel.enterData(2, true);
    channel.enterData(50, false);
    channel.enterData(3, true);
    expect(channel.bendRangeCents).toBe(300);
  });

  it('a fine value alone joins the coarse value of its own parameter', () => {
    const channel = new Channel(0);
    select(channel, 2);
    channel.enterData(70, true);
    select(channel, 0);
    channel.enterData(50, false);
    expect(channel.bendRangeCents).toBe(250);
    select(channel, 1);
    channel.enterData(64, false);
    expect(channel.fineTuneCents).toBeCloseTo((64 * 100) / 8192, 12);
  });

  it('values meant for another or no parameter leave nothing behind', () => {
    const channel = new Channel(0);
    channel.selectNoParameter();
    channel.enterData(99, true);
    select(channel, 5);
    channel.enterData(98, true);
    select(channel, 0);
    channel.enterData(10, false);
    expect(channel.bendRangeCents).toBe(210);
  });

  it('the two halves of a parameter number come in either order', () => {
    const channel = new Channel(0);
    channel.selectParameter(2, false);
    channel.selectParameter(0, true);
    channel.enterData(65, true);
    expect(channel.coarseTuneCents).toBe(100);
  });

  it.each([
    [127, 127],
    [0, 127],
    [127, 0],
    [1, 0],
  ])('parameter %i, %i takes no data', (coarse, fine) => {
    const channel = new Channel(0);
    channel.selectParameter(coarse, true);
    channel.selectParameter(fine, false);
    expect(channel.enterData(12, true)).toBe(false);
    expect([channel.bendRangeCents, channel.fineTuneCents, channel.coarseTuneCents]).toEqual([200, 0, 0]);
  });

  it('CC 121 sets back wheels, pressures, pedals, expression and the selected parameter', () => {
    const channel = new Channel(0);
    for (const controller of [1, 11, 64, 65, 66, 67]) channel.controllers[controller] = 77;
    channel.pressure = 5;
    channel.polyPressure[60] = 6;
    channel.pitchWheel = 0;
    channel.isSustained = true;
    select(channel, 0);
    channel.resetControllers();
    expect([1, 11, 64, 65, 66, 67].map((controller) => channel.controllers[controller])).toEqual([0, 127, 0, 0, 0, 0]);
    expect([channel.pressure, channel.polyPressure[60], channel.pitchWheel]).toEqual([0, 0, 8192]);
    expect(channel.isSustained).toBe(false);
    expect(channel.enterData(12, true)).toBe(false);
  });

  it('CC 121 leaves volume, pan, effects, banks, program, ranges and tunings', () => {
    const channel = new Channel(0);
    const kept = [0, 7, 10, 32, 91, 93];
    for (const controller of kept) channel.controllers[controller] = 33;
    channel.selectProgram(9);
    select(channel, 0);
    channel.enterData(7, true);
    select(channel, 1);
    channel.enterData(32, true);
    select(channel, 2);
    channel.enterData(63, true);
    const { patch } = channel;
    channel.resetControllers();
    expect(kept.map((controller) => channel.controllers[controller])).toEqual(kept.map(() => 33));
    expect(channel.patch).toBe(patch);
    expect([channel.bendRangeCents, channel.fineTuneCents, channel.coarseTuneCents]).toEqual([700, -50, -100]);
  });
});
