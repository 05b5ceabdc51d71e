import { defined } from '@waybill/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

const BETWEEN = `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    cutover: { mode: clients, gate: false }
`;

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

async function run(command: string, ...more: readonly string[]): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await session.run(command, [...more, '--auto-approve']);
  return { code, text: (stdout + stderr).replace(/\s+/g, ' ') };
}

const send = async (method: string, path: string, body?: object): Promise<object> => {
  const headers = { 'content-type': 'application/json' };
  const url = `${session.sandbox.url}/clusters${path}`;
  const answer = await fetch(url, {
    method,
    headers,
    ...defined({ body: body === undefined ? undefined : JSON.stringify(body) }),
  });
  return (await answer.json()) as object;
};

const isFrozen = async (): Promise<boolean> =>
  JSON.stringify(await send('GET', '/old/orders')).includes('"write":"true"');

describe.each([
  ['was deleted', () => send('DELETE', '/new/copy')],
  [
    'was deleted and made anew by something else',
    async () => {
      await send('DELETE', '/new/copy');
      await send('PUT', '/new/copy', {});
    },
  ],
] as const)('a copy that %s while its unit waits for its clients', (_name, lose) => {
  test('keeps the confirmation from being given, and the way out lifts the freeze', async () => {
    session = await openTwoClusters(BETWEEN);
    expect((await run('apply')).code).toBe(3);
    await lose();
    const refused = await run('cutover');
    expect(refused.code, refused.text).toBe(1);
    expect(refused.text).toContain('✗ The copy is not the index that this unit created');
    expect(refused.text).toContain('hint: Switch clients back with `waybill rollback`');
    const { gates } = JSON.parse((await session.run('status', ['--usage', '--json'])).stdout) as JsonStatus;
    expect(gates[0]?.usage).toContainEqual(expect.objectContaining({ is_in_use: null, is_blocking: true }));
    expect(await isFrozen()).toBe(true);
    const back = await run('rollback', '--target', 'orders', '--reason', 'CHG-1', '--json');
    expect([back.code, await isFrozen()], back.text).toEqual([0, false]);
    expect((await session.run('redo', ['orders', '--reason', 'once more'])).code).toBe(0);
  });
});

test('a copy that is started over is no sign of a lost record', async () => {
  session = await openTwoClusters(BETWEEN.replace('    cutover: { mode: clients, gate: false }\n', ''));
  expect((await run('apply')).code).toBe(0);
  expect((await session.run('redo', ['orders', '--reason', 'once more'])).code).toBe(0);
  const again = await run('resume', '--json');
  expect([again.code, again.text]).toEqual([
    0,
    expect.stringContaining('It was created before this unit was started over.'),
  ]);
  expect(again.text).not.toContain('This state has no record of it');
});
