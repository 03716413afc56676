import { TICKS_PER_SECOND } from '../../clock/reference-time.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { expectBetween, expectEqual, expectReturn, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_ON, peakOf } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { makeEvent, STATE_NAMES } from './events.ts';
import { SoundingSynth } from './sounding.ts';

/** Frames that a sound may take to be heard. */
const ONSET_FRAMES = 512;
const RENDERED_FRAMES = 4096;
/** Frames at which a conversion is looked at. */
const FRAMES = [0, 1, 7, 441, 4410, 44_100, 1_000_000, 44_100 * 3600] as const;
/** Ticks by which a conversion may be off: the native one goes in steps of 0.1 ms. */
const MOST_TICKS_OFF = 1000;
/** Until the stream is in time, with a hundredth of the drift at a time. */
const SYNCHRONIZATIONS = 2000;
const MILLISECOND = 10_000;

/** Sound of a software synth, pulled by the port driver's wave sink. */
export const WAVE_CASES: SuiteGroup<MiniportBench> = suiteGroup('a wave stream', (test) => {
  for (const [name, state] of STATE_NAMES.filter((each) => each[1] !== KsState.run)) {
    test(`is silent in state ${name}`, (bench) => {
      const synth = new SoundingSynth(bench);
      synth.wave.moveTo(state);
      const output = synth.renderInto(new Float32Array(256 * synth.channelCount).fill(0.5), 256);
      expectEqual('highest magnitude', peakOf(output), 0, 'of full scale');
    });
  }

  test('is silent in run when nothing was played', (bench) => {
    const synth = new SoundingSynth(bench).run();
    const output = synth.renderInto(new Float32Array(256 * synth.channelCount).fill(0.5), 256);
    expectEqual('highest magnitude', peakOf(output), 0, 'of full scale');
  });

  test('fills the frames that it is asked for, and no more', (bench) => {
    const synth = new SoundingSynth(bench).run();
    const output = synth.renderInto(new Float32Array(300 * synth.channelCount).fill(0.5), 256);
    const rest = output.subarray(256 * synth.channelCount);
    expectThat(
      'samples behind the last frame',
      rest.every((sample) => sample === 0.5),
      'left as they were',
    );
    expectReturn('rendering no frame', () => synth.renderInto(output, 0));
  });

  test('sounds a note at the frame that its stamp means, and not before', (bench) => {
    const synth = new SoundingSynth(bench).prepare().run().playAt(1000);
    const output = synth.renderBlocks(RENDERED_FRAMES, [RENDERED_FRAMES]);
    const first = Math.floor(output.findIndex((sample) => sample !== 0) / synth.channelCount);
    expectBetween('first frame that sounds', first, 1000 - Math.ceil(synth.sampleRate / 10_000), 1000 + ONSET_FRAMES);
  });

  test('sounds the same however it is cut into blocks', async (bench) => {
    const whole = new SoundingSynth(bench).prepare().run().playAt(100).playAt(1777);
    const expected = whole.renderBlocks(RENDERED_FRAMES, [RENDERED_FRAMES]);
    for (const blockFrames of [[1, 2, 3, 5, 64, 127], [512], [441]]) {
      const cut = new SoundingSynth(await bench.createOther()).prepare().run().playAt(100).playAt(1777);
      const found = cut.renderBlocks(RENDERED_FRAMES, blockFrames);
      const at = expected.findIndex((sample, i) => sample !== found[i]);
      expectEqual(`first sample that differs with blocks of ${blockFrames.join(', ')} frames`, at, -1);
    }
    expectThat('the sound', peakOf(expected) > 0, 'heard');
  });

  test('sounds the same in floats and in 16-bit integers', async (bench) => {
    const synth = new SoundingSynth(bench).prepare().run().playAt(10);
    const floats = synth.renderInto(new Float32Array(1000 * synth.channelCount), 1000);
    const other = new SoundingSynth(await bench.createOther()).prepare().run().playAt(10);
    const integers = other.renderInto(new Int16Array(floats.length), 1000);
    floats.forEach((sample, i) => {
      const expected = Math.max(-32_767, Math.min(32_767, sample * 32_767));
      expectBetween(`sample ${i} as an integer`, integers[i]!, expected - 1, expected + 1, 'of 32767');
    });
  });

  test('is silent as soon as it leaves run, also in the middle of a note', (bench) => {
    const synth = new SoundingSynth(bench).prepare().run().playAt(0);
    expectThat('the note', peakOf(synth.renderBlocks(1024, [1024])) > 0, 'heard');
    synth.wave.moveTo(KsState.pause);
    expectEqual('highest magnitude in pause', peakOf(synth.renderBlocks(1024, [1024])), 0, 'of full scale');
  });

  test('forgets in stop what was to be played, and what sounded', (bench) => {
    const synth = new SoundingSynth(bench).prepare().run().playAt(0).playAt(2000);
    synth.renderBlocks(1024, [1024]);
    synth.render.moveTo(KsState.stop);
    synth.wave.moveTo(KsState.stop);
    synth.run();
    expectEqual('highest magnitude after stop', peakOf(synth.renderBlocks(4096, [512])), 0, 'of full scale');
    synth.playAt(5000);
    expectThat('a new note', peakOf(synth.renderBlocks(4096, [512])) > 0, 'heard');
  });

  test('gives back every event that is put into it', (bench) => {
    const { wave } = new SoundingSynth(bench).run();
    wave.put(makeEvent(wave.allocator, NOTE_ON));
    wave.put(null);
    wave.closeWithoutLeaks();
  });

  test('is tied by the first synchronization: frame 0 is due at its instant', (bench) => {
    const synth = new SoundingSynth(bench).run();
    const start = bench.clock.getTime();
    expectEqual('when frame 0 plays', synth.sink.sampleToRefTime(0), start, 'ticks of 100 ns');
    expectEqual('frame that plays at the start', synth.sink.refTimeToSample(start), 0);
    const second = synth.sink.sampleToRefTime(synth.sampleRate) - start;
    expectBetween('length of a second', second, TICKS_PER_SECOND - 1000, TICKS_PER_SECOND, 'ticks of 100 ns');
  });

  test('converts frames to instants and back without losing more than 0.1 ms', (bench) => {
    const { sink, sampleRate } = new SoundingSynth(bench).run();
    const mostFrames = Math.ceil(sampleRate / MILLISECOND);
    let previous = Number.NEGATIVE_INFINITY;
    for (const frame of FRAMES) {
      const referenceTime = sink.sampleToRefTime(frame);
      expectBetween(`instant of frame ${frame}`, referenceTime, previous, Number.POSITIVE_INFINITY, 'ticks');
      const back = sink.refTimeToSample(referenceTime);
      expectBetween(`frame ${frame} there and back`, back, frame - mostFrames, frame);
      previous = referenceTime;
    }
  });

  test('never runs backwards: later frames are later, later instants are later frames', (bench) => {
    const { sink } = new SoundingSynth(bench).run();
    const start = bench.clock.getTime();
    for (let i = 1; i < 2000; i++) {
      const ticks = sink.sampleToRefTime(i) - sink.sampleToRefTime(i - 1);
      expectBetween(`ticks from frame ${i - 1} to ${i}`, ticks, 0, Number.POSITIVE_INFINITY);
      const frames = sink.refTimeToSample(start + i * 97) - sink.refTimeToSample(start + (i - 1) * 97);
      expectBetween(`frames of step ${i}`, frames, 0, Number.POSITIVE_INFINITY);
    }
  });

  for (const [late, driftTicks] of [
    ['late', 10 * MILLISECOND],
    ['early', -10 * MILLISECOND],
  ] as const) {
    test(`takes out a fraction of the drift at a time when the device is ${late}`, (bench) => {
      const synth = new SoundingSynth(bench).run();
      const { sink, sampleRate } = synth;
      const start = bench.clock.getTime();
      const blockFrames = Math.ceil(sampleRate / 100);
      const limit = MOST_TICKS_OFF + Math.ceil(TICKS_PER_SECOND / sampleRate);
      let left = 0;
      for (let i = 1; i <= SYNCHRONIZATIONS; i++) {
        synth.renderBlocks(blockFrames, [blockFrames]);
        const heard = start + Math.round((i * blockFrames * TICKS_PER_SECOND) / sampleRate) + driftTicks;
        sink.syncToMaster(heard, false);
        left = sink.sampleToRefTime(i * blockFrames) - heard;
        const corrected = Math.abs(left + driftTicks);
        if (i === 1) expectBetween('first correction', corrected, 0, Math.abs(driftTicks) / 2, 'ticks of 100 ns');
      }
      expectBetween('drift that is left in the end', left, -limit, limit, 'ticks of 100 ns');
    });
  }
});
