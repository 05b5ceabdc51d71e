import { expect } from 'vitest';
import type { Blueprint } from '../../provider/blueprint.ts';
import type { Kind, KindInput } from '../../provider/kind.ts';
import type { Provider } from '../../provider/provider.ts';
import { ProviderError } from '../../provider/provider-error.ts';
import { createRegistry, type ProviderRegistry } from '../../provider/registry.ts';
import type { ApplyOptions } from '../../run/apply-options.ts';
import { Reference } from '../../value/value.ts';
import { createFakeProvider } from '../fake-provider.ts';
import { buildPlanFixture, type MigrationFixture, type PlanFixture } from '../plan-fixture.ts';
import { SECRET, withSession } from './broken-run.ts';
import { RunWorld } from './run-world.ts';

export interface WholeWorld {
  readonly world: RunWorld;
  readonly provider: Provider;
  readonly registry: ProviderRegistry;
  readonly migrations: readonly MigrationFixture[];
  readonly fixture: PlanFixture;
  readonly options: Partial<ApplyOptions>;
  /** Every task of the plan was created, and none twice. */
  readonly expectOnce: () => void;
}

/** A plan whose run calls every method of the contract that a run calls at all, and loses the answer of its first create. */
export function openWhole(): WholeWorld {
  const world = new RunWorld();
  world.vendor.fault = ({ operation }) =>
    operation === 'CreateTask' && world.vendor.tasks.length === 0 ? 'lost-after-effect' : 'none';
  const provider = createWholeProvider(world);
  const registry = createRegistry([provider]);
  const migrations = [
    { name: 'orders', target: 'move', keys: ['a', 'b'] },
    { name: 'caches', target: 'whole' },
  ];
  const fixture = buildPlanFixture(migrations, registry);
  const plan = { ...fixture.plan, secrets: new Map([['pw', { kind: 'env', name: 'PW' } as const]]) };
  const options = { plan, readSecret: () => SECRET };
  const expectOnce = (): void =>
    expect(world.vendor.tasks.map(({ name }) => name).toSorted()).toEqual(['caches', 'orders[a]', 'orders[b]']);
  return { world, provider, registry, migrations, fixture: { ...fixture, plan }, options, expectOnce };
}

/** The fake provider, with a kind whose steps lead through the rest of the contract. */
function createWholeProvider(world: RunWorld): Provider {
  const fake = createFakeProvider(world.vendor);
  const { CreateTask, ListTasks } = fake.operations;
  if (CreateTask === undefined || ListTasks === undefined) throw new Error('the fake provider has both');
  const provider: Provider = {
    ...fake,
    operations: {
      ...fake.operations,
      ReadMissing: { ...ListTasks, name: 'ReadMissing' },
      InspectTask: { ...CreateTask, name: 'InspectTask', recovery: { policy: 'inspect' }, mark: (args) => args },
    },
    checks: {
      seen: {
        judge: () => ({ kind: 'passed', detail: 'seen' }),
        judgeNotFound: () => ({ kind: 'passed', detail: 'not there' }),
      },
    },
    kinds: { ...fake.kinds, whole: wholeKind(fake) },
    connectionOf: () => ({ region: 'eu' }),
  };
  return withSession(provider, (session) => ({
    principal: 'me',
    connection: {},
    keyId: 'key-1',
    observeBefore: async () => ({ status: 'NEW' }),
    findEarlier: async () => ({ kind: 'none' }),
    call: async (operation: string, args: never, options: never) => {
      if (operation === 'ReadMissing')
        throw new ProviderError('no such task', { vendorCode: 'NotFound', class: 'not-found', effect: 'none' });
      return session.call(operation === 'InspectTask' ? 'CreateTask' : operation, args, options);
    },
  }));
}

function wholeKind({ kinds }: Provider): Kind {
  const move = kinds['move'];
  if (move === undefined) throw new Error('the fake provider has it');
  const check = { kind: 'check', title: 'look', check: 'seen', arguments: {} } as const;
  const of = (...path: string[]): Reference => new Reference(['steps', 'create', ...path]);
  return {
    ...move,
    name: 'whole',
    expand: ({ address }: KindInput): Blueprint => ({
      steps: [
        { ...check, name: 'look', operation: 'ListTasks' },
        { ...check, name: 'look-missing', operation: 'ReadMissing' },
        { kind: 'call', name: 'create', title: 'create', operation: 'InspectTask', arguments: { name: address } },
        {
          kind: 'await',
          name: 'await',
          title: 'wait',
          poll: 'tasks',
          goal: 'done',
          arguments: { id: of('outputs', 'task_id'), before: of('before', 'status') },
        },
        { kind: 'job', name: 'tally', title: 'count', job: 'tally', arguments: { slices: 2 } },
      ],
      outputs: { task_id: of('outputs', 'task_id') },
    }),
  };
}
