import { expect, it } from 'vitest';
import type { Step } from '../graph/graph.ts';
import { findForerunners } from './find-forerunners.ts';
import type { PreflightScope } from './preflight-scope.ts';

type Place = Pick<Step, 'kind' | 'provider'> & { readonly beside?: { readonly connection: string } };

const on = (provider: string): Place => ({ kind: 'call', provider });

/** Whether something unfinished, where it works too, comes before the second of two units. */
function comesBefore(first: readonly Place[], second: readonly Place[], isDone = false): boolean {
  const unit = (address: string, needs: readonly string[], steps: readonly Place[]) =>
    ({ address, needs, steps, unit: { migration: { name: address, provider: 'a' } } }) as never;
  const units = [unit('first', [], first), unit('second', ['first'], second)];
  const types = { a: 'alpha', 'a-too': 'alpha', b: 'beta' };
  const scope = {
    plan: { providers: new Map(Object.entries(types).map(([alias, type]) => [alias, { type }])) },
    graph: { units },
    standing: { unit: (address: string) => (address === 'first' && isDone ? 'succeeded' : 'pending') },
  };
  const [, waiting] = units;
  return findForerunners(scope as unknown as PreflightScope)(waiting as never);
}

it.each<[string, readonly Place[], readonly Place[], boolean]>([
  ['the same connection', [on('a')], [on('a')], true],
  ['another connection of one type', [on('a')], [on('a-too')], true],
  ['another type', [on('a')], [on('b')], false],
  ['one of several, of the first', [on('a'), on('b')], [on('b')], true],
  ['one of several, of the second', [on('b')], [on('a'), on('b')], true],
  [
    'what a check reads beside its own',
    [on('b')],
    [{ kind: 'check', provider: 'a', beside: { connection: 'b' } }],
    true,
  ],
])('what comes before may change what is found at %s', (_, first, second, expected) => {
  expect(comesBefore(first, second)).toBe(expected);
  expect(comesBefore(first, second, true)).toBe(false);
});
