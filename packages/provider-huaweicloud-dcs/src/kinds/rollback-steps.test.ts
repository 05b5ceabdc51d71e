import type { AppliedUnit, ComparedPair, Comparison, JsonObject, StepBlueprint, ValueObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { checks } from '../checks/checks.ts';
import { rollbackExchange } from './rollback-steps.ts';

const check = (name: string): StepBlueprint => ({
  kind: 'check',
  name,
  title: name,
  operation: 'Any',
  arguments: {},
  check: 'any',
});

const asked: (readonly [ComparedPair, JsonObject])[] = [];
const comparison: Comparison = {
  problems: () => [],
  before: () => [],
  after: () => [check('compare')],
  again: () => ({ kind: 'none', why: '' }),
  freshness: () => ({ steps: [], outputs: {} }),
  unseen: () => '',
  movedBack: (pair, noted) => {
    asked.push([pair, noted]);
    return { before: [check('count-written')], after: [check('check-moved-back')] };
  },
};

const EXCHANGED: Readonly<Record<string, JsonObject>> = {
  create: { task_id: 'task-7' },
  'note-sides': { copy: { nodes: [] } },
  exchange: {},
  'await-exchanged': {},
};

interface Given {
  readonly done?: Readonly<Record<string, JsonObject>>;
  readonly open?: readonly string[];
  readonly begun?: readonly string[];
  readonly options?: ValueObject;
  readonly request?: {
    readonly copiesBack?: boolean;
    readonly deletesTarget?: boolean;
    readonly earlier?: readonly string[];
  };
}

const EXCHANGE: ValueObject = { cutover: { mode: 'exchange-ip', exchanged_ip: ['a', 'b'] } };
const VERIFIED: ValueObject = { ...EXCHANGE, verify: { connect: { source: 'old', target: 'new' } } };

function derive({ done = EXCHANGED, open = [], begun = [], options = VERIFIED, request = {} }: Given = {}) {
  const { copiesBack = false, deletesTarget = false, earlier = [] } = request;
  const applied: AppliedUnit = {
    address: 'sessions',
    with: { migration_method: 'incremental_migration' },
    options,
    comparisonOf: (alias) => (alias === 'new' ? comparison : undefined),
    outputsOf: (step) => done[step],
    hasBegun: (step) => step in done || begun.includes(step) || open.includes(step),
    isOpen: (step) => open.includes(step),
    tokens: [],
  };
  return rollbackExchange(applied, { copiesBack, deletesTarget, hasBegun: (step) => earlier.includes(step) });
}

const stepsOf = (given?: Given): readonly StepBlueprint[] => {
  const found = derive(given);
  return found.kind === 'steps' ? found.blueprint.steps : [];
};
const whyNot = (given: Given): string => {
  const found = derive(given);
  return found.kind === 'none' ? found.why : 'it is rolled back';
};

it('counts what was written since, exchanges the addresses back by the task, and looks which server answers', () => {
  expect(stepsOf().map(({ name }) => name)).toEqual([
    'check-exchanged',
    'count-written',
    'rollback',
    'await-rolled-back',
    'check-moved-back',
  ]);
  expect(stepsOf()[2]).toMatchObject({ operation: 'RollbackExchangeInstanceIp', arguments: { task_id: 'task-7' } });
  const [pair, noted] = asked.at(-1) ?? [];
  expect([pair?.source.connection, pair?.copy.connection]).toEqual(['new', 'old']);
  expect(noted).toEqual(EXCHANGED['note-sides']);
});

it('exchanges them back also where nothing can be counted, and continues where it has begun to', () => {
  expect(stepsOf()[2]).toMatchObject({ always: true, needs: ['check-exchanged', 'count-written'] });
  expect(stepsOf({ request: { earlier: ['check-exchanged', 'rollback'] } })).toEqual(stepsOf());
  const [first, ...others] = stepsOf({ options: EXCHANGE });
  expect(first).toMatchObject({ expect: { is_counted: false } });
  expect(others.map(({ name }) => name)).toEqual(['rollback', 'await-rolled-back']);
});

it.each([
  ['no addresses are exchanged by the plan', { options: {} }, 'Its cut-over does not exchange addresses'],
  ['it was not exchanged', { done: { create: {} } }, 'were not exchanged'],
  ['the exchange is under way', { done: { create: {}, exchange: {} } }, 'resume the plan first'],
  ['nobody knows whether it was exchanged', { open: ['exchange'] }, 'resume the plan first'],
  ['its task was deleted', { begun: ['delete'] }, 'was deleted'],
  ['it is to copy back', { request: { copiesBack: true } }, 'a separate migration'],
  ['it is to delete', { request: { deletesTarget: true } }, 'deletes nothing'],
] as const)('is refused where %s', (_what, given, why) => {
  expect(whyNot(given)).toContain(why);
});

it('is refused by a task that shows no exchange any more, or is gone', () => {
  const revocable = checks['exchange-revocable'];
  const judge = (task_status: string | null, is_counted = true) =>
    revocable?.judge({ task_status }, { task_id: 't' }, { is_counted });
  expect(judge('EXCHANGE_SUCCESS')).toMatchObject({ kind: 'passed' });
  expect(judge('EXCHANGE_SUCCESS', false)).toMatchObject({
    kind: 'warning',
    hint: expect.stringContaining('verify.connect'),
  });
  expect(judge('ROLLBACK_SUCCESS')).toMatchObject({
    kind: 'failed',
    detail: expect.stringContaining('ROLLBACK_SUCCESS'),
  });
  expect(judge(null)).toMatchObject({ kind: 'failed' });
  expect(revocable?.judgeNotFound?.({ task_id: 't' }, {})).toMatchObject({ kind: 'failed' });
});
