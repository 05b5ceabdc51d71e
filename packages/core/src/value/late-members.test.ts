import { expect, test } from 'vitest';
import { LateMembers } from './late-members.ts';

interface Whole {
  readonly address: string;
  readonly note?: string;
  readonly steps: readonly { readonly name: string; readonly made: number }[];
  readonly level: number;
}

function lateUnits() {
  let made = 0;
  return new LateMembers<Whole, { readonly name: string }>({
    address: ({ name }) => name,
    note: ({ name }) => `about ${name}`,
    steps: () => {
      made += 1;
      return [{ name: 'create', made }];
    },
    level: () => 0,
  });
}

test('members are made at each reading, and are members like others', () => {
  const unit = lateUnits().of({ address: 'a', steps: [], level: 0 }, { name: 'a' });
  expect(JSON.stringify(unit)).toBe('{"address":"a","steps":[{"name":"create","made":1}],"level":0}');
  expect(Object.keys(unit)).toEqual(['address', 'steps', 'level']);
  expect(unit.steps).toEqual([{ name: 'create', made: 2 }]);
  expect({ ...unit }).toEqual({ address: 'a', steps: [{ name: 'create', made: 3 }], level: 0 });
});

test('an object has the members of the one that it stands for, in its order, and its own source', () => {
  const late = lateUnits();
  const [first, second] = [
    late.of({ level: 0, address: 'a', steps: [], note: 'x' }, { name: 'a' }),
    late.of({ level: 0, address: 'b', steps: [] }, { name: 'b' }),
  ];
  expect(Object.keys(first)).toEqual(['level', 'address', 'steps', 'note']);
  expect(first.note).toBe('about a');
  expect(second).not.toHaveProperty('note');
  expect([first.address, second.address]).toEqual(['a', 'b']);
});

test('a member that nothing makes is refused, where it would be missing without a word', () => {
  const whole = { address: 'a', steps: [], level: 0, colour: 'red' };
  expect(() => lateUnits().of(whole, { name: 'a' })).toThrow('Nothing makes the member colour.');
});
