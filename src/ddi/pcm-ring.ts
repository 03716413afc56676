import type { SampleTime } from '../clock/sample-time.ts';
import type { WaveFormat } from './wave-format.ts';

/**
 * A device that plays an endless ring of frames by a crystal of its own (our own contract; natively a looping
 * DirectSound buffer). The wave sink writes ahead of the device's play cursor and silences what lies behind it; frame
 * n of the device stands at `n mod frameCount` of the ring.
 *
 * Order of calls: `open`, `start`, `stop`, `close`; `start` and `stop` may alternate. Opening again starts anew. Between
 * `open` and `start` the sink has filled the ring ahead of the cursor.
 */
export interface PcmRing {
  /** Tells a ring from a `PcmOutput`. */
  readonly kind: 'ring';

  /**
   * Makes the ring: interleaved 32-bit float, silent, a whole number of frames, at least 64. It should last well
   * beyond the sink's write-ahead: no more than three quarters of it are ever written ahead.
   * @throws DmusError `DMUS_E_WAVEFORMATNOTSUPPORTED` when rate or channel count cannot be taken.
   * `@thread control`
   */
  open(format: WaveFormat): Float32Array;

  /**
   * The device begins to play at frame 0, or goes on where it stopped. Does not throw: a device that cannot play is
   * one that stalls. `@thread control`
   */
  start(): void;

  /** The play cursor stands still. Does not throw. `@thread control` */
  stop(): void;

  /**
   * Frames played since `open`; grows with the device's own clock, stands still while the device stalls, never goes
   * back. It may be read some milliseconds wrongly, or count in coarse steps of a fixed number of frames; then
   * it counts a step when all of it is played. Does not throw. `@thread render`
   */
  getPlayPosition(): SampleTime;

  /** May be called when not open. `@thread control` */
  close(): void;
}
