/** The software synth: `dmus/synth`. */
export { EnginePort, type SynthOptions } from './engine-port.ts';
export { INTERPOLATION_QUALITIES, type InterpolationQuality } from './kernel/interpolation-tables.ts';
export type { Kernel } from './kernel/kernel.ts';
export { createReferenceKernel } from './kernel/reference-kernel.ts';
export { createWasmKernel } from './kernel/wasm-kernel.ts';
export type { RuleSetName } from './rules.ts';
export { SoftwareSynth } from './software-synth.ts';
export { SynthCounters } from './statistics.ts';
export type { VoiceShare } from './voice-share.ts';
