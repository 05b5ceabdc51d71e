import { expect, it } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { MemoryDisk, openMemoryStore } from '../journal/memory-store.ts';
import { buildPreview } from '../preview/build-preview.ts';
import { applyPlan } from '../run/apply-plan.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import type { ProviderDefinition } from './provider.ts';
import { createRegistry } from './registry.ts';

const remote = { aliases: new Map<string, string>(), writes: 0 };
const ALIAS = { name: { type: 'string' }, index: { type: 'string' } };

/** A whole provider: two operations of a remote system that points aliases to indices. */
const aliases: ProviderDefinition = {
  type: 'aliases',
  version: '1.0.0',
  configSchema: { type: 'object', properties: { type: {}, endpoint: { type: 'string' } } },
  operations: {
    PutAlias: {
      name: 'PutAlias',
      title: 'point an alias to an index',
      document: 'Put alias',
      requestSchema: { type: 'object', required: ['name', 'index'], additionalProperties: false, properties: ALIAS },
      responseSchema: { type: 'object' },
      recovery: { policy: 'repeatable' },
      outputs: { index: '/response/index' },
    },
    GetAlias: {
      name: 'GetAlias',
      title: 'read an alias',
      document: 'Get alias',
      requestSchema: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } },
      responseSchema: { type: 'object' },
      outputs: { index: '/response/index' },
    },
  },
  buildRequest: (config, operation, { name, index }) => ({
    method: operation === 'PutAlias' ? 'PUT' : 'GET',
    endpoint: String(config['endpoint'] as string),
    path: `/aliases/${name as string}`,
    query: {},
    ...(operation === 'PutAlias' ? { body: { index: index ?? null } } : {}),
  }),
  connect: async ({ config }) => ({
    limitScope: String(config['endpoint'] as string),
    secrets: [],
    call: async (operation, { name, index }) => {
      if (operation === 'PutAlias') {
        remote.writes += 1;
        remote.aliases.set(name as string, index as string);
      }
      return { response: { index: remote.aliases.get(name as string) ?? null } };
    },
    [Symbol.asyncDispose]: async () => {},
  }),
};

const PLAN = `version: 1
name: aliases
providers: { search: { type: aliases, endpoint: "https://search.example.com" } }
migrations:
  point:
    uses: search.PutAlias
    for_each: [orders, carts, users]
    with: { name: "\${{ each.key }}", index: "\${{ each.key }}-v2" }
  read: { uses: search.GetAlias, with: { name: orders }, needs: [point] }
`;

it('a provider of the essentials plans, previews, applies and resumes', async () => {
  const registry = createRegistry([aliases]);
  const { compiled, diagnostics } = compilePlan(PLAN, { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
  const preview = buildPreview({ ...compiled, registry });
  expect(preview.units.map(({ address }) => address)).toEqual([
    'point[orders]',
    'point[carts]',
    'point[users]',
    'read',
  ]);
  expect(JSON.stringify(preview)).toContain('"path":"/aliases/orders"');

  const clock = new VirtualClock();
  const disk = new MemoryDisk('aliases', createSeededRandom(1));
  const transport = { send: () => Promise.reject(new Error('sends nothing')) };
  const rest = { transport, clock, random: createSeededRandom(2), env: {}, readSecret: () => undefined };
  const owner = { host: 'host', pid: 1, user: 'tester' };
  const run = () => clock.runUntil(applyPlan({ ...compiled, registry, store: openMemoryStore(disk), owner, ...rest }));
  disk.onCommit = () => {
    if (remote.writes > 0) throw new Error('the process is dead');
  };
  await expect(run()).rejects.toThrow();
  disk.onCommit = () => {};
  const before = remote.writes;
  expect((await run()).outcome).toBe('succeeded');
  // The write whose record was lost is sent again: it is `repeatable`.
  expect([before, remote.writes]).toEqual([1, 4]);
  expect(Object.fromEntries(remote.aliases)).toEqual({ orders: 'orders-v2', carts: 'carts-v2', users: 'users-v2' });
});
