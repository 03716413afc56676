import { describe, it } from 'vitest';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { describeMiniport } from './describe-miniport.ts';

describeMiniport(() => new SoftSynthMiniport(), { runner: { describe, it }, name: 'SoftSynthMiniport' });
describeMiniport(() => new SoftSynthMiniport({ rules: 'windows' }), {
  runner: { describe, it },
  name: "SoftSynthMiniport, rules 'windows'",
});
