import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openNamed } from './open-named.ts';
import { readPlan } from './read-plan.ts';
import { SandboxSession } from './testing/sandbox-session.ts';

test('a report names the hash of exactly what `waybill state export` prints', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply');
  const exported = (await session.run('state export')).io.stdout.text;
  const io = session.io();
  const named = await readPlan('shop.yaml', { var: [`endpoint=${session.sandbox.url}`] }, io);
  if (named === undefined) throw new Error('the plan of the session is valid');
  await using opened = openNamed(named, {}, io);
  const report = await opened.report();
  expect(report.units.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'gated']);
  expect(report.evidence.records).toBe(exported.trimEnd().split('\n').length - 1);
  expect(report.evidence.sha256).toBe(createHash('sha256').update(exported).digest('hex'));
});
