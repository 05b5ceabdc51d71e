import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import type { JournalRecord } from '../journal/record.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';

const KEYS = ['customers-eu', 'orders', 'carts', 'invoices'];

interface Secrets {
  /** A secret of the plan. */
  readonly planned?: string;
  /** A variable of the environment whose name says that it is secret. */
  readonly inherited?: string;
}

/** Applies a plan, dies at the `deathAt`-th commit, and resumes until it ends. */
async function liveThrough({ planned, inherited }: Secrets, deathAt: number) {
  const world = new RunWorld();
  let lost = 0;
  world.vendor.fault = ({ operation }) => {
    if (operation !== 'CreateTask') return 'none';
    lost += 1;
    return lost === 2 ? 'lost-after-effect' : 'none';
  };
  const fixture = world.plan([
    { name: 'redis-sessions', target: 'move', keys: KEYS },
    { name: 'steps', target: 'gated', needs: ['redis-sessions[*]'] },
  ]);
  const secrets = new Map(planned === undefined ? [] : [['pw', { kind: 'env', name: 'REDIS_PASSWORD' } as const]]);
  const plan = { ...fixture.plan, secrets };
  const options = {
    plan,
    readSecret: () => planned,
    env: defined({ KUBE_SECRET_NAMESPACE: inherited }),
  };
  let commits = 0;
  world.disk.onCommit = (phase) => {
    if (phase === 'before') commits += 1;
    if (phase === 'after' && commits === deathAt) throw new Error('the process was killed');
  };
  await world.run({ ...fixture, plan }, options).catch(() => {});
  world.disk.releaseLockOfDeadProcess();
  world.disk.onCommit = () => {};
  await world.run({ ...fixture, plan }, options);
  await openMemoryStore(world.disk).post({ kind: 'approve', step: 'steps.cutover', by: 'tester' });
  const result = await world.run({ ...fixture, plan }, options);
  return { world, result, created: world.vendor.tasks.map(({ name }) => name) };
}

/** Everything of a journal but free text: its keys, addresses, kinds, ids, tokens, digests. */
function factsOf(records: readonly JournalRecord[]): readonly unknown[] {
  return records.map((record) => ({
    ...record,
    ...('message' in record ? { message: '' } : {}),
    ...('hint' in record ? { hint: '' } : {}),
    ...('evidence' in record ? { evidence: '' } : {}),
    ...('reason' in record ? { reason: '' } : {}),
  }));
}

const UNITS = [...KEYS.map((key) => `redis-sessions[${key}]`), 'steps'];

describe('a secret whose value is an everyday word', () => {
  it.each([
    ['REDIS_PASSWORD=redis beside a migration redis-sessions', { planned: 'redis' }],
    ['a variable KUBE_SECRET_NAMESPACE=customers-eu beside a for_each key', { inherited: 'customers-eu' }],
    ['a key of the record format', { planned: 'step' }],
    ['a kind of record', { planned: 'step.succeeded' }],
    ['an operation', { planned: 'CreateTask' }],
    ['the name of a remote task', { planned: 'task-1' }],
  ])('creates nothing twice after a kill: %s', async (_, secrets) => {
    for (const deathAt of [1, 2, 3, 4, 6, 8]) {
      const { created, result } = await liveThrough(secrets, deathAt);
      expect(created.toSorted()).toEqual(UNITS.toSorted());
      expect(result.outcome).toBe('succeeded');
    }
  });

  it('leaves every record and every effect as a random secret does', async () => {
    const words = fc.constantFrom(
      ...'redis sessions redis-sessions customers eu steps orders create await cutover'.split(' '),
      ...'step kind unit run seq rid step.intent succeeded happened outputs task_id lookup CreateTask'.split(' '),
      ...'fixture tester host fake digest-1 task-3 run-1 redis-sessions[orders]'.split(' '),
    );
    const short = fc.string({ minLength: 1, maxLength: 3 }).filter((text) => text.trim() !== '');
    const reference = new Map<number, readonly unknown[]>();
    const calls = new Map<number, readonly unknown[]>();
    for (const deathAt of [2, 5]) {
      const { world } = await liveThrough({ planned: 'Zq8-vR2!mX' }, deathAt);
      reference.set(deathAt, factsOf(world.disk.records));
      calls.set(deathAt, world.vendor.calls);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(words, short),
        fc.boolean(),
        fc.constantFrom(2, 5),
        async (secret, isPlanned, deathAt) => {
          const { world } = await liveThrough(isPlanned ? { planned: secret } : { inherited: secret }, deathAt);
          expect(factsOf(world.disk.records)).toEqual(reference.get(deathAt));
          expect(world.vendor.calls).toEqual(calls.get(deathAt));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('what leaves a run by throwing', () => {
  it('holds no secret, nor do its causes and the errors beside it', async () => {
    const world = new RunWorld();
    const fixture = world.plan([{ name: 'orders', target: 'move' }]);
    const secret = 'hunter2-and-more';
    const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
    const store = openMemoryStore(world.disk);
    const acquire = store.acquire.bind(store);
    store.acquire = async (owner) => {
      const lease = await acquire(owner);
      return Object.assign(lease, {
        append: () => Promise.reject(new AggregateError([new Error(`one ${secret}`)], `all ${secret}`)),
        [Symbol.asyncDispose]: () => Promise.reject(new Error(`release ${secret}`)),
      });
    };
    const thrown: unknown = await world.run({ ...fixture, plan }, { plan, store, readSecret: () => secret }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(Error);
    expect(textsOf(thrown)).toContain('[redacted]');
    expect(textsOf(thrown)).not.toContain(secret);
  });
});

function textsOf(error: unknown, seen: Set<unknown> = new Set()): string {
  if (typeof error !== 'object' || error === null || seen.has(error)) return String(error);
  seen.add(error);
  return Reflect.ownKeys(error)
    .map((key) => textsOf((error as Record<PropertyKey, unknown>)[key], seen))
    .join('\n');
}
