/** The software synth as a miniport. `dmus/miniports/soft-synth`. */
export { SOFT_SYNTH_DESCRIPTION, SoftSynthPin, SYNTH_NODE } from './description.ts';
export type { PatchSource, PatchTarget } from './patch-source.ts';
export { SoftSynthMiniport, type SoftSynthOptions } from './soft-synth-miniport.ts';
