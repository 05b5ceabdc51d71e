import { expect, test } from 'vitest';
import { withLateSteps } from './late-steps.ts';

test('the steps are made at each reading, and are members like the others', () => {
  let made = 0;
  const unit = withLateSteps(
    { address: 'a' },
    () => {
      made += 1;
      return [{ name: 'create', made }];
    },
    { wave: 0 },
  );
  expect(made).toBe(0);
  expect(JSON.stringify(unit)).toBe('{"address":"a","steps":[{"name":"create","made":1}],"wave":0}');
  expect(Object.keys(unit)).toEqual(['address', 'steps', 'wave']);
  expect(unit.steps).toEqual([{ name: 'create', made: 2 }]);
  expect({ ...unit }).toEqual({ address: 'a', steps: [{ name: 'create', made: 3 }], wave: 0 });
});
