import type { CapturePin } from './capture-pin.ts';
import type { RenderPin } from './render-pin.ts';
import type { WavePin } from './wave-pin.ts';

/** A pin instance of any kind, told apart by `kind`. */
export type Pin = RenderPin | CapturePin | WavePin;
