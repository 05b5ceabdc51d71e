// The part of the demo with real keys: the sandbox starts real Redis servers and moves between them as the vendor does. One copy
// is damaged without a word from the vendor, which the comparison finds, and is done over.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedisProgram } from '../../packages/data-plane-redis/src/redis-program.ts';
import { DataPlaneError } from '../../packages/stand-kit/src/data-plane-error.ts';
import { cliPath, ended, fail, plantFaults, readReady, root, step } from './programs.ts';

const PLAN = 'scripts/demo/keys.yaml';
const KEYS = 5_000;
const DAMAGED = 3;
const DIFFERENT = 8;

/** As the plan has them: sources with keys, and targets without. */
const INSTANCES = [
  { id: 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5', name: 'sessions_old', data: { keys: KEYS, seed: 7 } },
  { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', name: 'sessions_new' },
  { id: 'e2c8399f-bdba-43c1-8069-3ff17a1a79d5', name: 'carts_old', data: { keys: KEYS, seed: 8 } },
  { id: 'df4a05df-1c38-47c5-bb5a-0a7b3673b3bd', name: 'carts_new' },
] as const;

interface Ready {
  readonly url: string;
  readonly credentials: { readonly huaweicloud: { readonly project_id: string } };
  readonly env: Readonly<Record<string, string>>;
  readonly instances: readonly { readonly name: string; readonly host: string; readonly port: number }[];
}

/** Whether it has happened, or this machine has no Redis, which is printed in one line. */
export async function moveRealKeys(): Promise<boolean> {
  const missing = describeMissing();
  if (missing !== undefined) {
    step(`Between real Redis servers: left out. ${missing}`);
    return true;
  }
  step('Start a sandbox with four real Redis servers, and damage one of the copies to come');
  const folder = mkdtempSync(join(tmpdir(), 'waybill-demo-'));
  const instances = join(folder, 'instances.json');
  writeFileSync(instances, JSON.stringify(INSTANCES));
  const sandbox = spawn(
    process.execPath,
    [cliPath, 'sandbox', '--data', 'real', '--instances', instances, '--port', '0'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    return await moveKeys(await readReady<Ready>(sandbox), folder);
  } finally {
    sandbox.kill();
    // It ends its servers first.
    await ended(sandbox);
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeMissing(): string | undefined {
  try {
    findRedisProgram(undefined);
    return undefined;
  } catch (error) {
    if (error instanceof DataPlaneError) return `${error.message} ${error.hint}`;
    throw error;
  }
}

async function moveKeys(ready: Ready, folder: string): Promise<boolean> {
  const previewPath = join(folder, 'keys.preview.json');
  const state = ['--state', join(folder, 'keys.db')];
  const waybill = runnerFor(ready);
  // The second copy is that of the carts: the plan has them after the sessions.
  const damage = { kind: 'damage', what: 'truncate', keys: DAMAGED };
  await plantFaults(ready.url, [{ operation: 'SetOnlineMigrationTask', nth: [2], fault: damage }]);

  step('Preview and apply: copy both, and compare every key and value, whatever the vendor reports');
  const variables = variablesOf(ready).flatMap((variable) => ['--var', variable]);
  const planned = await waybill(['plan', PLAN, '--concise', '--out', previewPath, ...state, ...variables]);
  if (planned !== 0) return fail(`the preview of the keys ended with exit code ${planned}`);
  const found = await waybill(['apply', previewPath, '--quiet', ...state]);
  if (found !== DIFFERENT) return fail(`the comparison should have ended with exit code 8, not ${found}`);
  const differences = join(folder, 'differences.jsonl');
  await waybill(['status', previewPath, '--differences', differences, ...state], 'ignore');
  const lines = readFileSync(differences, 'utf8').trim().split('\n');
  console.log(lines.map((line) => `   ${line}`).join('\n'));
  if (lines.length !== DAMAGED) return fail(`${DAMAGED} keys were damaged, and ${lines.length} found`);

  step('Copy the damaged instance again, and compare both once more');
  const redone = await waybill(['redo', previewPath, 'carts', '--reason', 'three values are damaged', ...state]);
  const resumed = await waybill(['resume', previewPath, '--quiet', ...state]);
  if (redone !== 0 || resumed !== 0) return fail(`the second copy ended with exit code ${resumed}`);
  const equal = await waybill(['verify', previewPath, '--quiet', ...state]);
  return equal === 0 || fail(`the comparison ended with exit code ${equal}`);
}

function variablesOf({ url, credentials, instances }: Ready): readonly string[] {
  const places = instances.map(({ name, host, port }) => `${name}=redis://${host}:${port}`);
  return [`cache_endpoint=${url}`, `project_id=${credentials.huaweicloud.project_id}`, ...places];
}

/** Runs one command to its end, and gives its exit code. */
function runnerFor({ env }: Ready): (args: readonly string[], output?: 'inherit' | 'ignore') => Promise<number | null> {
  return (args, output = 'inherit') => {
    console.log(`   $ waybill ${args.slice(0, 2).join(' ')} …`);
    const stdio = ['ignore', output, 'inherit'] as const;
    const child = spawn(process.execPath, [cliPath, ...args], {
      cwd: root,
      stdio: [...stdio],
      env: { ...process.env, ...env },
    });
    return ended(child);
  };
}
