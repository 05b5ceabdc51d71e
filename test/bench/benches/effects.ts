import { type CheckpointStore, type HttpRequest, openSqliteStore, type Transport } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { Agent } from 'undici';
import { applyCompiled, type CompiledPlan, compileText } from '../support/apply-text.ts';
import { compare, median, timed } from '../support/compare.ts';
import { createTask } from '../support/create-task.ts';
import { effectsPlan } from '../support/effects-plan.ts';
import { openForgetfulStore } from '../support/forgetful-store.ts';
import { doLeastWork, doLeastWorkForgetfully } from '../support/least-work.ts';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import type { Row } from '../support/row.ts';
import { watchSqlite } from '../support/sqlite-time.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EFFECTS = 20_000;
const IN_FLIGHT = 16;
const ROUNDS = 5;
const LEAST_OF_FLOOR = 0.7;
const MOST_OF_COMMITS = 1.2;

/**
 * Effects as fast as they go. In turns with four others: a loop that sends the very same requests and does nothing else, a
 * loop that does the least that any program with a journal does, and both that loop and the run with a state that forgets.
 */
export async function benchEffects(): Promise<readonly Row[]> {
  const sqlite = watchSqlite();
  await using sandbox = await RemoteSandbox.start();
  const taskId = await createTask(sandbox);
  const plan = effectsPlan({ sandbox, taskId, effectCount: EFFECTS, requests: '1000000/s', inFlight: IN_FLIGHT });
  const subject: Subject = { compiled: compileText(plan), sandbox };
  const requests = await recordRequests(subject);
  const leastWork = { sandbox, taskId, effectCount: EFFECTS, inFlight: IN_FLIGHT };

  const blocked: number[] = [];
  const times = await compare({
    rounds: ROUNDS,
    tasks: {
      durable: async () => {
        const writtenBeforeMs = sqlite.writingMs();
        const durationMs = await runDurably(subject);
        blocked.push((sqlite.writingMs() - writtenBeforeMs) / durationMs);
        return durationMs;
      },
      forgetful: () => runForgetfully(subject),
      floor: () => timed(() => doLeastWork(leastWork)),
      forgetfulFloor: () => timed(() => doLeastWorkForgetfully(leastWork)),
      bare: () => timed(() => sendAll(requests)),
    },
  });
  return [floorRow(times), commitsRow(times, median(blocked))];
}

interface Subject {
  readonly compiled: CompiledPlan;
  readonly sandbox: RemoteSandbox;
}

type Times = Readonly<Record<'durable' | 'forgetful' | 'floor' | 'forgetfulFloor' | 'bare', number>>;

/** The requests of the plan, signed as a run sends them. */
async function recordRequests(subject: Subject): Promise<readonly HttpRequest[]> {
  const requests: HttpRequest[] = [];
  await using store = openForgetfulStore(subject.compiled.plan.name);
  await using undici = createUndiciTransport({ maxConnectionsPerOrigin: IN_FLIGHT });
  await run(subject, store, {
    send: (request, options) => {
      requests.push(request);
      return undici.send(request, options);
    },
  });
  if (requests.length !== EFFECTS) throw new Error(`${requests.length} requests were recorded`);
  return requests;
}

/** A whole run with a state of its own on disk: lock, journal, every commit synced. */
async function runDurably(subject: Subject): Promise<number> {
  using folder = temporaryFolder();
  const { plan } = subject.compiled;
  await using store = openSqliteStore({ path: folder.file('state.db'), plan: plan.name, random: systemRandom });
  await using transport = createUndiciTransport({ maxConnectionsPerOrigin: IN_FLIGHT });
  return await timed(() => run(subject, store, transport));
}

async function runForgetfully(subject: Subject): Promise<number> {
  await using store = openForgetfulStore(subject.compiled.plan.name);
  await using transport = createUndiciTransport({ maxConnectionsPerOrigin: IN_FLIGHT });
  return await timed(() => run(subject, store, transport));
}

async function run({ compiled, sandbox }: Subject, store: CheckpointStore, transport: Transport): Promise<void> {
  const { outcome } = await applyCompiled(compiled, { store, transport, env: sandbox.env });
  if (outcome !== 'succeeded') throw new Error(`the run ${outcome}`);
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

function floorRow({ durable, floor, bare }: Times): Row {
  const ratio = floor / durable;
  return {
    what: `${EFFECTS.toLocaleString('en')} effects, ${IN_FLIGHT} in flight, durable, against a loop that only signs, sends and commits the same two records`,
    measured: `${ratio.toFixed(2)} ×`,
    bar: `≥ ${LEAST_OF_FLOOR} ×`,
    isHeld: ratio >= LEAST_OF_FLOOR,
    detail: `${callsPerSecond(durable)} calls/s, that loop ${callsPerSecond(floor)}, bare undici ${callsPerSecond(bare)}: ${(bare / durable).toFixed(2)} × and ${(bare / floor).toFixed(2)} × of it`,
  };
}

function callsPerSecond(durationMs: number): string {
  return ((EFFECTS / durationMs) * 1_000).toFixed(0);
}

/**
 * What commits cost is compared with what the same ones cost the floor. As a part of the run it would say less: an engine
 * that gets faster pays as much for a commit, which is then a larger part.
 */
function commitsRow({ durable, forgetful, floor, forgetfulFloor }: Times, blocked: number): Row {
  const [ofRun, ofFloor] = [durable - forgetful, floor - forgetfulFloor];
  const ratio = ofRun / ofFloor;
  return {
    what: 'what the durable commits of that run cost it, against what they cost that loop: each is compared with itself and a state that forgets',
    measured: `${ratio.toFixed(2)} ×`,
    bar: `≤ ${MOST_OF_COMMITS} ×`,
    isHeld: ratio <= MOST_OF_COMMITS,
    detail: `${perEffect(ofRun)} µs for each effect, that loop ${perEffect(ofFloor)} µs; ${((ofRun / durable) * 100).toFixed(1)} % of the run and ${((ofFloor / floor) * 100).toFixed(1)} % of that loop; event loop blocked by SQLite for ${(blocked * 100).toFixed(1)} % of the run; without a journal ${callsPerSecond(forgetful)} and ${callsPerSecond(forgetfulFloor)} calls/s`,
  };
}

function perEffect(durationMs: number): string {
  return ((durationMs * 1_000) / EFFECTS).toFixed(0);
}
