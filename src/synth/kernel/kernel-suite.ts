import { describe } from 'vitest';
import type { Kernel } from './kernel.ts';
import { describeCuts } from './suite/cut-cases.ts';
import { describeEnvelopes } from './suite/envelope-cases.ts';
import { describeFilter } from './suite/filter-cases.ts';
import { describeGains } from './suite/gain-cases.ts';
import { describeModulators } from './suite/modulator-cases.ts';
import { describePitch } from './suite/pitch-cases.ts';
import { describeReports } from './suite/report-cases.ts';
import { describeWaves } from './suite/wave-cases.ts';

/**
 * The conformance suite of {@link Kernel}: every kernel must pass it as it is. `makeKernel` gives a kernel with a fresh
 * memory at each call.
 */
export function describeKernel(name: string, makeKernel: () => Kernel): void {
  describe(`kernel ${name}`, () => {
    describeCuts(makeKernel);
    describeEnvelopes(makeKernel);
    describeGains(makeKernel);
    describeModulators(makeKernel);
    describePitch(makeKernel);
    describeWaves(makeKernel);
    describeFilter(makeKernel);
    describeReports(makeKernel);
  });
}
