import type { SampleTime } from '../clock/sample-time.ts';
import type { WaveFormat } from './wave-format.ts';

/**
 * A device that plays an endless ring of frames by a crystal of its own (our own contract; natively a looping
 * DirectSound buffer). The wave sink writes ahead of the device's play cursor; frame n of the device stands at
 * `n mod frameCount` of the ring.
 *
 * Order of calls: `open`, `start`, `stop`, `close`; `start` and `stop` may alternate. Opening again starts anew.
 */
export interface PcmRing {
  /** Tells a ring from a `PcmOutput`. */
  readonly kind: 'ring';

  /**
   * Makes the ring: interleaved 32-bit float, silent, a whole number of frames.
   * @throws DmusError `DMUS_E_WAVEFORMATNOTSUPPORTED` when rate or channel count cannot be taken.
   * `@thread control`
   */
  open(format: WaveFormat): Float32Array;

  /** The device begins to play at frame 0, or goes on where it stopped. `@thread control` */
  start(): void;

  /** The play cursor stands still. `@thread control` */
  stop(): void;

  /**
   * Frames played since `open`; grows with the device's own clock, may be read late or in coarse steps, stands still
   * while the device stalls, never goes back. `@thread render`
   */
  getPlayPosition(): SampleTime;

  /** May be called when not open. `@thread control` */
  close(): void;
}
