import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, type Graph, type NewRecord, openSqliteStore, type Plan } from '@waybill/core';
import { fingerprintStep } from '@waybill/core/internal';
import { builtInRegistry, systemRandom } from '@waybill/node';
import { indicesPlan } from '../support/generate-plan.ts';
import { METER } from '../support/meter.ts';
import type { Row } from '../support/row.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Each leaves eight records: seven steps, and the intent of one of them. */
const UNITS = 125_000;
const RECORDS_PER_COMMIT = 500;
const MAIN = join(import.meta.dirname, '..', '..', '..', 'packages', 'cli', 'src', 'main.ts');
const OWNER = { host: 'bench', pid: process.pid, user: 'bench' };

interface Usage {
  readonly wallMs: number;
  readonly processorMs: number;
  readonly mostMegabytes: number;
}

/** Commands on a long journal in which everything is done, each in a process of its own from its start to its end. */
export async function benchStatus(): Promise<readonly Row[]> {
  using folder = temporaryFolder();
  const records = await writeState(folder.file('plan.yaml'), folder.file('state.db'));
  const measure = (words: readonly string[]): Promise<Usage> => run(words, folder.file('usage.json'), folder.file('.'));
  const count = records.toLocaleString('en');
  // The first run that ends saves the snapshot, which the next one uses.
  const whole = await measure(['resume', '--quiet']);
  const resumed = await measure(['resume', '--quiet']);
  const shown = await measure(['status']);
  const explained = await measure(['status', '--why', 'indices[index-000007]']);
  return [
    ...rowsOf(`status of ${count} records, all done`, shown, { ms: 3_000, megabytes: 300 }),
    ...rowsOf(`status --why of one of their units`, explained, { ms: 3_000, megabytes: 300 }),
    ...rowsOf(`resume when they are all done`, resumed, { ms: 10_000, megabytes: 400 }),
    // What it took before there were snapshots.
    ...rowsOf(`the same without a snapshot`, whole, { ms: 64_000, megabytes: 2_500 }),
  ];
}

/** In processor time: what else the machine does while the bench runs changes the time on the wall several times over. */
function rowsOf(what: string, usage: Usage, bar: { readonly ms: number; readonly megabytes: number }): readonly Row[] {
  const detail = `${usage.wallMs.toFixed(0)} ms on the wall, start of the process included`;
  return [
    {
      what,
      measured: `${usage.processorMs.toFixed(0)} ms`,
      bar: `≤ ${bar.ms} ms of processor time`,
      isHeld: usage.processorMs <= bar.ms,
      detail,
    },
    {
      what: `most memory of that process`,
      measured: `${usage.mostMegabytes.toFixed(0)} MB`,
      bar: `≤ ${bar.megabytes} MB`,
      isHeld: usage.mostMegabytes <= bar.megabytes,
      detail: 'resident, garbage included',
    },
  ];
}

async function run(words: readonly string[], usagePath: string, cwd: string): Promise<Usage> {
  const [command = '', ...more] = words;
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', METER, MAIN, command, 'plan.yaml', '--state', 'state.db', ...more],
    {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        WAYBILL_BENCH_USAGE: usagePath,
        SOURCE_PASSWORD: 'source-password',
        SINK_PASSWORD: 'sink-password',
        ALIBABA_CLOUD_ACCESS_KEY_ID: 'bench-key',
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'bench-secret',
      },
    },
  );
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  const wallMs = performance.now() - began;
  const used = JSON.parse(readFileSync(usagePath, 'utf8')) as NodeJS.ResourceUsage;
  return {
    wallMs,
    processorMs: (used.userCPUTime + used.systemCPUTime) / 1_000,
    mostMegabytes: used.maxRSS / 1_024,
  };
}

/** A state as a run leaves it that was cut off before its last record. */
async function writeState(planPath: string, statePath: string): Promise<number> {
  const text = indicesPlan({ unitCount: UNITS, shape: 'list' });
  writeFileSync(planPath, text);
  const { compiled } = compilePlan(text, { file: 'plan.yaml', registry: builtInRegistry, variables: {} });
  if (compiled === undefined) throw new Error('the plan of the bench is not valid');
  await using store = openSqliteStore({ path: statePath, plan: compiled.plan.name, random: systemRandom });
  await using lease = await store.acquire(OWNER);
  let count = 0;
  let batch: NewRecord[] = [];
  for (const record of recordsOf(compiled.plan, compiled.graph)) {
    count += 1;
    batch.push(record);
    if (batch.length < RECORDS_PER_COMMIT) continue;
    await lease.append(batch);
    batch = [];
  }
  await lease.append(batch);
  return count;
}

function* recordsOf(plan: Plan, graph: Graph): Iterable<NewRecord> {
  let count = 0;
  const envelope = () => {
    count += 1;
    return { rid: `1-${count}`, t: 1_768_464_000_000 + count };
  };
  const { name, digest: planDigest } = plan;
  const { stepCount } = graph;
  yield {
    ...envelope(),
    kind: 'run.started',
    run: 'run-1',
    plan: name,
    planDigest,
    stepCount,
    versions: {},
    owner: OWNER,
  };
  for (const { steps } of graph.units) {
    for (const step of steps) {
      const base = { step: step.address, attempt: 1, fingerprint: fingerprintStep(step) };
      const digest = count.toString(16).padStart(64, '0');
      const asked = { requestDigest: digest, policy: 'token', token: digest } as const;
      if (step.kind === 'call')
        yield { ...envelope(), ...base, ...asked, kind: 'step.intent', operation: step.operation };
      const outputs = step.kind === 'call' ? { task_id: `et_cn_${count}` } : {};
      yield { ...envelope(), ...base, kind: 'step.succeeded', outputs, requestId: digest.slice(0, 36) };
    }
  }
}
