import type { Step } from '../graph/graph.ts';
import { type ApprovalRule, type ApprovalRules, CUTOVER_RULE } from '../plan/approval-rule.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';

/** The rule of a gate: that of its name, or else that of cut-overs. Undefined: one approval of anyone opens it, or it is no gate. */
export function ruleOfGate(rules: ApprovalRules | undefined, step: Step | undefined): ApprovalRule | undefined {
  if (rules === undefined || step === undefined || !needsApproval(step)) return undefined;
  return rules.get(step.name) ?? (step.isCutover ? rules.get(CUTOVER_RULE) : undefined);
}
