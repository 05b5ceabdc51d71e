import { WaybillError } from '../errors.ts';
import type { Estimate } from '../estimate/estimate.ts';
import { fingerprintStep } from '../graph/fingerprint-step.ts';
import type { Graph, Step } from '../graph/graph.ts';
import { displayValue, type JsonObject } from '../plan/value.ts';
import type { Preflight } from '../preflight/preflight.ts';
import { maskedPasswords } from './masked-passwords.ts';
import type { PlannedProvider } from './planned-provider.ts';
import type { PreviewRequest, PreviewStep, PreviewUnit } from './preview.ts';
import type { Standing } from './standing.ts';

/** `full`: every step carries its fingerprint, and every call its request. `outline` saves time and memory for large plans. */
export type PreviewDetail = 'full' | 'outline';

/** A request that cannot be built, such as one without a valid endpoint. Each text once, with the first step. */
export interface RequestProblem {
  readonly step: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface UnitFacts {
  readonly detail: PreviewDetail;
  readonly preflight: Preflight | undefined;
  readonly estimate: Estimate | undefined;
}

export function previewUnits(
  graph: Graph,
  providers: ReadonlyMap<string, PlannedProvider>,
  standing: Standing,
  facts: UnitFacts,
): { readonly units: readonly PreviewUnit[]; readonly problems: readonly RequestProblem[] } {
  const { detail, preflight, estimate } = facts;
  const problems = new Map<string, RequestProblem>();
  const configs = new Map(
    [...providers].map(([alias, { entry }]) => [alias, displayValue(entry.config) as JsonObject]),
  );
  const units = graph.units.map(
    (unit): PreviewUnit => ({
      address: unit.address,
      migration: unit.unit.migration.name,
      wave: unit.wave,
      needs: unit.needs,
      state: standing.unit(unit.address),
      steps: unit.steps.map((step) => previewStep(step)),
      ...simulatedSpan(unit.address),
    }),
  );
  return { units, problems: [...problems.values()] };

  function previewStep(step: Step): PreviewStep {
    const { address, name, kind, title, provider, needs, always } = step;
    const fingerprint = detail === 'full' ? { fingerprint: fingerprintStep(step) } : {};
    const base = { address, name, kind, title, provider, needs, always, ...fingerprint, state: standing.step(address) };
    if (step.kind === 'gate') return { ...base, instruction: step.instruction };
    if (step.kind === 'await') return { ...base, goal: step.goal };
    const request = detail === 'full' ? requestOf(step) : undefined;
    return {
      ...base,
      operation: step.operation,
      ...findingOf(step.address),
      ...(request === undefined ? {} : { request }),
    };
  }

  function findingOf(address: string): Pick<PreviewStep, 'finding'> {
    const found = preflight?.steps.get(address);
    return found === undefined ? {} : { finding: found };
  }

  function simulatedSpan(address: string): Pick<PreviewUnit, 'simulated'> {
    const span = estimate?.units.get(address);
    return span === undefined ? {} : { simulated: { starts_ms: span.startsMs, ends_ms: span.endsMs } };
  }

  function requestOf(step: Extract<Step, { kind: 'call' | 'check' }>): PreviewRequest | undefined {
    const config = configs.get(step.provider) ?? {};
    const args = maskedPasswords(displayValue(step.arguments)) as JsonObject;
    try {
      return providers.get(step.provider)?.provider.buildRequest(config, step.operation, args);
    } catch (error) {
      if (!(error instanceof WaybillError)) throw error;
      if (!problems.has(error.message)) {
        problems.set(error.message, { step: step.address, message: error.message, hint: error.hint });
      }
      return undefined;
    }
  }
}
