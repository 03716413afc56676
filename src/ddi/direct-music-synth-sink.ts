import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import type { DirectMusicSynth } from './direct-music-synth.ts';
import type { Guid } from './guid.ts';
import type { KsControl } from './ks-control.ts';
import type { PcmOutput } from './pcm-output.ts';
import type { ReferenceClock } from './reference-clock.ts';

/** CLSID_DirectMusicSynthSink. */
export const CLSID_DIRECT_MUSIC_SYNTH_SINK: Guid = 'aec17ce3-a514-11d1-afa6-00aa0024d8b6';
/** IID_IDirectMusicSynthSink. */
export const IID_DIRECT_MUSIC_SYNTH_SINK: Guid = '09823663-5c85-11d2-afa6-00aa0024d8b6';

/**
 * Pulls the sound out of a synth and keeps its time, on the user-mode way (`IDirectMusicSynthSink`, and the object's
 * `IKsControl`). Everything it needs must be there before `activate(true)`: synth, output, master clock, which is
 * also the order in which it complains.
 */
export interface DirectMusicSynthSink extends KsControl {
  /** Tells the sink its synth, which owns it; `null` takes it away. Called by the synth. `@thread control` */
  init(synth: DirectMusicSynth | null): void;

  /** Gives the time base; allowed in any state. @throws DmusError `E_POINTER` without a clock. `@thread control` */
  setMasterClock(clock: ReferenceClock): void;

  /**
   * The latency clock, the same object every time. It tells time only while the sink is active: the instant of the
   * first frame not yet rendered. `@thread control`
   */
  getLatencyClock(): ReferenceClock;

  /**
   * Starts or stops pulling. Stopping is always allowed.
   *
   * @throws DmusError in this order: `DMUS_E_SYNTHNOTCONFIGURED` without a synth, `DMUS_E_DSOUND_NOT_SET` without an
   * output, `DMUS_E_NO_MASTER_CLOCK`, `DMUS_E_SYNTHACTIVE` when active already.
   * `@thread control`
   */
  activate(enable: boolean): void;

  /** When frame `sampleTime` plays. Before the first activation: 22,050 Hz from instant 0. `@thread any` */
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime;

  /** Which frame plays at `referenceTime`. `@thread any` */
  refTimeToSample(referenceTime: ReferenceTime): SampleTime;

  /**
   * Where the sound goes (`SetDirectSound`); `null` disconnects.
   * @throws DmusError `DMUS_E_SYNTHACTIVE` while active; `DMUS_E_SYNTHNOTCONFIGURED` when there is no synth to ask
   * for a format.
   * `@thread control`
   */
  setOutput(output: PcmOutput | null): void;

  /**
   * Bytes the sink wants of an output's buffer: two seconds of 16-bit sound.
   * @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` without a synth, `E_UNEXPECTED` when the synth is not open.
   * `@thread control`
   */
  getDesiredBufferSize(): number;
}
