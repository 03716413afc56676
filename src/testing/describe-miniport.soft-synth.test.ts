import { describe, it } from 'vitest';
import type { PatchSource } from '../miniports/soft-synth/patch-source.ts';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { describeMiniport } from './describe-miniport.ts';
import { testInstrumentBlock, testWaveBlock } from './test-sounds.ts';

const runner = { describe, it };
/** Every patch sounds alike. */
const patchSource: PatchSource = {
  load: (patch, target) => {
    target.download(testWaveBlock(2, 1000 + patch));
    target.download(testInstrumentBlock({ patch, waveDownloadId: 1000 + patch, downloadId: 2000 + patch }));
    return true;
  },
};

describeMiniport(() => new SoftSynthMiniport({ patchSource }), { runner, name: 'SoftSynthMiniport' });
describeMiniport(() => new SoftSynthMiniport(), {
  runner,
  name: 'SoftSynthMiniport without sounds for legacy clients',
});
describeMiniport(() => new SoftSynthMiniport({ patchSource, rules: 'windows' }), {
  runner,
  name: "SoftSynthMiniport, rules 'windows'",
});
