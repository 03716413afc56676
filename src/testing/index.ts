/**
 * Conformance suites for implementations of one's own, in Vitest, node:test, or any runner that has `describe` and
 * `it`: what the contracts of `dmus/ddi` promise, as tests.
 */
export { ConformanceFailure } from './assertions.ts';
export { describeMiniport } from './describe-miniport.ts';
export { describeSynth } from './describe-synth.ts';
export { describeWaveSink } from './describe-wave-sink.ts';
export { LeakDetector, type LeakDetectorOptions } from './leak-detector.ts';
export type { MakeMiniport, MiniportSuiteOptions } from './miniport/options.ts';
export type { ConformanceRunner, RunnerContext, RunnerTest, SuiteOptions, SuiteSkip } from './runner.ts';
export type { MakeSynth, SynthSuiteOptions } from './synth/synth-rig.ts';
export type { MakeWaveSink, WaveSinkSuiteOptions } from './wave-sink/sink-rig.ts';
