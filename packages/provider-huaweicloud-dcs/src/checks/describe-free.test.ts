import { expect, it } from 'vitest';
import { checks } from './checks.ts';
import { describeFree } from './describe-free.ts';

it.each([[1000], ['1000'], [999], [undefined], [null], ['many']])('has seen every task with a count of %j', (count) => {
  expect(describeFree({ count: count ?? null, migration_tasks: [] }, 1000)).toEqual({
    kind: 'passed',
    detail: 'None of the 1000 listed tasks uses the target.',
  });
});

it('says how many older tasks the list did not hold', () => {
  expect(describeFree({ count: 1234 }, 1000)).toMatchObject({
    kind: 'warning',
    detail: 'None of the newest 1,000 tasks uses the target; 234 older ones were not listed.',
  });
});

it('is what the check finds on a long list', () => {
  const tasks = Array.from({ length: 3 }, (_, index) => ({ task_id: `t${index}`, status: 'SUCCESS' }));
  const found = checks['target-free']?.judge({ count: 4, migration_tasks: tasks }, {}, { target: 'x' });
  expect(found).toMatchObject({ kind: 'warning', detail: expect.stringContaining('1 older ones') });
});
