import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StepState } from './step-state.ts';
import { type CopiedStates, isDoneAsPlanned, notPlainlyDone, StepStates, statusIn } from './step-states.ts';

const STATUSES = ['intended', 'begun', 'retryable', 'unknown', 'failed', 'succeeded'] as const;
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const HOLDS = { label: 'writes', lift: 'PUT /a', liftedBy: 'lift' };
const hex = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('hex'));

const anyState: fc.Arbitrary<StepState> = fc
  .record({
    status: fc.oneof({ weight: 3, arbitrary: fc.constant('succeeded' as const) }, fc.constantFrom(...STATUSES)),
    attempt: fc.constantFrom(1, 2, 2 ** 31, 0),
    fingerprint: fc.oneof({ weight: 4, arbitrary: hex }, fc.constantFrom('', 'AB'.repeat(8))),
    acceptedFingerprint: maybe(hex),
    outputs: fc.oneof(fc.constant({}), fc.record({ task_id: fc.string() })),
    token: maybe(fc.string()),
    existingIds: fc.oneof(fc.constant([]), fc.array(fc.string(), { maxLength: 2 })),
    before: maybe(fc.record({ id: fc.string() })),
    intendedAtMs: fc.integer({ min: 0, max: 2 ** 50 }),
    failure: maybe(fc.record({ code: fc.string(), message: fc.string() })),
    at: fc.integer({ min: 0, max: 2 ** 50 }),
  })
  .chain((state) =>
    fc.constantFrom(state, { ...state, run: 3 }, { ...state, foundIds: ['t-1'] }, { ...state, holds: HOLDS }),
  )
  .chain((state) => fc.constantFrom(state, { ...state, acceptedFingerprint: undefined, before: undefined }))
  .chain((state) =>
    fc.constantFrom(state, { ...state, failure: undefined, acceptedFingerprint: undefined, before: undefined }),
  );

type Change = readonly [step: string, state: StepState | undefined];

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(anyState, { nil: undefined, freq: 5 })),
  { maxLength: 30 },
);

function apply(
  map: { set(step: string, state: StepState): unknown; delete(step: string): boolean },
  all: readonly Change[],
) {
  for (const [step, state] of all)
    if (state === undefined) map.delete(step);
    else map.set(step, state);
}

/** Also the order of the members, which files show. */
const written = (map: ReadonlyMap<string, StepState>) => JSON.stringify([...map]);
const writtenCopy = (copied: CopiedStates) =>
  JSON.stringify(
    copied
      .entries()
      .map(({ step, state }) => [step, state()])
      .toArray(),
  );

describe('the states of steps', () => {
  test('are those of a map that was changed alike', () => {
    fc.assert(
      fc.property(changes, (all) => {
        const [states, map] = [new StepStates(), new Map<string, StepState>()];
        apply(states, all);
        apply(map, all);
        expect([...states]).toEqual([...map]);
        expect(written(states)).toBe(written(map));
        expect([...states.keys()]).toEqual([...map.keys()]);
        expect([...states.values()]).toEqual([...map.values()]);
        for (const step of 'abcde') {
          const state = map.get(step);
          expect(states.get(step)).toEqual(state);
          expect([states, map].map((steps) => statusIn(steps, step))).toEqual([state?.status, state?.status]);
          const isDone = state?.status === 'succeeded' && state.acceptedFingerprint === undefined;
          expect([states, map].map((steps) => isDoneAsPlanned(steps, step))).toEqual([isDone, isDone]);
        }
        expect([states.size, states.has('a'), states.has('e')]).toEqual([map.size, map.has('a'), false]);
      }),
    );
  });

  test('are given without those that are done and have nothing more to say, in their order', () => {
    const saysMore = ({ status, holds, failure, acceptedFingerprint }: StepState): boolean =>
      status !== 'succeeded' || [holds, failure, acceptedFingerprint].some((more) => more !== undefined);
    fc.assert(
      fc.property(changes, (all) => {
        const [states, map] = [new StepStates(), new Map<string, StepState>()];
        apply(states, all);
        apply(map, all);
        const given = new Map(notPlainlyDone(states));
        expect([...notPlainlyDone(map)]).toEqual([...map]);
        expect([...given]).toEqual([...map].filter(([step]) => given.has(step)));
        for (const [step, state] of map) if (saysMore(state)) expect(given.has(step)).toBe(true);
      }),
    );
    const done = { status: 'succeeded', attempt: 1, fingerprint: 'ab'.repeat(8), outputs: {}, existingIds: [] };
    const states = StepStates.of([['a', { ...done, intendedAtMs: 1, at: 2 } as unknown as StepState]]);
    expect([...notPlainlyDone(states)]).toEqual([]);
  });

  test('stay in a copy as they were, whatever changes after it', () => {
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const states = new StepStates();
        apply(states, before);
        const expected = written(states);
        const copied = states.copy();
        apply(states, after);
        expect(writtenCopy(copied)).toBe(expected);
      }),
    );
  });

  test('of more steps than a block has, changed again and again, are the latest ones', () => {
    const states = new StepStates();
    const state = (at: number): StepState => ({
      status: 'succeeded',
      attempt: 1,
      fingerprint: at.toString(16).padStart(16, '0'),
      acceptedFingerprint: undefined,
      outputs: { at },
      token: undefined,
      existingIds: [],
      before: undefined,
      intendedAtMs: 0,
      failure: undefined,
      at,
    });
    for (let round = 0; round < 20; round += 1)
      for (let step = 0; step < 5_000; step += 1) states.set(`s${step}`, state(round * 10_000 + step));
    expect(states.size).toBe(5_000);
    for (let step = 0; step < 5_000; step += 1) expect(states.get(`s${step}`)).toEqual(state(190_000 + step));
  });
});
