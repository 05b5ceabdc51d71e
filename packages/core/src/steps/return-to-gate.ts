import type { LapsedGate } from '../approvals/lapsed-gates.ts';
import type { StepContext, StepEnding } from './step-context.ts';

/**
 * Asked immediately before an effect starts: where the approvals of a gate before it hold no longer, the unit returns to that gate, which
 * is written down. Undefined: it may start.
 */
export function returnToGate(context: GateContext): Promise<StepEnding> | undefined {
  const lapsed = context.lapsedGates();
  // Without a wait: intents that are due at once share a commit.
  return lapsed.length === 0 ? undefined : closeAgain(lapsed, context);
}

type GateContext = Pick<StepContext, 'lapsedGates' | 'state' | 'record' | 'ofRun'>;

async function closeAgain(lapsed: readonly LapsedGate[], { state, record, ofRun }: GateContext): Promise<StepEnding> {
  const reason = lapsed.map(describe).join(' ');
  const gates = lapsed.map(({ gate }) => gate.address);
  const closed = gates.filter((gate) => state(gate)?.status !== 'retryable');
  await Promise.all(closed.map((step) => record({ kind: 'step.retried', ...ofRun, step, reason })));
  return { kind: 'anew', steps: gates, reason };
}

function describe({ gate, verdict }: LapsedGate): string {
  const { counted, needed } = verdict;
  const count = `${counted.length} of ${needed === 1 ? '1 approval counts' : `${needed} approvals count`}`;
  return `${gate.address} is closed again: ${count} when what follows would start.`;
}
