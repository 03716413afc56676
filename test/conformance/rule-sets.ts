import { describe } from 'vitest';
import type { RuleSetName } from '../../src/synth/rules.ts';

/** Both books a synth can go by. */
export const RULE_SETS: readonly RuleSetName[] = ['windows', 'dls2'];

/** The same tests under both rule sets: for behaviour in which Windows is not peculiar. */
export function describeRuleSets(title: string, body: (rules: RuleSetName) => void): void {
  describe.each(RULE_SETS)(`${title}, rules '%s'`, body);
}
