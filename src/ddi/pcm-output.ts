import type { WaveFormat } from './wave-format.ts';

/**
 * Where a wave sink's sound ends: memory, a file, a sound card (our own contract; natively a DirectSound buffer).
 *
 * Order of calls: `open`, any number of `write`, `close`. Whoever gave the output to a sink owns it; the sink opens
 * it when its stream leaves `stop` and closes it when the stream is back there. Opening again starts anew.
 */
export interface PcmOutput {
  /**
   * Prepares for blocks of this format: 32-bit float, interleaved.
   * @throws DmusError `DMUS_E_WAVEFORMATNOTSUPPORTED` when rate or channel count cannot be taken.
   * `@thread control`
   */
  open(format: WaveFormat): void;

  /**
   * Takes the next `frameCount` frames, which stand at the beginning of `block` and follow those of the last call
   * without a gap. `block` is the sink's and is overwritten after the call: copy what is to be kept. Never throws;
   * what does not fit is dropped and counted by the output.
   *
   * `@thread render`
   */
  write(block: Float32Array, frameCount: number): void;

  /** Finishes: everything written is heard or stored. May be called when not open. `@thread control` */
  close(): void;
}
