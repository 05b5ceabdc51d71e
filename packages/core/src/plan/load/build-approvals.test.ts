import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../compile-plan.ts';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);

function compile(approvals: string, kind = 'gated') {
  const text = `version: 1
name: shop
providers: { it: { type: fake } }
migrations: { orders: { uses: it.${kind}, with: { name: a } } }
approvals: ${approvals}
`;
  return compilePlan(text, { file: 'shop.yaml', registry });
}

const rulesOf = (approvals: string) => compile(approvals).compiled?.plan.approvals;
const digestOf = (approvals: string) => compile(approvals).compiled?.plan.digest;

describe('approvals', () => {
  it('says who has to approve, how many, with or without a reason, and for how long', () => {
    const rules = rulesOf('{ cutover: { approvers: [ann, ben], count: 2, reason: required, expires: 24h } }');
    expect([...(rules ?? [])]).toEqual([
      [
        'cutover',
        { name: 'cutover', approvers: ['ann', 'ben'], count: 2, needsReason: true, expiresAfterMs: 86_400_000 },
      ],
    ]);
    expect(rulesOf('{ cutover: { reason: required } }')?.get('cutover')).toEqual({
      name: 'cutover',
      count: 1,
      needsReason: true,
    });
  });

  it('is a part of what the plan means; the order of approvers is not', () => {
    const digests = ['[ann, ben]', '[ann, ben], count: 2', '[ann]'].map((rule) =>
      digestOf(`{ cutover: { approvers: ${rule} } }`),
    );
    expect(new Set(digests).size).toBe(3);
    expect(digestOf('{ cutover: { approvers: [Ben, ann] } }')).toBe(digests[0]);
  });
});

describe('approvals that cannot be meant', () => {
  it.each([
    ['{ cutover: { approvers: [ann, ben, ann] } }', 'PLAN_APPROVER_REPEATED', 'approvals.cutover.approvers.2'],
    ['{ cutover: { approvers: [ann, ANN] } }', 'PLAN_APPROVER_REPEATED', 'approvals.cutover.approvers.1'],
    ['{ cutover: { approvers: [ann], count: 2 } }', 'PLAN_APPROVAL_COUNT', 'approvals.cutover.count'],
    ['{ cutover: { count: 2 } }', 'PLAN_APPROVAL_COUNT', 'approvals.cutover.count'],
    ['{ cutover: { expires: 0h } }', 'PLAN_APPROVAL_EXPIRY', 'approvals.cutover.expires'],
    ['{ cutover: { count: 0 } }', 'PLAN_BAD_VALUE', 'approvals.cutover.count'],
    ['{ cutover: {} }', 'PLAN_BAD_VALUE', 'approvals.cutover'],
    ['{ cutover: { approvers: [] } }', 'PLAN_BAD_VALUE', 'approvals.cutover.approvers'],
    ['{ cutover: { approver: ann } }', 'PLAN_UNKNOWN_KEY', 'approvals.cutover.approver'],
    ['{ cutovr: { count: 1 } }', 'PLAN_APPROVAL_GATE', 'approvals.cutovr'],
  ])('%s is %s', (approvals, code, path) => {
    const { compiled, diagnostics } = compile(approvals);
    expect(compiled).toBeUndefined();
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.path])).toEqual([[code, path]]);
    expect(diagnostics[0]?.range).toBeDefined();
  });

  it('warns only where a migration without units may have the gate', () => {
    const text = `version: 1
name: shop
providers: { it: { type: fake } }
migrations:
  copies: { uses: it.copy, with: { name: a } }
  orders: { uses: it.gated, for_each: [], with: { name: "\${{ each.key }}" } }
approvals: { cutover: { count: 1 } }
`;
    const { compiled, diagnostics } = compilePlan(text, { file: 'shop.yaml', registry });
    expect(compiled?.plan.approvals?.has('cutover')).toBe(true);
    expect(diagnostics.find(({ code }) => code === 'PLAN_APPROVAL_GATE')).toMatchObject({
      severity: 'warning',
      detail: 'No unit of the plan waits for an approval. It may be for a gate of orders, which has no units now.',
    });
  });

  it('suggests the gate that is near, and says where there is none', () => {
    expect(compile('{ cutovr: { count: 1 } }').diagnostics[0]?.hint).toBe('did you mean `cutover`?');
    expect(compile('{ cutover: { count: 1 } }', 'copy').diagnostics[0]).toMatchObject({
      code: 'PLAN_APPROVAL_GATE',
      detail: 'No unit of the plan waits for an approval.',
    });
  });
});
