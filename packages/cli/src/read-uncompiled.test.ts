import { builtInRegistry as registry } from '@waybill/node';
import { readUncompiledStatus } from '@waybill/node/internal';
import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

test('a state tells of a plan by its text, and the steps of a unit that is asked for when it is done', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply', ['--state', 'shop.db', '--quiet']);
  const source = {
    text: Buffer.from(SHOP_PLAN),
    file: 'shop.yaml',
    variables: { endpoint: session.sandbox.url },
    registry,
  };
  const options = { cwd: session.folder, state: 'shop.db' };
  const read = (why: string) => readUncompiledStatus(source, { ...options, why });
  const unit = 'orders[orders-2024]';
  expect(await readUncompiledStatus(source, options)).toBeUndefined();
  const found = await read(unit);
  expect(found).toMatchObject({ plan: { name: 'shop' }, state: 'shop.db', running: 'no', decisions: [] });
  const steps = [...(found?.checkpoint.steps.keys() ?? [])];
  const last = found?.explanation?.step ?? '';
  expect(last.startsWith(`${unit}.`)).toBe(true);
  expect(steps).toContain(last);
  expect((await read(last))?.checkpoint.steps.keys().toArray().toSorted()).toEqual(steps.toSorted());
  for (const open of ['sessions', `${unit}.other`, 'none']) expect(await read(open), open).toBeUndefined();
  const other = { ...source, text: Buffer.from(SHOP_PLAN.replace('name: shop', 'name: shop # the same')) };
  expect(await readUncompiledStatus(other, { ...options, why: unit })).toBeUndefined();
});
