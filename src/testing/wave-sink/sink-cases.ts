import { TICKS_PER_SECOND } from '../../clock/reference-time.ts';
import { expectBetween, expectCode, expectEqual, expectIdentical, expectReturn, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { rampAt, SINK_CHANNELS, SINK_SAMPLE_RATE, SINK_START_TIME, type SinkRig } from './sink-rig.ts';

/** Rate of conversions before the first activation. */
const UNCONFIGURED_SAMPLE_RATE = 22_050;
/** Most that a conversion there and back may come out early, in ticks: 0.5 ms; and late: half a frame. */
const MOST_EARLY_TICKS = 5000;
const MOST_LATE_TICKS = 1 + TICKS_PER_SECOND / SINK_SAMPLE_RATE / 2;
/** Most that the latency clock may be ahead of the master clock: 200 ms and what was driven too far. */
const MOST_LATENCY_TICKS = 2_000_000;
const FRAMES_OF_10_MS = SINK_SAMPLE_RATE / 100;

/** What a sink needs, in which order it complains, and what may be changed when. */
export const SINK_STATE_CASES: SuiteGroup<SinkRig> = suiteGroup('a sink and its parts', (test) => {
  test('complains of what is missing in this order: synth, output, master clock', (rig) => {
    const activate = () => rig.sink.activate(true);
    expectCode('activate with nothing', activate, 'DMUS_E_SYNTHNOTCONFIGURED');
    rig.giveSynth();
    expectCode('activate with a synth', activate, 'DMUS_E_DSOUND_NOT_SET');
    rig.giveOutput();
    expectCode('activate with synth and output', activate, 'DMUS_E_NO_MASTER_CLOCK');
    rig.giveClock();
    expectCode('activate with everything', activate, 'S_OK');
    expectCode('activate while active', activate, 'DMUS_E_SYNTHACTIVE');
  });

  test('complains of a missing synth before a missing output and a missing clock', (rig) => {
    rig.giveClock();
    expectCode('activate with a clock', () => rig.sink.activate(true), 'DMUS_E_SYNTHNOTCONFIGURED');
    rig.giveSynth();
    expectCode('activate with clock and synth', () => rig.sink.activate(true), 'DMUS_E_DSOUND_NOT_SET');
  });

  test('can be stopped in any state', (rig) => {
    expectReturn('activate(false) of a new sink', () => rig.sink.activate(false));
    rig.start();
    expectReturn('activate(false) while active', () => rig.sink.activate(false));
    expectReturn('activate(false) once more', () => rig.sink.activate(false));
  });

  test('can lose its synth while active, which it complains of before its being active', (rig) => {
    rig.start();
    expectReturn('init(null)', () => rig.sink.init(null));
    expectCode('activate', () => rig.sink.activate(true), 'DMUS_E_SYNTHNOTCONFIGURED');
  });

  test('takes a master clock in any state, and fails with E_POINTER without one', (rig) => {
    const without = () => rig.sink.setMasterClock(null as never);
    expectCode('setMasterClock without a clock', without, 'E_POINTER');
    rig.start();
    expectCode('setMasterClock without a clock, while active', without, 'E_POINTER');
    expectReturn('setMasterClock while active', () => rig.sink.setMasterClock(rig.masterClock));
  });

  test('takes an output only with a synth, and lets it go without', (rig) => {
    expectReturn('setOutput(null) without a synth', () => rig.sink.setOutput(null));
    expectCode('setOutput without a synth', () => rig.sink.setOutput(rig.output), 'DMUS_E_SYNTHNOTCONFIGURED');
    rig.giveSynth();
    expectReturn('setOutput with a synth', () => rig.sink.setOutput(rig.output));
  });

  test('does not change its output while active', (rig) => {
    rig.start();
    expectCode('setOutput(null) while active', () => rig.sink.setOutput(null), 'DMUS_E_SYNTHACTIVE');
    rig.sink.activate(false);
    expectReturn('setOutput(null) after that', () => rig.sink.setOutput(null));
    expectCode('activate without an output', () => rig.sink.activate(true), 'DMUS_E_DSOUND_NOT_SET');
  });

  test('wants two seconds of 16-bit sound for a buffer, in bytes', (rig) => {
    const size = () => rig.sink.getDesiredBufferSize();
    expectCode('getDesiredBufferSize without a synth', size, 'DMUS_E_SYNTHNOTCONFIGURED');
    rig.giveSynth().synth.isOpen = false;
    expectCode('getDesiredBufferSize with a closed synth', size, 'E_UNEXPECTED');
    rig.synth.isOpen = true;
    const expected = SINK_SAMPLE_RATE * SINK_CHANNELS * 2 * 2;
    expectEqual('getDesiredBufferSize', size(), expected, 'bytes');
    rig.start();
    expectEqual('getDesiredBufferSize while active', size(), expected, 'bytes');
  });

  test('has one latency clock from the beginning, which is not the master clock', (rig) => {
    const latencyClock = rig.sink.getLatencyClock();
    rig.start();
    expectIdentical('getLatencyClock', rig.sink.getLatencyClock(), latencyClock);
    expectThat('the latency clock', (latencyClock as object) !== rig.masterClock, 'another than the master clock');
  });

  test('knows no properties of foreign sets', ({ sink }) => {
    const set = '00000000-dead-4000-8000-000000000000';
    expectCode('getProperty', () => sink.getProperty(set, 0, new Uint8Array(4)), 'DMUS_E_UNKNOWN_PROPERTY');
    expectCode('setProperty', () => sink.setProperty(set, 0, new Uint8Array(4)), 'DMUS_E_UNKNOWN_PROPERTY');
  });
});

/** Frames and instants. */
export const SINK_TIME_CASES: SuiteGroup<SinkRig> = suiteGroup('the time of a sink', (test) => {
  test('counts 22,050 frames a second from instant 0 before it was ever active', ({ sink }) => {
    expectEqual('instant of frame 22,050', sink.sampleToRefTime(UNCONFIGURED_SAMPLE_RATE), TICKS_PER_SECOND, 'ticks');
    expectEqual('frame at one second', sink.refTimeToSample(TICKS_PER_SECOND), UNCONFIGURED_SAMPLE_RATE);
  });

  test('counts from its activation on: that is frame 0', (rig) => {
    const { sink } = rig.start();
    expectEqual('frame at the activation', sink.refTimeToSample(SINK_START_TIME), 0);
    expectEqual('instant of frame 0', sink.sampleToRefTime(0), SINK_START_TIME, 'ticks of 100 ns');
    const second = sink.sampleToRefTime(SINK_SAMPLE_RATE) - SINK_START_TIME;
    expectEqual('instant of the frame a second later', second, TICKS_PER_SECOND, 'ticks of 100 ns');
  });

  test('converts an instant to a frame and back with little loss', (rig) => {
    const { sink } = rig.start();
    for (let ticks = 0; ticks < 3 * TICKS_PER_SECOND; ticks += 77_777) {
      const back = sink.sampleToRefTime(sink.refTimeToSample(SINK_START_TIME + ticks)) - SINK_START_TIME;
      expectBetween(`${ticks} ticks there and back`, back, ticks - MOST_EARLY_TICKS, ticks + MOST_LATE_TICKS, 'ticks');
    }
  });

  test('converts later frames to later instants, and later instants to later frames', (rig) => {
    const { sink } = rig.start();
    for (let i = 1; i < 2000; i++) {
      const ticks = sink.sampleToRefTime(i) - sink.sampleToRefTime(i - 1);
      expectBetween(`ticks from frame ${i - 1} to ${i}`, ticks, 0, MOST_EARLY_TICKS);
      const frames =
        sink.refTimeToSample(SINK_START_TIME + i * 97) - sink.refTimeToSample(SINK_START_TIME + i * 97 - 97);
      expectBetween(`frames of step ${i}`, frames, 0, FRAMES_OF_10_MS);
    }
  });

  test('has a latency clock that tells time only while the sink is active', (rig) => {
    const read = () => rig.sink.getLatencyClock().getTime();
    expectCode('latency clock of a new sink', read, 'E_FAIL');
    rig.giveSynth().giveClock();
    expectCode('latency clock of a sink with synth and clock', read, 'E_FAIL');
    rig.start();
    expectCode('latency clock of an active sink', read, 'S_OK');
    rig.sink.activate(false);
    expectCode('latency clock of a stopped sink', read, 'E_FAIL');
  });

  test('has a latency clock above the master clock that follows what is rendered, and never goes back', async (rig) => {
    rig.start();
    const latencyClock = rig.sink.getLatencyClock();
    let previous = SINK_START_TIME;
    for (let i = 0; i < 20; i++) {
      await rig.drive(FRAMES_OF_10_MS);
      const now = rig.clock.getTime();
      const latencyTime = latencyClock.getTime();
      expectBetween('latency clock', latencyTime, previous, now + MOST_LATENCY_TICKS, 'ticks of 100 ns');
      expectThat('latency clock', latencyTime > now, `above the master clock at ${now}`, latencyTime);
      const lag = rig.sink.refTimeToSample(latencyTime) - renderedFrames(rig);
      expectBetween(
        'latency clock, from the end of what is rendered',
        lag,
        -FRAMES_OF_10_MS,
        FRAMES_OF_10_MS,
        'frames',
      );
      previous = latencyTime;
      rig.clock.advance(100_000);
    }
  });
});

/** Pulling. */
export const SINK_RENDER_CASES: SuiteGroup<SinkRig> = suiteGroup('the sound of a sink', (test) => {
  test('pulls frames in order from 0 on, without a gap or an overlap', async (rig) => {
    rig.start();
    for (const frameCount of [1, 100, 4096, 441]) {
      await rig.drive(frameCount);
      rig.clock.advance((frameCount * TICKS_PER_SECOND) / SINK_SAMPLE_RATE);
    }
    let next = 0;
    for (const { position, frameCount } of rig.synth.renders) {
      expectEqual('position of a render call', position, next, 'frames');
      expectThat('frames of a render call', frameCount > 0, 'at least one', frameCount);
      next += frameCount;
    }
    expectThat('frames pulled', next > 0, 'at least one', next);
  });

  test('hands to the output what the synth rendered, every frame once', async (rig) => {
    rig.start();
    for (const frameCount of [10, 1000, 3000]) {
      await rig.drive(frameCount);
      rig.clock.advance((frameCount * TICKS_PER_SECOND) / SINK_SAMPLE_RATE);
    }
    const { samples } = rig.output;
    expectThat('samples written', samples.length > 0, 'at least one');
    const wrong = samples.findIndex((sample, i) => sample !== rampAt(Math.floor(i / SINK_CHANNELS)));
    expectEqual('first sample that is not what the synth rendered', wrong, -1);
    expectBetween('frames written', samples.length / SINK_CHANNELS, 0, renderedFrames(rig), 'frames');
  });

  test('opens its output for floats of the synth’s rate and channels, and closes it when it is stopped', async (rig) => {
    rig.start();
    await rig.drive(100);
    rig.sink.activate(false);
    const { calls, formats } = rig.output;
    expectEqual('first call', calls[0], 'open');
    expectEqual('last call', calls.at(-1), 'close');
    expectEqual('openings', formats.length, 1);
    const { channelCount, sampleRate } = formats[0]!;
    expectEqual('format', { channelCount, sampleRate }, { channelCount: SINK_CHANNELS, sampleRate: SINK_SAMPLE_RATE });
  });

  test('pulls nothing while it is stopped, and begins at frame 0 when it is started again', async (rig) => {
    rig.start();
    await rig.drive(1000);
    rig.sink.activate(false);
    const before = rig.synth.renders.length;
    try {
      await rig.drive(1000);
    } catch {
      // A sink that is driven by hand may refuse.
    }
    expectEqual('render calls while stopped', rig.synth.renders.length - before, 0);
    rig.clock.advance(TICKS_PER_SECOND);
    rig.sink.activate(true);
    await rig.drive(1000);
    expectEqual('position of the first render call', rig.synth.renders[before]?.position, 0, 'frames');
    expectEqual('frame of the new start', rig.sink.refTimeToSample(SINK_START_TIME + TICKS_PER_SECOND), 0);
  });
});

function renderedFrames({ synth }: SinkRig): number {
  return synth.renders.reduce((sum, { frameCount }) => sum + frameCount, 0);
}
