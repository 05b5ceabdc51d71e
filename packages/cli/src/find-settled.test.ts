import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { defined } from '@waybill/core';
import { expect, test } from 'vitest';
import { findSettled } from './find-settled.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const STATE = 'shop.state.db';
const AT = ['--state', STATE];
/** Nothing of it waits for an operator. */
const AUTOMATIC = SHOP_PLAN.replace('cutover: { mode: manual }', 'cutover: { mode: none }');

function change(session: SandboxSession, sql: string): void {
  const database = new DatabaseSync(join(session.folder, STATE));
  database.exec(sql);
  database.close();
}

/** What is shown without compiling the plan. */
function settledOf(session: SandboxSession, why?: string, endpoint = session.sandbox.url) {
  const flags = { state: STATE, var: [`endpoint=${endpoint}`], ...defined({ why }) };
  return findSettled('shop.yaml', flags, session.io());
}

async function addressesOf(session: SandboxSession): Promise<readonly string[]> {
  const { stdout } = await session.run('state list', [...AT, '--json']);
  const lines = stdout.trim().split('\n');
  const steps = lines.map((line) => (JSON.parse(line) as { readonly step: string }).step);
  return [...steps, ...new Set(steps.map((step) => step.slice(0, step.lastIndexOf('.'))))];
}

async function shownOf(session: SandboxSession, addresses: readonly string[]): Promise<readonly unknown[]> {
  const shown: unknown[] = [await session.run('status', AT), await session.run('status', [...AT, '--json'])];
  for (const why of addresses) shown.push(await session.run('status', [...AT, '--why', why]));
  for (const why of addresses) shown.push(await session.run('status', [...AT, '--why', why, '--json']));
  return shown.map((result) => ({ ...(result as object), io: undefined }));
}

test('a plan that is done is shown from its snapshot as it is from plan and journal', async () => {
  await using session = await SandboxSession.open(AUTOMATIC);
  expect(await session.run('apply', [...AT, '--quiet'])).toMatchObject({ code: 0 });
  const addresses = await addressesOf(session);
  expect(addresses.length).toBeGreaterThan(10);
  expect(await settledOf(session)).toMatchObject({ kind: 'status', status: { units: { total: 3, succeeded: 3 } } });
  for (const why of addresses) expect(await settledOf(session, why), why).toMatchObject({ kind: 'why' });
  const shown = await shownOf(session, addresses);
  change(session, 'DELETE FROM snapshot_head');
  expect(await settledOf(session)).toBeUndefined();
  expect(await shownOf(session, addresses)).toEqual(shown);
});

test('while some unit is open, only the others are explained so', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply', [...AT, '--quiet']);
  expect(await settledOf(session)).toBeUndefined();
  expect(await settledOf(session, 'sessions')).toBeUndefined();
  expect(await settledOf(session, 'orders[orders-2023]')).toBeUndefined();
  const why = 'orders[orders-2024]';
  expect(await settledOf(session, why)).toMatchObject({ kind: 'why', why: { status: 'succeeded' } });
  const shown = await shownOf(session, [why]);
  change(session, 'DELETE FROM snapshot_head');
  expect(await shownOf(session, [why])).toEqual(shown);
});

test('the plan is compiled after a change of its text, an input, the snapshot, or a unit', async () => {
  await using session = await SandboxSession.open(AUTOMATIC);
  await session.run('apply', [...AT, '--quiet']);
  expect(await settledOf(session)).toBeDefined();
  expect(await settledOf(session, undefined, 'http://127.0.0.1:1')).toBeUndefined();
  const plan = join(session.folder, 'shop.yaml');
  const text = readFileSync(plan, 'utf8');
  appendFileSync(plan, '# a comment\n');
  expect(await settledOf(session)).toBeUndefined();
  session.writePlan(text.replace('name: shop', 'name: "shop"'));
  expect(await settledOf(session)).toBeUndefined();
  session.writePlan(text.replace('name: shop', 'name: other'));
  expect(await settledOf(session)).toBeUndefined();
  session.writePlan(text);
  expect(await settledOf(session)).toBeDefined();
  change(session, `UPDATE snapshot_part SET body = replace(body, '"orders"', '"orderz"')`);
  expect(await settledOf(session)).toBeUndefined();
  change(session, `UPDATE snapshot_part SET body = replace(body, '"orderz"', '"orders"')`);
  expect(await settledOf(session)).toBeDefined();
  const redone = await session.run('redo', ['orders[orders-2024]', ...AT, '--reason', 'the data was lost']);
  expect(redone.code).toBe(0);
  expect(await settledOf(session)).toBeUndefined();
});

test('without a state, or without a plan, nothing is shown and nothing created', async () => {
  await using session = await SandboxSession.open(AUTOMATIC);
  expect(await settledOf(session)).toBeUndefined();
  expect(await findSettled('other.yaml', {}, session.io())).toBeUndefined();
  expect((await session.run('status', AT)).stdout).toContain('never started');
});
