import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

/** Orders alone: nothing waits for an operator. */
const PLAN = SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:')).replace('[orders-2024, orders-2025]', '[a, b, c]');

async function run(session: SandboxSession, words: readonly string[]) {
  const io = session.io();
  const code = await runCli(words, io);
  return { code, stdout: io.stdout.text };
}

async function nextOf(session: SandboxSession, words: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(session, [...words, '--json']);
  const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  return last.next_steps.map(({ command, why }: { command: string; why: string }) => `${command}: ${why}`);
}

test('after a pilot the rest is proposed, and not a resume that has nothing to do', async () => {
  await using session = await SandboxSession.open(PLAN);
  writeFileSync(join(session.folder, 'prod.yaml'), `endpoint: ${session.sandbox.url}\n`);
  const pilot = ['--env', 'prod', '--target', 'orders[a]', '--offline', '--out', 'pilot.json'];
  expect((await run(session, ['plan', 'shop.yaml', ...pilot])).code).toBe(0);
  const rest = ['waybill plan shop.yaml --env prod: preview the 2 units that pilot.json leaves out'];
  expect(await nextOf(session, ['apply', 'pilot.json'])).toEqual(rest);
  expect(await nextOf(session, ['status', 'pilot.json'])).toEqual(rest);
  expect(await nextOf(session, ['status', 'shop.yaml', '--env', 'prod'])).toEqual([
    'waybill resume shop.yaml --env prod: do the 2 units that the last run left out',
  ]);
  expect(await nextOf(session, ['resume', 'shop.yaml', '--env', 'prod'])).toEqual([]);
});
