import { expect, test } from 'vitest';
import { standsWith } from '../listed-stands.ts';
import { suitPlan } from './suit-plan.ts';

const PLAN = {
  units: [
    { source_instance: { id: 'a' }, backup_files: { backup_id: 'b1' } },
    { source_instance: { id: 'a' }, backup_files: { files: ['x.rdb'] } },
    { InstanceId: 'es-1' },
  ],
  entries: [{ region: 'eu-de' }, { project_id: 'p1' }],
};

test('gives what a plan takes for granted: its project, and the backups that it imports', () => {
  const { settings, credentials } = suitPlan(PLAN);
  expect(settings.huaweicloud).toEqual({ backups: [{ instance_id: 'a', backup_id: 'b1' }] });
  const none = Object.fromEntries(standsWith([]).map(({ name }) => [name, {}]));
  expect(credentials).toEqual({ ...none, huaweicloud: { projectId: 'p1' } });
});

test('leaves what is set as it is', () => {
  const { settings } = suitPlan(PLAN, { maxSkewMs: 5, huaweicloud: { backups: [], omitJobId: true } });
  expect(settings).toMatchObject({ maxSkewMs: 5, huaweicloud: { backups: [], omitJobId: true } });
});
