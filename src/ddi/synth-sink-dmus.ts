import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import type { Guid } from './guid.ts';
import type { Mxf } from './mxf.ts';
import type { SampleBuffer } from './wave-format.ts';

/** IID_ISynthSinkDMus. */
export const IID_SYNTH_SINK_DMUS: Guid = '1f476974-679b-11d2-8f7d-00c04fbf8fef';

/**
 * What a software synth's wave stream offers to the port driver's wave sink (`ISynthSinkDMus`). A miniport returns
 * such an object from `newStream` for `StreamType.waveSink`; the same object may serve the message stream too.
 *
 * The wave sink brings it to `run`, calls `syncToMaster(now, true)` once, and from then on alternates `render` and,
 * now and again, `syncToMaster(now, false)`.
 */
export interface SynthSinkDMus extends Mxf {
  /**
   * Fills the first `frameCount` frames of `output`, interleaved, with the sound from frame `position` of the stream
   * on. Positions of successive calls join without gap or overlap, and how the stream is cut into calls does not
   * change the sound. Silence when not in `run`. (The documentation counts bytes; frames is what implementations do.)
   *
   * `@thread render`: no allocation, no exceptions.
   */
  render(output: SampleBuffer, frameCount: number, position: SampleTime): void;

  /**
   * Ties the stream to the master clock. With `start`, once after each entry into `run`: frame 0 is due at
   * `referenceTime`. Without: the end of what has been rendered, where the next frame will stand, is due at
   * `referenceTime`; the difference is taken out a fraction at a time.
   *
   * `@thread render`
   */
  syncToMaster(referenceTime: ReferenceTime, start: boolean): void;

  /** When frame `sampleTime` plays, with all corrections so far. `@thread render` */
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime;

  /** Which frame plays at `referenceTime`. `@thread render` */
  refTimeToSample(referenceTime: ReferenceTime): SampleTime;
}
