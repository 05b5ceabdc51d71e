import { openSqliteStore } from '@waybill/core';
import { systemClock, systemRandom } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { applyCompiled, compileText } from '../support/apply-text.ts';
import { median, timed } from '../support/compare.ts';
import { createTask } from '../support/create-task.ts';
import { effectsPlan } from '../support/effects-plan.ts';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import type { Row } from '../support/row.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CALLS = 2_000;
const CALLS_PER_SECOND = 400;
const ROUNDS = 5;
const MOST_MAKESPAN = 1.03;

/** A run that its rate limit holds back, against the time that the limit itself asks for, and the server's own count. */
export async function benchRate(): Promise<readonly Row[]> {
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await runOnce());
  const idealMs = (CALLS / CALLS_PER_SECOND) * 1_000;
  const makespan = median(rounds.map(({ durationMs }) => durationMs)) / idealMs;
  const highest = Math.max(...rounds.map(({ highestPerWindow }) => highestPerWindow));
  return [
    {
      what: `${CALLS.toLocaleString('en')} calls at ${CALLS_PER_SECOND}/s, against calls ÷ rate`,
      measured: `${makespan.toFixed(3)} ×`,
      bar: `≤ ${MOST_MAKESPAN} ×`,
      isHeld: makespan <= MOST_MAKESPAN,
      detail: `${(makespan * idealMs).toFixed(0)} ms, ${idealMs} ms by the limit`,
    },
    {
      what: 'most calls in any second of that, as the server counts',
      measured: String(highest),
      bar: `≤ ${CALLS_PER_SECOND}`,
      isHeld: highest <= CALLS_PER_SECOND,
      detail: `highest of ${ROUNDS} runs`,
    },
  ];
}

interface Round {
  readonly durationMs: number;
  readonly highestPerWindow: number;
}

/** A sandbox for each: the calls of one run are none of the next one's. */
async function runOnce(): Promise<Round> {
  using folder = temporaryFolder();
  await using sandbox = await RemoteSandbox.start();
  const taskId = await createTask(sandbox);
  // Creating the task took calls of its own, which shall be in no window of the run.
  await systemClock.sleep(1_100);
  const requests = `${CALLS_PER_SECOND}/s`;
  const compiled = compileText(effectsPlan({ sandbox, taskId, effectCount: CALLS, requests, inFlight: 16 }));
  await using store = openSqliteStore({
    path: folder.file('state.db'),
    plan: compiled.plan.name,
    random: systemRandom,
  });
  await using transport = createUndiciTransport();
  const durationMs = await timed(async () => {
    const { outcome } = await applyCompiled(compiled, { store, transport, env: sandbox.env });
    if (outcome !== 'succeeded') throw new Error(`the run ${outcome}`);
  });
  const { providers } = await sandbox.metrics();
  return { durationMs, highestPerWindow: providers.huaweicloud.highestCallsPerWindow };
}
