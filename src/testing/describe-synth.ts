import { registerSuite } from './runner.ts';
import { CHANNEL_CASES } from './synth/channel-cases.ts';
import { DOWNLOAD_CASES } from './synth/download-cases.ts';
import { LIFE_CYCLE_CASES } from './synth/life-cycle-cases.ts';
import { OPEN_CASES } from './synth/open-cases.ts';
import { PLAY_CASES } from './synth/play-cases.ts';
import { SYNTH_PROPERTY_CASES } from './synth/property-cases.ts';
import { type MakeSynth, SynthRig, type SynthSuiteOptions } from './synth/synth-rig.ts';

/**
 * The conformance suite of `DirectMusicSynth`. `make` gives a new synth, not yet open and without a sink, for every
 * test; the suite brings its own sink, downloads an instrument and listens.
 *
 * @throws RangeError for a skip without a reason, or one that names a test there is not.
 */
export function describeSynth(make: MakeSynth, options: SynthSuiteOptions): void {
  registerSuite(
    {
      name: 'DirectMusicSynth',
      groups: [LIFE_CYCLE_CASES, OPEN_CASES, DOWNLOAD_CASES, PLAY_CASES, CHANNEL_CASES, SYNTH_PROPERTY_CASES],
      create: () => SynthRig.create(make),
      dispose: (rig) => rig.dispose(),
    },
    options,
  );
}
