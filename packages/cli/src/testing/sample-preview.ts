import { buildPreview, type Compiled, compilePlan, type Preview } from '@waybill/core';
import { type CheckVerdict, type Preflight, type PreflightFinding, selectUnits } from '@waybill/core/internal';
import { loadRegistry } from '../registry.ts';
import { makeUpEstimate } from './made-up-estimate.ts';
import { SAMPLE_PLAN } from './sample-plan.ts';

export type SamplePlan = NonNullable<Compiled['compiled']>;

export async function compileSample(text: string = SAMPLE_PLAN): Promise<SamplePlan> {
  const { compiled, diagnostics } = compilePlan(text, {
    file: 'plans/shop.yaml',
    registry: await loadRegistry(),
  });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics, null, 2));
  return compiled;
}

export interface SampleOptions {
  /**
   * Nothing was asked, and nothing estimated.
   *
   * @default false
   */
  readonly isOffline?: boolean;
  /**
   * Patterns of what is meant.
   *
   * @default everything
   */
  readonly target?: readonly string[];
}

/** A preview of the sample plan with answers and an estimate that were made up. */
export async function samplePreview(
  text: string = SAMPLE_PLAN,
  { isOffline = false, target = [] }: SampleOptions = {},
): Promise<Preview> {
  const compiled = await compileSample(text);
  const registry = await loadRegistry();
  const selection = selectUnits(compiled.graph, { target });
  if (isOffline) return buildPreview({ ...compiled, registry, selection });
  return buildPreview({
    ...compiled,
    registry,
    selection,
    preflight: makeUpPreflight(compiled),
    estimate: makeUpEstimate(compiled.graph),
  });
}

const FINDINGS: Readonly<Record<string, PreflightFinding>> = {
  'orders[orders-2024-q2]': {
    verdict: 'blocking',
    detail: 'The index orders-2024-q2 exists on the sink already and holds 18,204 documents.',
    hint: 'Delete it there, or name another index under sinkCluster.index.',
  },
  'sessions[partner]': {
    verdict: 'blocking',
    detail: 'Another migration task (partner-old) runs on this instance.',
    hint: 'Wait for it or stop it in the console.',
  },
  'products[stock]': { verdict: 'warning', detail: 'The cluster is yellow: one replica is not assigned.' },
  'rankings[weekly]': {
    verdict: 'warning',
    detail: 'The source holds 41 GiB; exchanging the addresses disconnects its clients once.',
  },
};

/** One finding for each unit named above, at its first check; everything else passed. */
function makeUpPreflight({ plan, graph }: SamplePlan): Preflight {
  const steps = new Map<string, PreflightFinding>();
  for (const { address, steps: all } of graph.units) {
    const checks = all.filter(({ kind, needs }) => kind === 'check' && needs.length === 0);
    for (const [at, { address: step }] of checks.entries())
      steps.set(step, (at === 0 ? FINDINGS[address] : undefined) ?? passed('It is as it should be.'));
  }
  return {
    steps,
    credentials: new Map([...plan.providers.keys()].map((alias) => [alias, passed('A read was answered.')])),
    secrets: new Map([...plan.secrets.keys()].map((name) => [name, name !== 'redis'])),
  };
}

function passed(detail: string): PreflightFinding {
  return { verdict: 'passed' satisfies CheckVerdict, detail };
}
