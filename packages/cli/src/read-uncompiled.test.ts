import { join } from 'node:path';
import { digestSource, openSqliteStore } from '@waybill/core';
import { builtInRegistry as registry, systemRandom } from '@waybill/node';
import { expect, test } from 'vitest';
import { readUncompiled } from './read-uncompiled.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

test('a state tells of a plan by its text, and the steps of a unit that is asked for when it is done', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply', ['--state', 'shop.db', '--quiet']);
  await using store = openSqliteStore({ path: join(session.folder, 'shop.db'), plan: 'shop', random: systemRandom });
  const source = digestSource(Buffer.from(SHOP_PLAN), { endpoint: session.sandbox.url });
  const read = (address?: string) => readUncompiled(store, { source, registry, address });
  const unit = 'orders[orders-2024]';
  expect(await read()).toMatchObject({ isAllSettled: false, steps: undefined, decisions: [] });
  const found = await read(unit);
  const last = found?.steps?.at(-1) ?? '';
  expect(last.startsWith(`${unit}.`)).toBe(true);
  expect([...(found?.checkpoint.steps.keys() ?? [])].toSorted()).toEqual(found?.steps?.toSorted());
  expect((await read(last))?.steps).toEqual(found?.steps);
  for (const open of ['sessions', `${unit}.other`, 'none']) expect((await read(open))?.steps, open).toBeUndefined();
  expect(await readUncompiled(store, { source: 'other', registry })).toBeUndefined();
});
