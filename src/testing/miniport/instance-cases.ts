import { KsState } from '../../ddi/ks-state.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { expectEqual, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_ON, peakOf } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { makeEvent } from './events.ts';
import { SoundingSynth } from './sounding.ts';

/** Devices and pin instances that know nothing of each other. */
export const INSTANCE_CASES: SuiteGroup<MiniportBench> = suiteGroup('several at once', (test) => {
  test('two devices of one making hold each their own events', async (bench) => {
    const [pin] = bench.pinsOf(StreamType.midiRender);
    const streams = [bench, await bench.createOther()].map((each) => each.open(pin!).moveTo(KsState.pause));
    for (const stream of streams) stream.put(makeEvent(stream.allocator, NOTE_ON));
    const [first, second] = streams;
    first!.closeWithoutLeaks();
    second!.moveTo(KsState.run);
    second!.closeWithoutLeaks();
  });

  test('a note of one device is silent on another', async (bench) => {
    const sounding = new SoundingSynth(bench).prepare().run().playAt(0);
    const silent = new SoundingSynth(await bench.createOther()).prepare().run();
    expectThat('the device that plays', peakOf(sounding.renderBlocks(1024, [256])) > 0, 'heard');
    expectEqual('the other device', peakOf(silent.renderBlocks(1024, [256])), 0, 'of full scale');
  });

  test('a note of one pin instance is silent on another of the same device', (bench) => {
    const pins = [StreamType.midiRender, StreamType.waveSink].flatMap((type) => bench.pinsOf(type));
    const isSingle = pins.some(({ pinId }) => {
      const { maxFilterInstanceCount, maxGlobalInstanceCount } = bench.description.pins[pinId]!;
      return maxFilterInstanceCount === 1 || maxGlobalInstanceCount === 1;
    });
    if (isSingle) return;
    const sounding = new SoundingSynth(bench).prepare();
    const silent = new SoundingSynth(bench).prepare();
    sounding.run().playAt(0);
    silent.run();
    expectThat('the instance that plays', peakOf(sounding.renderBlocks(1024, [256])) > 0, 'heard');
    expectEqual('the other instance', peakOf(silent.renderBlocks(1024, [256])), 0, 'of full scale');
    sounding.render.closeWithoutLeaks();
    sounding.wave.closeWithoutLeaks();
    silent.playAt(2000);
    expectThat('the other instance, when the first is gone', peakOf(silent.renderBlocks(4096, [256])) > 0, 'heard');
  });
});
