import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defined } from '../value/defined.ts';
import { PackedAttempts } from './packed-attempts.ts';
import type { ReportAttempt } from './report.ts';
import type { StepHistory } from './step-history.ts';

const isoTime = (t: number): string => new Date(t).toISOString();
const times = fc.integer({ min: 0, max: 2 ** 42 });
const maybe = fc.constantFrom<string | undefined>(undefined, 'one', 'another');

const histories: fc.Arbitrary<StepHistory> = fc
  .record({ firstAt: times, lastAt: times, run: fc.constantFrom('run-1', 'run-2'), attempt: fc.integer({ min: 1 }) })
  .chain(({ firstAt, lastAt, run, attempt }) =>
    fc
      .record({ hasIntent: fc.boolean(), token: maybe, request: maybe, code: maybe, isCertain: fc.boolean() })
      .map((more) => {
        const ending: Partial<ReportAttempt> = {
          ended_at: isoTime(more.hasIntent ? lastAt : firstAt),
          ...defined({ request_id: more.request, code: more.code }),
        };
        const outcome = more.isCertain ? ('succeeded' as const) : ('unknown' as const);
        const token = more.token === undefined ? {} : { token: more.token };
        const made: ReportAttempt = more.hasIntent
          ? { attempt, run, started_at: isoTime(firstAt), outcome, ...token, ...ending }
          : { attempt, run, ended_at: isoTime(firstAt), outcome, ...ending };
        return { attempts: [made], approved: undefined, firstAt, lastAt: more.hasIntent ? lastAt : firstAt };
      }),
  );

test('a history that can be packed is made again to the character, and others are refused', () => {
  const packed = new PackedAttempts();
  fc.assert(
    fc.property(histories, (history) => {
      const slot = packed.pack(history);
      const [attempt] = history.attempts;
      expect(slot !== undefined).toBe(attempt?.outcome === 'succeeded' && attempt.code === undefined);
      if (slot === undefined) return;
      expect(packed.unpack(slot)).toEqual(history);
      expect(JSON.stringify(packed.unpack(slot).attempts)).toBe(JSON.stringify(history.attempts));
    }),
  );
});

test('what a slot cannot say is refused', () => {
  const attempt: ReportAttempt = { attempt: 1, run: 'run-1', ended_at: isoTime(5), outcome: 'succeeded' };
  const history: StepHistory = { attempts: [attempt], approved: undefined, firstAt: 5, lastAt: 5 };
  const packed = new PackedAttempts();
  expect(packed.pack(history)).toBeDefined();
  expect(packed.pack({ ...history, attempts: [attempt, attempt] })).toBeUndefined();
  expect(packed.pack({ ...history, approved: { by: 'ana', at: isoTime(5) } })).toBeUndefined();
  expect(packed.pack({ ...history, lastAt: 6 })).toBeUndefined();
  expect(packed.pack({ ...history, attempts: [{ ...attempt, is_superseded: true }] })).toBeUndefined();
  expect(packed.pack({ ...history, attempts: [{ ...attempt, attempt: 2 ** 31 }] })).toBeUndefined();
});
