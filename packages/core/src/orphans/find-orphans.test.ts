import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import { EMPTY_CHECKPOINT, type StepState } from '../journal/checkpoint.ts';
import type { MarkedTask } from '../provider/session.ts';
import { unitMark, unitToken } from '../steps/tokens.ts';
import { findOrphans, type OrphanReason } from './find-orphans.ts';

/** Its tasks are in another account. */
const ELSEWHERE = 'c';
const UNITS = ['a', 'b[x.y]', ELSEWHERE];
/** Steps named `look` are checks. */
function graphOf(given: readonly Case[]): Graph {
  const stepsOf = (unit: string): readonly { readonly address: string }[] =>
    given.flatMap((one, index) => (one.unit === unit ? [{ address: stepOf(one, index) }] : []));
  return {
    unitsByAddress: new Map(
      UNITS.map((unit) => [unit, { steps: stepsOf(unit), activity: { connection: connectionOf(unit) } }]),
    ),
    stepsByAddress: { get: (address: string) => stepAt(address) },
  } as unknown as Graph;
}

/** The tasks are those of the account of `it`. */
function connectionOf(unit: string): string {
  return unit === ELSEWHERE ? 'two' : 'it';
}

function stepAt(address: string): unknown {
  const provider = address.startsWith('two') ? 'two' : 'it';
  return { kind: address.endsWith('.look') ? 'check' : 'call', provider };
}

function stepOf({ use, unit, isElsewhere }: Case, index: number): string {
  const where = isElsewhere || unit === ELSEWHERE ? 'two' : 's';
  return use === 'kept by a check' ? `${where}${index}.look` : `${where}.${index}`;
}

interface Case {
  readonly unit: string;
  readonly state: 'ours' | 'other';
  readonly plan: 'shop' | 'else';
  readonly generation: number;
  readonly use: 'captured' | 'kept by a check' | 'found' | 'none';
  /** Otherwise it was deleted since. */
  readonly isListed: boolean;
  /** The journal has the id, of before the unit was started over. */
  readonly isKnown: boolean;
  /** The step that has the id is of another account: it has another task of that id. */
  readonly isElsewhere: boolean;
}

/** Units whose call was not settled when they were started over. */
const lostUnits = fc.subarray(UNITS);

const cases = fc.array(
  fc.record<Case>({
    unit: fc.constantFrom(...UNITS),
    state: fc.constantFrom('ours', 'other'),
    plan: fc.constantFrom('shop', 'else'),
    generation: fc.integer({ min: 0, max: 2 }),
    use: fc.constantFrom('captured', 'kept by a check', 'found', 'none'),
    isListed: fc.boolean(),
    isKnown: fc.boolean(),
    isElsewhere: fc.boolean(),
  }),
  { maxLength: 8 },
);

describe('findOrphans', () => {
  it('names exactly the tasks of this plan that nothing owns, and why', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 2 }), lostUnits, (given, current, lost) => {
        const found = find(given, current, { lost });
        const expected = given.flatMap((one, index) => {
          const reason = expectedReason(one, given, { current, lost });
          return reason === undefined ? [] : [[`t${index}`, one.unit, reason]];
        });
        expect(found).toEqual(expected);
      }),
    );
  });

  it('names the tasks of a unit that the plan has no more and whose call was lost', () => {
    const unit = 'gone[x.y]';
    const taskBy = (stateId: string): MarkedTask => {
      const token = unitToken({ stateId, unit, generation: 0 });
      return { id: stateId, name: 'n', status: 'S', isLive: true, unitToken: token, unitMark: unitMark('shop', unit) };
    };
    const steps = new Map([[`${unit}.create`, { status: 'unknown', outputs: {} } as unknown as StepState]]);
    const found = findOrphans({
      plan: 'shop',
      graph: graphOf([]),
      checkpoint: { ...EMPTY_CHECKPOINT, steps },
      stateId: 'ours',
      isHere: () => true,
      tasks: [taskBy('ours'), taskBy('other')],
    });
    expect(found.map(({ task, reason }) => [task.id, reason])).toEqual([
      ['ours', 'removed'],
      ['other', 'other-state'],
    ]);
  });

  it('takes every task of the plan as one of a lost state where there is no state', () => {
    const given: readonly Case[] = [
      {
        unit: 'a',
        state: 'ours',
        plan: 'shop',
        generation: 0,
        use: 'none',
        isListed: true,
        isKnown: false,
        isElsewhere: false,
      },
    ];
    expect(find(given, 0, { stateId: null })).toEqual([['t0', 'a', 'other-state']]);
  });
});

/** Tokens do not hold the plan's name: a state has one plan. */
function expectedReason(
  one: Case,
  all: readonly Case[],
  { current, lost }: { readonly current: number; readonly lost: readonly string[] },
): OrphanReason | undefined {
  const isHere = !one.isElsewhere && one.unit !== ELSEWHERE;
  if ((one.use === 'captured' && isHere) || !one.isListed) return undefined;
  const isOfPlan = one.plan === 'shop' || (one.state === 'ours' && one.generation <= current);
  if (one.use === 'found' && isHere) return isOfPlan ? 'undecided' : undefined;
  if (one.state === 'other' || one.generation > current) return one.plan === 'shop' ? 'other-state' : undefined;
  if (one.generation < current) {
    if (one.isKnown && one.unit !== ELSEWHERE) return 'replaced';
    return lost.includes(one.unit) ? 'unrecorded' : 'other-copy';
  }
  const isReplaced = all.some(({ use, unit }) => use === 'captured' && unit === one.unit);
  return isReplaced ? 'appeared-late' : undefined;
}

function find(
  given: readonly Case[],
  current: number,
  { stateId = 'ours', lost = [] }: { readonly stateId?: string | null; readonly lost?: readonly string[] } = {},
): readonly unknown[] {
  const steps = new Map(
    given.flatMap((one, index): [string, StepState][] => {
      const { use } = one;
      if (use === 'none') return [];
      const state =
        use !== 'found'
          ? { status: 'succeeded', outputs: { task: { ids: [`t${index}`] }, first_id: `t${index}` } }
          : { status: 'unknown', outputs: {}, foundIds: [`t${index}`] };
      return [[stepOf(one, index), state as unknown as StepState]];
    }),
  );
  const leftBehind = new Map(
    UNITS.map((unit) => {
      const taskIds = given.flatMap((one, index) => (one.unit === unit && one.isKnown ? [`t${index}`] : []));
      return [unit, { taskIds, hasLostCall: lost.includes(unit), atMs: 0, sweep: 'open' as const }];
    }),
  );
  const generations = new Map(UNITS.map((unit) => [unit, current]));
  return findOrphans({
    plan: 'shop',
    graph: graphOf(given),
    checkpoint: { ...EMPTY_CHECKPOINT, steps, generations, leftBehind },
    stateId: stateId ?? undefined,
    isHere: (alias) => alias === 'it',
    tasks: given.flatMap((one, index) => (one.isListed ? [taskOf(one, index)] : [])),
  }).map(({ task, unit, reason }) => [task.id, unit, reason]);
}

function taskOf({ unit, state, plan, generation }: Case, index: number): MarkedTask {
  const token = unitToken({ stateId: state, unit, generation });
  return { id: `t${index}`, name: 'n', status: 'S', isLive: false, unitToken: token, unitMark: unitMark(plan, unit) };
}
