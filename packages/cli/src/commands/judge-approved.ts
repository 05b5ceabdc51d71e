import type { Plan, Step } from '@waybill/core';
import { describeVerdict, type GateVerdict } from '@waybill/core/internal';
import type { OpenPlan, PlanStatus } from '@waybill/node';
import { counted } from '../views/folds/counted.ts';
import { paragraph } from '../views/text/render-outcome.ts';
import type { Style } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';

/** What approvals amount to, of gates for which the plan has a rule. */
export type Verdicts = PlanStatus['verdicts'];

/** Asked once approvals are posted. */
export async function judgeApproved(opened: Pick<OpenPlan, 'status'>, { approvals }: Plan): Promise<Verdicts> {
  return approvals === undefined ? new Map() : (await opened.status()).verdicts;
}

/** Whether a run continues behind one of the gates. A gate without a rule opens with the first approval. */
export function opensAny(gates: readonly Pick<Step, 'address'>[], verdicts: Verdicts): boolean {
  return gates.some(({ address }) => verdicts.get(address)?.isOpen !== false);
}

/** How many have approved, and how many are missing; empty for a gate without a rule. */
export function describeRule(verdict: GateVerdict | undefined, style: Style): readonly string[] {
  if (verdict === undefined) return [];
  const { counted: given, needed, isOpen } = verdict;
  const missing = isOpen ? '' : ` It waits for ${counted(needed - given.length, 'more approval')}.`;
  return paragraph(visibleText(`${describeVerdict(verdict)}.${missing}`), '    ', style);
}

/** What becomes of gates that were approved while a run is in progress. */
export function renderLeftToRun(
  gates: readonly Pick<Step, 'address'>[],
  verdicts: Verdicts,
  style: Style,
): readonly string[] {
  const closed = gates.filter(({ address }) => verdicts.get(address)?.isOpen === false);
  const lines = closed.flatMap(({ address }) => [
    `${style.symbols.gate} ${address} approved`,
    ...describeRule(verdicts.get(address), style),
  ]);
  if (!opensAny(gates, verdicts)) return lines;
  const which = closed.length === 0 ? 'them' : counted(gates.length - closed.length, 'unit');
  return [...lines, `Approved: the run that is in progress continues with ${which} within a second.`];
}
