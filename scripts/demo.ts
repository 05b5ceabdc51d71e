// The whole of Waybill in a minute or two, without a cloud account: a sandbox that speaks the vendors' APIs, a plan of 46
// units over both providers, previewed and carried out exactly as previewed, a runner that is killed in the middle and
// started again, an approval at the cut-over gates, and then the sandbox's own account of what it was asked to do. Where
// there is redis-server, keys then move between real servers; where there is Java, an index between two real clusters.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { moveRealIndex } from './demo/move-real-index.ts';
import { moveRealKeys } from './demo/move-real-keys.ts';
import { cliPath, ended, fail, plantFaults, readReady, root, say, step } from './demo/programs.ts';

const planPath = join('plans', 'demo.yaml');
const folder = mkdtempSync(join(tmpdir(), 'waybill-demo-'));
const previewPath = join(folder, 'demo.preview.json');
/** What stays when the demo is over. */
const reportPath = join('.waybill-demo', 'report.html');
/** The runner is killed when this many remote tasks exist. */
const KILL_AT_TASKS = 14;

/** Longer than the interval of the plan's rates. */
const READING_MS = 1_500;

/** As far away as a vendor is, so that calls overlap and the kill finds some under way. */
const LATENCY_MS = 60;

interface Ready {
  readonly url: string;
  readonly credentials: { readonly huaweicloud: { readonly project_id: string } };
  readonly env: Readonly<Record<string, string>>;
}

interface ProviderMetrics {
  readonly highestCallsPerWindow: number;
  readonly highestInFlight: number;
  readonly highestActiveTasks: number;
  readonly highestActiveTasksPerTarget: Readonly<Record<string, number>>;
}

interface SandboxState {
  readonly alicloud: VendorState;
  readonly huaweicloud: VendorState;
}

interface VendorState {
  readonly tasks: readonly unknown[];
  readonly created: Readonly<Record<string, number>>;
}

interface SandboxMetrics {
  readonly totalRequests: number;
  readonly providers: { readonly alicloud: ProviderMetrics; readonly huaweicloud: ProviderMetrics };
}

/** What plans/demo.yaml declares. */
const LIMITS = { callsPerSecond: 20, inFlight: 4, active: 6, activePerDcsTarget: 1 };

const started = performance.now();
step('Start the sandbox: both vendors on one loopback port');
const sandbox = spawn(process.execPath, [cliPath, 'sandbox', '--port', '0', '--seed', '7'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
let hasPassed = false;
try {
  hasPassed = await runDemo(await readReady<Ready>(sandbox));
} finally {
  sandbox.kill();
  rmSync(folder, { recursive: true, force: true });
}
hasPassed &&= await moveRealKeys();
hasPassed &&= await moveRealIndex();
if (hasPassed) {
  say('Done.');
  console.log(`The report of the 46 units is in ${reportPath}: open it in a browser.`);
}
process.exitCode = hasPassed ? 0 : 1;

async function runDemo(ready: Ready): Promise<boolean> {
  console.log(`   ${ready.url}, every answer takes ${LATENCY_MS} ms`);
  await plantFaults(ready.url, [{ fault: { kind: 'latency', ms: LATENCY_MS } }]);
  const variables = [
    ['--var', `search_endpoint=${ready.url}`],
    ['--var', `cache_endpoint=${ready.url}`],
    ['--var', `project_id=${ready.credentials.huaweicloud.project_id}`],
  ].flat();
  const state = ['--state', join(folder, 'demo.db')];

  step(`Preview ${planPath}: every check is asked, nothing is changed`);
  const previewed = await ended(
    waybill(['plan', planPath, '--concise', '--out', previewPath, ...state, ...variables], ready),
  );
  if (previewed !== 0) return fail(`the preview ended with exit code ${previewed}`);
  // What a preview called leaves no record: another process that starts within the same second cannot know of it.
  await pause(READING_MS);

  step('Apply exactly that preview, and kill the runner with SIGKILL in the middle');
  const first = waybill(['apply', previewPath, ...state], ready);
  await waitForTasks(ready, KILL_AT_TASKS, first);
  if (first.exitCode !== null)
    return fail(`the first run ended with exit code ${first.exitCode} before it could be killed`);
  first.kill('SIGKILL');
  await ended(first);
  console.log('\n   killed: no clean-up ran, calls were under way');

  step('Apply it again: every open question is settled first, then the rest is done, up to the cut-over gates');
  const gated = await ended(waybill(['apply', previewPath, ...state], ready));
  if (gated !== 3) return fail(`it should have stopped at the gates with exit code 3, not ${gated}`);

  step('Approve the cut-overs, and resume to the end');
  mkdirSync(join(root, '.waybill-demo'), { recursive: true });
  const approved = await ended(
    waybill(['approve', previewPath, 'sessions[*]', 'rankings[*]', '--auto-approve', ...state], ready),
  );
  const finished = await ended(waybill(['apply', previewPath, '--report', reportPath, ...state], ready));
  if (approved !== 0 || finished !== 0) return fail(`the last run ended with exit code ${finished}`);

  step('What the sandbox saw');
  return showProof(ready);
}

function waybill(args: readonly string[], ready: Ready): ChildProcess {
  const env = {
    ...process.env,
    ...ready.env,
    ES_SOURCE_PASSWORD: 'demo-source-pass-1',
    ES_SINK_PASSWORD: 'demo-sink-pass-2',
    REDIS_PASSWORD: 'demo-redis-pass-3',
    DCS_PASSWORD: 'demo-dcs-pass-4',
  };
  console.log(`   $ waybill ${args.slice(0, 2).join(' ')} …`);
  return spawn(process.execPath, [cliPath, ...args], { cwd: root, stdio: 'inherit', env });
}

async function waitForTasks(ready: Ready, count: number, runner: ChildProcess): Promise<void> {
  while (runner.exitCode === null) {
    const { alicloud, huaweicloud } = await ask<SandboxState>(ready, 'state');
    if (alicloud.tasks.length + huaweicloud.tasks.length >= count) return;
    await pause(20);
  }
}

async function showProof(ready: Ready): Promise<boolean> {
  const state = await ask<SandboxState>(ready, 'state');
  const metrics = await ask<SandboxMetrics>(ready, 'metrics');
  const created = [...Object.entries(state.alicloud.created), ...Object.entries(state.huaweicloud.created)] as [
    string,
    number,
  ][];
  const twice = created.filter(([, count]) => count !== 1);
  console.log(`   tasks created: ${created.length}, created more than once: ${twice.length}`);
  const withinLimits = [
    showLimits('alicloud', metrics.providers.alicloud),
    showLimits('huaweicloud', metrics.providers.huaweicloud),
  ];
  console.log(`   ${metrics.totalRequests} requests in all, ${((performance.now() - started) / 1000).toFixed(0)} s`);
  if (twice.length > 0) return fail(`created more than once: ${twice.map(([name]) => name).join(', ')}`);
  if (created.length !== 46) return fail('the plan has 46 units');
  if (withinLimits.includes(false)) return fail('a limit was exceeded');
  console.log('   46 units, one kill, nothing created twice, no limit exceeded');
  return true;
}

function showLimits(name: string, seen: ProviderMetrics): boolean {
  const perTarget = name === 'huaweicloud' ? Math.max(0, ...Object.values(seen.highestActiveTasksPerTarget)) : 0;
  console.log(
    `   ${name}: at most ${seen.highestCallsPerWindow} calls in a second (limit ${LIMITS.callsPerSecond}), ` +
      `${seen.highestInFlight} at once (${LIMITS.inFlight}), ${seen.highestActiveTasks} remote tasks at once (${LIMITS.active})` +
      (name === 'huaweicloud' ? `, ${perTarget} on one target (${LIMITS.activePerDcsTarget})` : ''),
  );
  return (
    seen.highestCallsPerWindow <= LIMITS.callsPerSecond &&
    seen.highestInFlight <= LIMITS.inFlight &&
    seen.highestActiveTasks <= LIMITS.active &&
    perTarget <= LIMITS.activePerDcsTarget
  );
}

async function ask<Answer>(ready: Ready, what: string): Promise<Answer> {
  const response = await fetch(`${ready.url}/_sandbox/${what}`);
  return (await response.json()) as Answer;
}
