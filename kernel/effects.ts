// What the sends are for.

import { HEADER_ADDRESS, HEADER_EFFECTS, HEADER_OUTPUT, RUN_FRAMES } from '../src/synth/kernel/layout';
import { EFFECTS_CHORUS_FRAMES, EFFECTS_REVERB_FRAMES } from '../src/synth/kernel/effects-layout';
import { thicken } from './chorus';
import { reverberate } from './reverb';

const BUS_BYTES: usize = RUN_FRAMES * 4;

/** See `Kernel.applyEffects`. */
export function applyEffects(from: u32, end: u32): void {
  const effects = <usize>load<u32>(HEADER_ADDRESS, HEADER_EFFECTS);
  if (effects == 0) return;
  const left = <usize>load<u32>(HEADER_ADDRESS, HEADER_OUTPUT) + (<usize>from << 2);
  const right = left + BUS_BYTES;
  const frames = end - from;
  if (load<u32>(effects, EFFECTS_REVERB_FRAMES) != 0) reverberate(effects, left + 2 * BUS_BYTES, left, right, frames);
  if (load<u32>(effects, EFFECTS_CHORUS_FRAMES) != 0) thicken(effects, left + 3 * BUS_BYTES, left, right, frames);
}
