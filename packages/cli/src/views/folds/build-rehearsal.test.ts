import { compilePlan } from '@waybill/core';
import { builtInRegistry as registry } from '@waybill/node';
import { type Exploration, rehearse } from '@waybill/rehearsal';
import { expect, test } from 'vitest';
import { renderRehearsal } from '../text/render-rehearsal.ts';
import { createStyle } from '../text/style.ts';
import { buildRehearsalReport } from './build-rehearsal.ts';

const PLAN = `version: 1
name: small
providers: { search: { type: alicloud-elasticsearch } }
migrations: { look: { uses: search.ListDataTasks, with: { InstanceId: es-cn-1 } } }
`;

test('every point that ended differently is told, and makes the rehearsal fail', async () => {
  const { compiled } = compilePlan(PLAN, { file: 'small.yaml', registry });
  if (compiled === undefined) throw new Error('the plan is valid');
  const calm = await rehearse({ ...compiled, registry, seed: 1, interrupt: () => 'none' });
  const explored: Exploration = {
    undisturbed: { units: {}, tasks: {}, slices: {}, breakdown: undefined },
    pointCount: 20,
    triedCount: 3,
    differences: [
      { point: { at: 'commit', when: 'after', index: 2, interruption: 'die' }, differences: ['unit look: failed'] },
      {
        point: { at: 'call', when: 'after', index: 1, interruption: 'lose' },
        differences: ['remote task x: 2 × SUCCESS'],
      },
    ],
  };
  const report = buildRehearsalReport({
    plan: compiled.plan,
    seed: 1,
    calm,
    explored,
    stands: ['my stand.mjs'],
    context: { file: 'p.yaml', flags: {} },
  });
  expect(report.is_good).toBe(false);
  const output = { write: () => {}, isTTY: false, size: () => ({ columns: 80, rows: 24 }) };
  const text = renderRehearsal(report, createStyle(output, { LANG: 'C.UTF-8' }, {}));
  expect(text).toContain('tried 3 of 20 points');
  expect(text).toContain('2 points ended differently');
  expect(text).toContain('the process died after commit 2\n      unit look: failed');
  expect(text).toContain('the answer to call 1 was lost\n      remote task x: 2 × SUCCESS');
});

test('a run that refused credentials ended is no good rehearsal, and says which connection it was', async () => {
  const { compiled } = compilePlan(PLAN, { file: 'small.yaml', registry });
  if (compiled === undefined) throw new Error('the plan is valid');
  const faults = [{ operation: 'ListDataTasks', fault: { kind: 'status', status: 401, when: 'before' } }] as const;
  const calm = await rehearse({ ...compiled, registry, seed: 1, interrupt: () => 'none', faults });
  const context = { file: 'p.yaml', flags: {} };
  const explored = undefined;
  const report = buildRehearsalReport({ plan: compiled.plan, seed: 1, calm, explored, stands: [], context });
  expect(report).toMatchObject({ is_good: false, units: { pending: 1 }, failures: [{ units: ['search'] }] });
});
