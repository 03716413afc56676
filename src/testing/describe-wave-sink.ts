import { registerSuite } from './runner.ts';
import { SINK_RENDER_CASES, SINK_STATE_CASES, SINK_TIME_CASES } from './wave-sink/sink-cases.ts';
import { type MakeWaveSink, SinkRig, type WaveSinkSuiteOptions } from './wave-sink/sink-rig.ts';

/**
 * The conformance suite of `DirectMusicSynthSink`, the sink of the user-mode way. `make` gives a new sink, with nothing
 * set, for every test; synth, output and master clock are the suite's.
 *
 * @throws RangeError for a skip without a reason, or one that names a test there is not.
 */
export function describeWaveSink(make: MakeWaveSink, options: WaveSinkSuiteOptions): void {
  registerSuite(
    {
      name: 'DirectMusicSynthSink',
      groups: [SINK_STATE_CASES, SINK_TIME_CASES, SINK_RENDER_CASES],
      create: () => SinkRig.create(make, options),
      dispose: (rig) => rig.dispose(),
    },
    options,
  );
}
