import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupFailures } from './group-failures.ts';

const failure = fc.record({ unit: fc.string(), code: fc.constantFrom('A', 'B'), message: fc.constantFrom('x', 'y') });

test('every unit is in exactly one group, the largest group first, and equal failures are never apart', () => {
  fc.assert(
    fc.property(fc.array(failure), (failures) => {
      const groups = groupFailures(failures);
      expect(groups.flatMap(({ units }) => units).toSorted()).toEqual(failures.map(({ unit }) => unit).toSorted());
      const sizes = groups.map(({ units }) => units.length);
      expect(sizes).toEqual(sizes.toSorted((left, right) => right - left));
      expect(new Set(groups.map(({ code, message }) => `${code} ${message}`)).size).toBe(groups.length);
      for (const { code, units } of groups) {
        const codes = failures.filter(({ unit }) => units.includes(unit)).map((member) => member.code);
        expect(codes).toContain(code);
      }
    }),
  );
});

test('whatever the ids are, failures that differ by nothing else have one cause', () => {
  const id = fc.uuid();
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id), { minLength: 2 }), (ids) => {
      const failures = ids.map(([task, request], index) => ({
        unit: `orders[k${index}]`,
        code: 'RUN_TASK_FAILED',
        message: `Task ${task} of k${index} ended with FAILED (request ${request}).`,
      }));
      const [group, ...others] = groupFailures(failures);
      expect(others).toEqual([]);
      expect(group).toMatchObject({ is_example: true, message: failures[0]?.message });
      expect(group?.units).toHaveLength(ids.length);
    }),
  );
});

describe('a cause', () => {
  const told = (unit: string, message: string) => ({ unit, code: 'C', message });

  test.each([
    ['index names', told('o[orders-2024]', 'orders-2024 exists'), told('o[orders-2025]', 'orders-2025 exists')],
    ['task ids', told('a', 'task et_cn_0a1b2c3d failed'), told('b', 'task et_cn_9f8e7d6c failed')],
    ['unit names', told('users', 'the sink of users is full'), told('sales', 'the sink of sales is full')],
  ])('is the same for different %s', (_what, left, right) => {
    expect(groupFailures([left, right])).toEqual([
      { code: 'C', message: left.message, is_example: true, units: [left.unit, right.unit] },
    ]);
  });

  test.each([
    ['words', told('a', 'the sink is full'), told('b', 'the sink is frozen')],
    ['short numbers', told('a', 'HTTP 502'), told('b', 'HTTP 503')],
    ['a key that is only part of a word', told('o[a]', 'a sink'), told('o[b]', 'a sunk')],
  ])('is not the same for different %s', (_what, left, right) => {
    expect(groupFailures([left, right])).toHaveLength(2);
  });

  test('is not torn apart by a key that happens to be a word of the message', () => {
    expect(groupFailures([told('o[is]', 'the sink is full'), told('o[b]', 'the sink is full')])).toHaveLength(1);
  });
});
