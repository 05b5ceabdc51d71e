import { createHash } from 'node:crypto';
import { buildPreview, buildReport, compilePlan, readRecords } from '@waybill/core';
import { expect, test } from 'vitest';
import { openExistingState } from './open-state.ts';
import { loadRegistry } from './registry.ts';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

test('a report names the hash of exactly what `waybill state export` prints', async () => {
  await using session = await SandboxSession.open();
  await session.run('apply');
  const exported = (await session.run('state export')).io.stdout.text;
  const registry = await loadRegistry();
  const variables = { endpoint: session.sandbox.url };
  const { compiled } = compilePlan(SHOP_PLAN, { file: 'shop.yaml', registry, variables });
  if (compiled === undefined) throw new Error('the plan of the session is valid');
  await using store = await openExistingState(compiled.plan, {}, session.io());
  const report = buildReport({
    preview: buildPreview({ ...compiled, registry }),
    isRebuilt: true,
    graph: compiled.graph,
    header: store.header,
    records: await readRecords(store),
    how: 'waybill state export shop.yaml | sha256sum',
  });
  expect(report.units.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'gated']);
  expect(report.evidence.records).toBe(exported.trimEnd().split('\n').length - 1);
  expect(report.evidence.sha256).toBe(createHash('sha256').update(exported).digest('hex'));
});
