import { type HttpRequest, openSqliteStore, type Transport } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { Agent } from 'undici';
import { applyCompiled, type CompiledPlan, compileText } from '../support/apply-text.ts';
import { compare, median, timed } from '../support/compare.ts';
import { createTask } from '../support/create-task.ts';
import { effectsPlan } from '../support/effects-plan.ts';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import type { Row } from '../support/row.ts';
import { type SqliteTime, watchSqlite } from '../support/sqlite-time.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EFFECTS = 20_000;
const IN_FLIGHT = 16;
const ROUNDS = 5;
const LEAST_OF_BARE = 0.8;
const MOST_SHARE = 0.1;

/** Effects as fast as they go, against a loop that sends the very same requests and does nothing else. */
export async function benchEffects(): Promise<readonly Row[]> {
  const sqlite = watchSqlite();
  await using sandbox = await RemoteSandbox.start();
  const taskId = await createTask(sandbox);
  const plan = effectsPlan({ sandbox, taskId, effectCount: EFFECTS, requests: '1000000/s', inFlight: IN_FLIGHT });
  const compiled = compileText(plan);
  const requests: HttpRequest[] = [];
  await runOnce(compiled, sandbox, sqlite, (request) => requests.push(request));
  if (requests.length !== EFFECTS) throw new Error(`${requests.length} requests were recorded`);

  const shares: number[] = [];
  const { run, bare } = await compare({
    rounds: ROUNDS,
    tasks: {
      run: async () => {
        const { durationMs, writingMs } = await runOnce(compiled, sandbox, sqlite);
        shares.push(writingMs / durationMs);
        return durationMs;
      },
      bare: () => timed(() => sendAll(requests)),
    },
  });
  return [throughputRow(run, bare), shareRow(median(shares))];
}

interface RunTime {
  readonly durationMs: number;
  readonly writingMs: number;
}

/** A whole run with a state of its own on disk: lock, journal, every commit synced. */
async function runOnce(
  compiled: CompiledPlan,
  sandbox: RemoteSandbox,
  sqlite: SqliteTime,
  onRequest?: (request: HttpRequest) => void,
): Promise<RunTime> {
  using folder = temporaryFolder();
  await using store = openSqliteStore({
    path: folder.file('state.db'),
    plan: compiled.plan.name,
    random: systemRandom,
  });
  await using undici = createUndiciTransport({ maxConnectionsPerOrigin: IN_FLIGHT });
  const transport: Transport = {
    send: (request, options) => {
      onRequest?.(request);
      return undici.send(request, options);
    },
  };
  const writtenBeforeMs = sqlite.writingMs();
  const durationMs = await timed(async () => {
    const { outcome } = await applyCompiled(compiled, { store, transport, env: sandbox.env });
    if (outcome !== 'succeeded') throw new Error(`the run ${outcome}`);
  });
  return { durationMs, writingMs: sqlite.writingMs() - writtenBeforeMs };
}

/** The same requests, already signed, over as many connections as the run has. */
async function sendAll(requests: readonly HttpRequest[]): Promise<void> {
  const agent = new Agent({ connections: IN_FLIGHT, pipelining: 1 });
  const rest = requests.values();
  await Promise.all(Array.from({ length: IN_FLIGHT }, () => sendFrom(rest, agent)));
  await agent.close();
}

async function sendFrom(rest: Iterator<HttpRequest> & Iterable<HttpRequest>, agent: Agent): Promise<void> {
  for (const { method, url, headers, body } of rest) {
    const { origin, pathname, search } = new URL(url);
    const path = `${pathname}${search}`;
    const answer = await agent.request({ origin, path, method, headers: { ...headers }, body: body ?? null });
    await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`the sandbox answered ${answer.statusCode}`);
  }
}

function throughputRow(runMs: number, bareMs: number): Row {
  const ratio = bareMs / runMs;
  return {
    what: `${EFFECTS.toLocaleString('en')} effects, ${IN_FLIGHT} in flight, durable, against bare undici`,
    measured: `${ratio.toFixed(2)} ×`,
    bar: `≥ ${LEAST_OF_BARE} ×`,
    isHeld: ratio >= LEAST_OF_BARE,
    detail: `${callsPerSecond(runMs)} calls/s, bare ${callsPerSecond(bareMs)} calls/s`,
  };
}

function callsPerSecond(durationMs: number): string {
  return ((EFFECTS / durationMs) * 1_000).toFixed(0);
}

function shareRow(share: number): Row {
  return {
    what: 'share of that run spent in durable commits',
    measured: `${(share * 100).toFixed(1)} %`,
    bar: `≤ ${MOST_SHARE * 100} %`,
    isHeld: share <= MOST_SHARE,
    detail: `two records for each effect, ${IN_FLIGHT} in flight`,
  };
}
