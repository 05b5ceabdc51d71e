import { type ApprovalRule, type ApprovalRules, CUTOVER_RULE } from '../plan/approval-rule.ts';
import type { StepWith } from '../provider/steps/step-traits.ts';

/** The rule of a gate: that of its name, or else that of cut-overs. Undefined: one approval of anyone opens it. */
export function ruleOfGate(
  rules: ApprovalRules | undefined,
  { name, isCutover }: Pick<StepWith<'needsApproval'>, 'name' | 'isCutover'>,
): ApprovalRule | undefined {
  return rules?.get(name) ?? (isCutover ? rules?.get(CUTOVER_RULE) : undefined);
}
