import {
  buildReport,
  type Graph,
  type JournalRecord,
  type PlannedUnit,
  type Report,
  type Step,
  type StepWith,
} from '@waybill/core';
import { fingerprintStep, hasEffect, needsApproval, type RecordBody, waitsOutside } from '@waybill/core/internal';
import { makeUpEstimate } from './made-up-estimate.ts';
import { SAMPLE_PLAN } from './sample-plan.ts';
import { compileSample, samplePreview } from './sample-preview.ts';

const STARTED_AT = Date.UTC(2026, 10, 21, 20, 0);
const MINUTE = 60_000;
const OWNER = {
  host: 'ci-runner-7',
  pid: 4211,
  user: 'deploy',
  url: 'https://ci.example.org/shop/migrate/181',
} as const;

/** A report on the sample plan over a journal that was made up: two runs, failures, a lost answer, and decisions. */
export async function sampleReport(text: string = SAMPLE_PLAN): Promise<Report> {
  const { plan, graph } = await compileSample(text);
  const preview = await samplePreview(text);
  return buildReport({
    preview,
    isRebuilt: false,
    graph,
    header: { plan: plan.name, stateId: '0b9f6c1de2a84f7d9a51c3e07f4d2b68' },
    records: makeUpJournal(graph, { plan: plan.digest, preview: preview.digest }),
    how: 'waybill state export plans/shop.yaml | sha256sum',
  });
}

/** What becomes of the units that do not simply succeed. */
const FATES: Readonly<Record<string, 'fails' | 'lost' | 'skipped' | 'gated'>> = {
  'orders[orders-2024-q2]': 'fails',
  'orders[orders-2024-q3]': 'fails',
  'products[stock]': 'lost',
  'logs[logs-03]': 'fails',
  'sessions[partner]': 'gated',
};

function makeUpJournal(
  graph: Graph,
  digests: { readonly plan: string; readonly preview: string },
): readonly JournalRecord[] {
  const journal = new MadeUpJournal();
  const { units: spans, schedule } = makeUpEstimate(graph);
  const versions = { core: '0.1.0', 'alicloud-elasticsearch': '0.1.0', 'huaweicloud-dcs': '0.1.0' };
  const started = {
    kind: 'run.started',
    plan: 'shop',
    planDigest: digests.plan,
    stepCount: graph.stepCount,
    versions,
  } as const;
  journal.add(STARTED_AT, { ...started, run: 'run-1', owner: OWNER, preview: digests.preview });
  for (const [index, unit] of graph.units.entries()) {
    const span = spans.get(unit.address);
    if (span === undefined || isBehindFailure(unit)) continue;
    const slowdown = 0.8 + ((index * 13) % 10) / 16;
    const startsAt = STARTED_AT + span.startsMs * 1.1;
    journal.addUnit(unit, startsAt, startsAt + (span.endsMs - span.startsMs) * slowdown);
  }
  const stoppedAt = STARTED_AT + schedule.p50_ms * 1.3;
  journal.add(stoppedAt, {
    kind: 'run.ended',
    run: 'run-1',
    outcome: 'failed',
    unitCounts: { succeeded: 31, failed: 3 },
  });
  const resumedAt = stoppedAt + 400 * MINUTE;
  const person = { by: 'maria@ops-2', reason: 'the old index was removed on the sink; agreed in CHG-4471' };
  journal.add(resumedAt - MINUTE, { kind: 'unit.decided', unit: 'logs[logs-03]', decision: 'skipped', ...person });
  journal.add(resumedAt, { ...started, run: 'run-2', owner: { ...OWNER, pid: 90, user: 'maria' } });
  journal.add(resumedAt + 3 * MINUTE, {
    kind: 'run.ended',
    run: 'run-2',
    outcome: 'failed',
    unitCounts: { succeeded: 29, failed: 2 },
  });
  return journal.sorted();
}

function isBehindFailure({ unit }: PlannedUnit): boolean {
  return unit.migration.name === 'rankings' || unit.migration.name === 'audit';
}

class MadeUpJournal {
  readonly #records: (RecordBody & { readonly t: number })[] = [];

  add(t: number, body: RecordBody): void {
    this.#records.push({ t: Math.round(t), ...body });
  }

  addUnit(unit: PlannedUnit, startsAt: number, endsAt: number): void {
    const fate = FATES[unit.address];
    const weights = unit.steps.map((step) => (waitsOutside(step) ? 1 : 0.01));
    const weightMs = (endsAt - startsAt) / weights.reduce((sum, weight) => sum + weight, 0);
    let from = startsAt;
    for (const [at, step] of unit.steps.entries()) {
      const to = from + (weights[at] ?? 0) * weightMs;
      if (needsApproval(step) && fate === 'gated') return;
      if (waitsOutside(step) && fate === 'fails') {
        this.#fail(step, endsAt);
        return;
      }
      this.#addStep(step, from, to, fate);
      from = to;
    }
  }

  #fail(step: Step, at: number): void {
    this.add(at, {
      kind: 'step.failed',
      ...attemptOf(step, 1),
      outcome: 'terminal',
      code: 'RUN_TASK_FAILED',
      message: `The data task of ${step.unit} ended as FAILED: mapper_parsing_exception: failed to parse field [at].`,
      hint: 'Correct the mapping under sinkCluster.mapping, then `waybill retry`.',
    });
  }

  #addStep(step: Step, from: number, to: number, fate: string | undefined): void {
    if (needsApproval(step)) {
      this.add(to, { kind: 'gate.approved', step: step.address, by: 'maria@ops-2' });
      return;
    }
    let attempt = 1;
    if (hasEffect(step)) {
      this.#intend(step, attempt, from);
      if (fate === 'lost') {
        const lost = { code: 'ECONNRESET', message: 'The connection was reset before an answer came.' };
        this.add(from + (to - from) * 0.1, {
          kind: 'step.failed',
          ...attemptOf(step, attempt),
          outcome: 'unknown',
          ...lost,
        });
        const settled = { resolution: 'did-not-happen', by: 'lookup', outputs: {} } as const;
        const evidence = 'No task of that name among 14 tasks listed 20 s later.';
        this.add(from + (to - from) * 0.6, {
          kind: 'step.resolved',
          ...attemptOf(step, attempt),
          ...settled,
          evidence,
        });
        attempt = 2;
        this.#intend(step, attempt, from + (to - from) * 0.7);
      }
    }
    const isCreate = hasEffect(step) && step.operation.startsWith('Create');
    const outputs = isCreate ? { task_id: `task-${step.address.length}-${Math.round(from % 100_000)}` } : {};
    const requestId = { requestId: `5A2CFF0E-5718-45B5-9D4D-${String(Math.round(from % 1e12)).padStart(12, '0')}` };
    this.add(to, {
      kind: 'step.succeeded',
      ...attemptOf(step, attempt),
      outputs,
      ...(hasEffect(step) ? requestId : {}),
    });
  }

  #intend(step: StepWith<'hasEffect'>, attempt: number, at: number): void {
    const digest = 'd'.repeat(64);
    this.add(at, {
      kind: 'step.intent',
      ...attemptOf(step, attempt),
      operation: step.operation,
      requestDigest: digest,
      policy: 'lookup',
    });
  }

  sorted(): readonly JournalRecord[] {
    const sorted = this.#records.toSorted((left, right) => left.t - right.t);
    return sorted.map(
      ({ t, ...body }, at): JournalRecord => ({ seq: at + 1, rid: `r-${at + 1}`, epoch: 1, t, ...body }),
    );
  }
}

function attemptOf(step: Step, attempt: number) {
  return { step: step.address, attempt, fingerprint: fingerprintStep(step) } as const;
}
