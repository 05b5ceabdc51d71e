import type { CompiledPlan } from './check-plan.ts';
import type { OpenPlan, OpenPlanOptions } from './plan-handle.ts';
import { PlanWithState } from './plan-with-state.ts';

/**
 * Opens a plan with its state. Nothing is read, written or sent before one of its functions is called.
 *
 * @example
 * ```ts
 * const { compiled, diagnostics } = await checkPlanFile('shop.yaml');
 * if (compiled === undefined) throw new Error(renderDiagnostics(diagnostics, new Map()));
 * await using plan = openPlan(compiled);
 * const { outcome } = await plan.apply({ onEvent: ({ kind }) => console.log(kind) });
 * ```
 */
export function openPlan(compiled: CompiledPlan, options: OpenPlanOptions = {}): OpenPlan {
  return new PlanWithState(compiled, options);
}
