import { describe, expect, it } from 'vitest';
import type { InboxRequest } from '../journal/checkpoint-store.ts';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { ApprovalRule } from '../plan/approval-rule.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import type { PlanFixture } from '../testing/plan-fixture.ts';

const HOUR_MS = 3_600_000;
const RULE: ApprovalRule = {
  name: 'cutover',
  approvers: ['ann', 'ben'],
  count: 2,
  needsReason: false,
  expiresAfterMs: 24 * HOUR_MS,
};

class GatedWorld extends RunWorld {
  readonly fixture: PlanFixture;

  constructor(rule: Partial<ApprovalRule> = {}, target: 'gated' | 'filled' = 'gated') {
    super();
    const { plan, graph } = this.plan([{ name: 'm', target }]);
    this.fixture = { plan: { ...plan, approvals: new Map([['cutover', { ...RULE, ...rule }]]) }, graph };
  }

  async approve(by: string, more: Partial<Extract<InboxRequest, { kind: 'approve' }>> = {}): Promise<void> {
    const request = { kind: 'approve', step: 'm.cutover', by, atMs: this.clock.now(), ...more } as const;
    await openMemoryStore(this.disk).post(request);
  }

  async outcome(): Promise<string> {
    return (await this.run(this.fixture)).outcome;
  }

  get deletes(): number {
    return this.vendor.calls.filter(({ operation }) => operation === 'DeleteTask').length;
  }

  get kinds(): readonly string[] {
    return this.disk.records
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('gate.') || kind === 'step.retried');
  }
}

describe('a gate with a rule', () => {
  it('opens with the last approval that it takes, also when they come in different runs', async () => {
    const world = new GatedWorld();
    expect(await world.outcome()).toBe('gated');
    await world.approve('ann', { ticket: 'CHG-42', host: 'ops-2', identity: { basis: 'flag' } });
    expect(await world.outcome()).toBe('gated');
    expect(world.deletes).toBe(0);
    await world.approve('ben');
    expect(await world.outcome()).toBe('succeeded');
    expect(world.kinds).toEqual(['gate.approved', 'gate.approved', 'gate.opened']);
    expect(world.disk.records.find(({ kind }) => kind === 'gate.approved')).toMatchObject({
      by: 'ann',
      ticket: 'CHG-42',
      host: 'ops-2',
      identity: { basis: 'flag' },
      needed: 2,
    });
    expect(world.disk.records.find(({ kind }) => kind === 'gate.opened')).toMatchObject({ by: ['ann', 'ben'] });
    expect(world.events.filter(({ kind }) => kind === 'gate.approved')).toMatchObject([
      { by: 'ann', given: 1, needed: 2 },
      { by: 'ben', given: 2, needed: 2 },
    ]);
  });

  it.each([
    ['the same approver twice', ['ann', 'Ann']],
    ['an outsider', ['ann', 'mallory']],
  ])('stays closed after %s', async (_, names) => {
    const world = new GatedWorld();
    await world.outcome();
    for (const name of names) await world.approve(name);
    expect(await world.outcome()).toBe('gated');
    expect(world.deletes).toBe(0);
  });

  it('counts no approval that has expired when the last one comes', async () => {
    const world = new GatedWorld();
    await world.outcome();
    await world.approve('ann');
    await world.outcome();
    await world.clock.advance(25 * HOUR_MS);
    await world.approve('ben');
    expect(await world.outcome()).toBe('gated');
    await world.approve('ann');
    expect(await world.outcome()).toBe('succeeded');
  });

  it('never counts an approval that does not say when it was given, or is dated far ahead', async () => {
    const world = new GatedWorld({ count: 1 });
    await world.outcome();
    await openMemoryStore(world.disk).post({ kind: 'approve', step: 'm.cutover', by: 'ann' });
    await world.approve('ben', { atMs: world.clock.now() + HOUR_MS });
    expect(await world.outcome()).toBe('gated');
    await world.clock.advance(HOUR_MS);
    // Nobody approved at that time, so that it does not count once it has come.
    expect(await world.outcome()).toBe('gated');
    await world.approve('ben');
    expect(await world.outcome()).toBe('succeeded');
  });

  it('takes a clock that is a little ahead for its own', async () => {
    const world = new GatedWorld({ count: 1 });
    await world.outcome();
    await world.approve('ann', { atMs: world.clock.now() + 5_000 });
    expect(await world.outcome()).toBe('succeeded');
  });
});

describe('an effect behind a gate', () => {
  it('is not sent once the approvals have expired, and the unit is back at its gate', async () => {
    const world = new GatedWorld({ count: 1 });
    await world.outcome();
    await world.approve('ann');
    // The process dies with the gate open, before anything behind it is written.
    world.disk.onCommit = (phase) => {
      const isOpen = world.disk.records.some(({ kind }) => kind === 'gate.opened');
      if (phase === 'before' && isOpen) throw new Error('died');
    };
    await expect(world.outcome()).rejects.toThrow();
    world.disk.onCommit = () => {};
    world.disk.releaseLockOfDeadProcess();
    await world.clock.advance(25 * HOUR_MS);
    expect(await world.outcome()).toBe('gated');
    expect(world.deletes).toBe(0);
    expect(world.kinds).toEqual(['gate.approved', 'gate.opened', 'step.retried']);
    expect(world.disk.records.find(({ kind }) => kind === 'step.retried')).toMatchObject({
      step: 'm.cutover',
      reason: 'm.cutover is closed again: 0 of 1 approval counts when what follows would start.',
    });
    await world.approve('ben');
    expect(await world.outcome()).toBe('succeeded');
    expect(world.deletes).toBe(1);
  });

  it('that was begun in time is brought to its end', async () => {
    const world = new GatedWorld({ count: 1 });
    await world.outcome();
    await world.approve('ann');
    world.disk.onCommit = (phase) => {
      const isSent = world.disk.records.some(
        ({ kind, ...record }) => kind === 'step.intent' && 'step' in record && record.step === 'm.delete',
      );
      if (phase === 'before' && isSent) throw new Error('died');
    };
    await expect(world.outcome()).rejects.toThrow();
    world.disk.onCommit = () => {};
    world.disk.releaseLockOfDeadProcess();
    await world.clock.advance(25 * HOUR_MS);
    expect(await world.outcome()).toBe('succeeded');
  });

  it.each(['job.planned', 'slice.done'])('that is own work, and died after %s, is brought to its end', async (last) => {
    const world = new GatedWorld({ count: 1 }, 'filled');
    await world.outcome();
    await world.approve('ann');
    world.disk.onCommit = (phase) => {
      const isBegun = world.disk.records.some(({ kind }) => kind === last);
      if (phase === 'before' && isBegun) throw new Error('died');
    };
    await expect(world.outcome()).rejects.toThrow();
    world.disk.onCommit = () => {};
    world.disk.releaseLockOfDeadProcess();
    await world.clock.advance(25 * HOUR_MS);
    expect(await world.outcome()).toBe('succeeded');
    expect(world.kinds).toEqual(['gate.approved', 'gate.opened']);
  });

  it('waits for the rule of a plan that was changed since the gate was passed', async () => {
    const world = new GatedWorld();
    const { approvals: _rules, ...open } = world.fixture.plan;
    await world.run({ ...world.fixture, plan: open });
    await world.approve('mallory');
    world.vendor.fault = ({ operation }) => (operation === 'DeleteTask' ? 'throttled' : 'none');
    await world.run({ ...world.fixture, plan: open }, { maxRuntimeMs: 60_000 });
    world.vendor.fault = () => 'none';
    expect(await world.outcome()).toBe('gated');
  });
});
