import { judgeGate } from '@waybill/core/internal';
import { expect, test } from 'vitest';
import { FakeIo } from '../testing/fake-io.ts';
import { createStyle } from '../views/text/style.ts';
import { opensAny, renderLeftToRun } from './judge-approved.ts';

const RULE = { name: 'cutover', approvers: ['ann', 'ben'], count: 2, needsReason: false };
const GATES = [{ address: 'a.cutover' }, { address: 'b.cutover' }];

const verdictOf = (...names: readonly string[]) =>
  judgeGate(
    RULE,
    names.map((by) => ({ by, at: 0 })),
    1,
  );

function shown(a: ReturnType<typeof verdictOf> | undefined, b: ReturnType<typeof verdictOf> | undefined): string {
  const io = new FakeIo();
  const verdicts = new Map([a && (['a.cutover', a] as const), b && (['b.cutover', b] as const)].filter((one) => !!one));
  const lines = renderLeftToRun(GATES, verdicts, createStyle(io.stderr, io.env, {}));
  expect(opensAny(GATES, verdicts)).toBe(lines.some((line) => line.includes('continues')));
  return lines.join(' ').replaceAll(/\s+/g, ' ');
}

test('where more approvals are missing, nothing is said to continue', () => {
  const text = shown(verdictOf('ann'), verdictOf('ann'));
  expect(text).toContain('a.cutover approved 1 of 2 approvals: ann. It waits for 1 more approval.');
  expect(text).toContain('b.cutover approved 1 of 2 approvals: ann.');
  expect(text).not.toContain('continues');
});

test('where some are open, it says how many the run continues with', () => {
  const text = shown(verdictOf('ann'), verdictOf('ann', 'ben'));
  expect(text).toContain('a.cutover approved 1 of 2');
  expect(text).toContain('the run that is in progress continues with 1 unit within a second.');
});

test('gates that are open, or have no rule, continue with the run', () => {
  const said = 'Approved: the run that is in progress continues with them within a second.';
  expect(shown(verdictOf('ann', 'ben'), undefined)).toBe(said);
  expect(shown(undefined, undefined)).toBe(said);
});
