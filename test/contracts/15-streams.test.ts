import { describe, expect, it } from 'vitest';
import { KsState } from '../../src/ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../../src/ddi/miniport-dmus.ts';
import { SynthProperty } from '../../src/ddi/property-request.ts';
import { peakOf } from '../rig/compare.ts';
import { noteOn } from '../rig/midi.ts';
import { bringPinTo, FakeDriver } from './fake-pins.ts';
import { KernelSynth, TO_RUN, VirtualSynth } from './kernel-synth.ts';

const ONE_HOUR = 36_000_000_000;

describe('contract 15: a message stream and a wave stream are two halves of one synth, and a synth sequences by itself', () => {
  it('messages of one half sound in the other, and in no other synth', () => {
    const device = new KernelSynth();
    const [first, second] = [device.openVirtualSynth(), device.openVirtualSynth()];
    for (const synth of [first, second]) synth.loadFlatSound();
    second.play(noteOn(60));
    expect([peakOf(first.render()), peakOf(second.render()) > 0]).toEqual([0, true]);
    first.play(noteOn(60));
    expect(peakOf(first.render())).toBeGreaterThan(0);
  });

  it('properties are the same through either half, and others’ are others’', () => {
    const device = new KernelSynth();
    const [first, second] = [device.openVirtualSynth({ channelGroups: 3 }), device.openVirtualSynth()];
    expect(first.set(SynthProperty.volume, -700, undefined, first.wavePin)).toBe('STATUS_SUCCESS');
    const { volume, channelGroups } = SynthProperty;
    for (const pin of [first.musicPin, first.wavePin]) {
      expect([first.getNumber(volume, pin), first.getNumber(channelGroups, pin)]).toEqual([-700, 3]);
    }
    expect([second.getNumber(volume), second.getNumber(channelGroups)]).toEqual([0, 2]);
  });

  it.each([
    ['message half', true],
    ['wave half', false],
  ])('the %s may come first', (_, isMusicFirst) => {
    const device = new KernelSynth();
    const open = [() => device.openMusicPin(), () => device.openWavePin()];
    const opened = (isMusicFirst ? open : open.toReversed()).map((each) => each());
    const [musicPin, wavePin] = isMusicFirst ? opened : opened.toReversed();
    const synth = new VirtualSynth(device.connection, musicPin!);
    synth.attachWave(wavePin!, device.lastOutput);
    synth.move(TO_RUN);
    synth.loadFlatSound();
    synth.play(noteOn(60));
    expect(peakOf(synth.render())).toBeGreaterThan(0);
  });

  it('a new half joins the first synth that lacks it', () => {
    const device = new KernelSynth();
    const musicPins = [device.openMusicPin(), device.openMusicPin()];
    const synths = musicPins.map((pin) => {
      const synth = new VirtualSynth(device.connection, pin);
      synth.attachWave(device.openWavePin(), device.lastOutput);
      synth.move(TO_RUN);
      return synth;
    });
    synths[1]!.loadFlatSound();
    synths[1]!.play(noteOn(60));
    expect(synths.map((synth) => peakOf(synth.render()) > 0)).toEqual([false, true]);
    device.connection.closePin(synths[0]!.musicPin);
    const heir = new VirtualSynth(device.connection, device.openMusicPin());
    heir.attachWave(synths[0]!.wavePin, device.lastOutput);
    expect(heir.set(SynthProperty.volume, -123)).toBe('STATUS_SUCCESS');
    expect(heir.getNumber(SynthProperty.volume, synths[0]!.wavePin)).toBe(-123);
  });

  it('a synth answers for its downloads until both halves are closed', () => {
    const device = new KernelSynth();
    const synth = device.openVirtualSynth();
    const { wave } = synth.loadFlatSound();
    expect(synth.unload(wave)).toBe('STATUS_PENDING');
    device.connection.closePin(synth.wavePin);
    expect(synth.getNumber(SynthProperty.channelGroups)).toBe(2);
    expect(synth.completions).toEqual([]);
  });

  it('the software synth wants its events not to be held', () => {
    const device = new KernelSynth();
    const schedulePreFetches: number[] = [];
    const newStream = device.miniport.newStream.bind(device.miniport);
    device.miniport.newStream = (request) => {
      const result = newStream(request);
      schedulePreFetches.push(result.schedulePreFetch);
      return result;
    };
    device.openVirtualSynth();
    expect(schedulePreFetches).toContain(DONT_HOLD_FOR_SEQUENCING);
  });

  it('with that prefetch events bypass the sequencer: at once, and as they come', () => {
    const driver = new FakeDriver();
    const pin = driver.openRender(DONT_HOLD_FOR_SEQUENCING);
    bringPinTo(pin, KsState.run);
    driver.write(pin, [ONE_HOUR, 0, 2 * ONE_HOUR, 5]);
    const stamps = driver.miniport.messageStreams[0]!.seen.map(({ presentationTime }) => presentationTime);
    expect(stamps).toEqual([ONE_HOUR, 0, 2 * ONE_HOUR, 5]);
    expect([pin.sequencer.heldCount, pin.nextServiceTime]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  it('with any other prefetch they are held until they are so near, however large it is', () => {
    const driver = new FakeDriver();
    const pin = driver.openRender(ONE_HOUR);
    bringPinTo(pin, KsState.run);
    driver.write(pin, [3 * ONE_HOUR]);
    const { seen } = driver.miniport.messageStreams[0]!;
    driver.clock.moveTo(2 * ONE_HOUR - 1);
    driver.port.service();
    expect(seen).toEqual([]);
    driver.clock.advance(1);
    driver.port.service();
    expect(seen).toHaveLength(1);
  });
});
