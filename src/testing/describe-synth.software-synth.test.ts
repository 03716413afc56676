import { describe, it } from 'vitest';
import { SoftwareSynth } from '../synth/software-synth.ts';
import { describeSynth } from './describe-synth.ts';

describeSynth(() => new SoftwareSynth(), { runner: { describe, it }, name: 'SoftwareSynth' });
describeSynth(() => new SoftwareSynth({ rules: 'windows' }), {
  runner: { describe, it },
  name: "SoftwareSynth, rules 'windows'",
  skip: [{ reason: 'natively group 0 sounds once', tests: ['sends events for group 0 to all groups'] }],
});
