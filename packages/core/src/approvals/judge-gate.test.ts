import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GateApproval } from '../journal/step-state.ts';
import { type ApprovalRule, approverKey } from '../plan/approval-rule.ts';
import { judgeGate, type NotCounted } from './judge-gate.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;
const RULE: ApprovalRule = {
  name: 'cutover',
  approvers: ['ann', 'ben', 'cleo'],
  count: 2,
  needsReason: false,
  expiresAfterMs: 24 * HOUR_MS,
};

function given(by: string, agoHours: number = 1, more: Partial<GateApproval> = {}): GateApproval {
  return { by, at: NOW_MS - agoHours * HOUR_MS, ...more };
}

function judged(approvals: readonly GateApproval[], rule: ApprovalRule | undefined = RULE) {
  const { isOpen, counted, ignored } = judgeGate(rule, approvals, NOW_MS);
  return {
    isOpen,
    counted: counted.map(({ by }) => by),
    ignored: ignored.map(({ approval, why }) => [approval.by, why]),
  };
}

describe('a gate with a rule', () => {
  it('opens with as many different approvers as it asks for', () => {
    expect(judged([given('ann')])).toEqual({ isOpen: false, counted: ['ann'], ignored: [] });
    expect(judged([given('ann'), given('ben')])).toEqual({ isOpen: true, counted: ['ann', 'ben'], ignored: [] });
  });

  it('counts an approver once, and by the latest approval', () => {
    const twice = judgeGate(RULE, [given('ann', 20), given('ANN ', 2)], NOW_MS);
    expect(twice).toMatchObject({ isOpen: false, counted: [{ by: 'ANN ' }], ignored: [{ why: 'repeated' }] });
    expect(judged([given('ann', 30), given('ben', 3), given('ann', 2)])).toEqual({
      isOpen: true,
      counted: ['ben', 'ann'],
      ignored: [['ann', 'expired']],
    });
  });

  it.each<[why: NotCounted, approval: GateApproval, rule?: Partial<ApprovalRule>]>([
    ['not-an-approver', given('mallory')],
    ['expired', given('ben', 24)],
    ['dated-ahead', given('ben', -0.001)],
    ['no-reason', given('ben'), { needsReason: true }],
    ['no-reason', given('ben', 1, { reason: '  ' }), { needsReason: true }],
    ['damaged', given('ben', Number.NaN)],
    ['damaged', given(' ')],
    ['damaged', given(undefined as unknown as string)],
    ['damaged', given('ben', 1, { reason: 7 as unknown as string })],
  ])('does not count one that is %s', (why, approval, more = {}) => {
    const reason = 'CHG-42';
    const { isOpen, ignored } = judgeGate({ ...RULE, ...more }, [given('ann', 1, { reason }), approval], NOW_MS);
    expect([isOpen, ignored.map((one) => one.why)]).toEqual([false, [why]]);
  });

  it('says until when it is open: once too few are left', () => {
    const verdict = judgeGate(RULE, [given('ann', 3), given('ben', 2), given('cleo', 1)], NOW_MS);
    expect(verdict.untilMs).toBe(NOW_MS + 22 * HOUR_MS);
    expect(judgeGate(RULE, [given('ann', 3)], NOW_MS).untilMs).toBeUndefined();
  });
});

it('a gate without a rule opens with one approval of anyone', () => {
  expect(judgeGate(undefined, [], NOW_MS)).toMatchObject({ isOpen: false, needed: 1 });
  expect(judgeGate(undefined, [given('anyone', 9_000)], NOW_MS).isOpen).toBe(true);
});

it('never opens with fewer valid approvers than it asks for, whatever was approved', () => {
  const approval = fc.record({
    by: fc.constantFrom('ann', 'Ann', 'ben', 'BEN', 'cleo', 'mallory', ''),
    at: fc.oneof(
      fc.constant(Number.NaN),
      fc.integer({ min: 60, max: 102 }).map((hours) => hours * HOUR_MS),
    ),
  });
  fc.assert(
    fc.property(fc.array(approval, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (approvals, count) => {
      const valid = approvals.filter(
        ({ by, at }) => /^(ann|ben|cleo)$/i.test(by) && at <= NOW_MS && NOW_MS - at < 24 * HOUR_MS,
      );
      const people = new Set(valid.map(({ by }) => approverKey(by)));
      expect(judgeGate({ ...RULE, count }, approvals, NOW_MS).isOpen).toBe(people.size >= count);
    }),
  );
});
