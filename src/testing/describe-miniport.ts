import { MiniportBench } from './miniport/bench.ts';
import { CAPTURE_CASES } from './miniport/capture-cases.ts';
import { DESCRIPTION_CASES } from './miniport/description-cases.ts';
import { INSTANCE_CASES } from './miniport/instance-cases.ts';
import type { MakeMiniport, MiniportSuiteOptions } from './miniport/options.ts';
import { PROPERTY_CASES } from './miniport/property-cases.ts';
import { RENDER_CASES } from './miniport/render-cases.ts';
import { STREAM_CASES } from './miniport/stream-cases.ts';
import { SYNTH_NODE_CASES } from './miniport/synth-node-cases.ts';
import { WAVE_CASES } from './miniport/wave-cases.ts';
import { registerSuite } from './runner.ts';

/**
 * The conformance suite of `MiniportDMus`: what the description claims is tested, what it does not claim is reported
 * as skipped. `make` gives a new miniport, not yet initialized, for every test.
 *
 * @throws RangeError for a skip without a reason, or one that names a test there is not.
 */
export function describeMiniport(make: MakeMiniport, options: MiniportSuiteOptions): void {
  registerSuite(
    {
      name: 'MiniportDMus',
      groups: [
        DESCRIPTION_CASES,
        STREAM_CASES,
        RENDER_CASES,
        CAPTURE_CASES,
        WAVE_CASES,
        PROPERTY_CASES,
        SYNTH_NODE_CASES,
        INSTANCE_CASES,
      ],
      create: () => MiniportBench.create(make, options),
      dispose: (bench) => bench.dispose(),
    },
    options,
  );
}
