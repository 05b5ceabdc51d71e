import { describe, expect, it } from 'vitest';
import type { Provider } from '../provider/provider.ts';
import { createRegistry } from '../provider/registry.ts';
import type { ProviderSession } from '../provider/session.ts';
import type { ApplyOptions } from '../run/apply-options.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';

interface Place {
  readonly region: string;
  /** Found by connecting only. */
  readonly project?: string;
  readonly keyId?: string;
}

/** The fake vendor, as if it were at a place. */
function at(world: RunWorld, { region, project, keyId }: Place): Partial<ApplyOptions> {
  const fake = createFakeProvider(world.vendor);
  const provider: Provider = {
    ...fake,
    connectionOf: () => ({ region }),
    connect: async (options) => {
      const session: ProviderSession = await fake.connect(options);
      const changed = defined({ connection: project === undefined ? undefined : { project_id: project }, keyId });
      return Object.assign(session, changed);
    },
  };
  return { registry: createRegistry([provider]) };
}

function begin() {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'm', target: 'move', keys: ['a', 'b'] }]);
  const stopping = new AbortController();
  const onEvent = ({ kind }: { readonly kind: string }): void => {
    if (kind === 'step.succeeded') stopping.abort();
  };
  return { world, fixture, first: { signal: stopping.signal, onEvent } };
}

describe('a connection that moved amid a run', () => {
  it('is refused before anything is sent, accepted once, and then no more asked for', async () => {
    const { world, fixture, first } = begin();
    await world.run(fixture, { ...at(world, { region: 'one' }), ...first });
    const calls = world.vendor.calls.length;
    await expect(world.run(fixture, at(world, { region: 'two' }))).rejects.toMatchObject({
      code: 'RUN_PLAN_CHANGED',
      message: 'Steps were done or begun elsewhere: region of it was one and is two.',
      moved: [{ provider: 'it', what: 'region', before: 'one', after: 'two' }],
    });
    expect(world.vendor.calls).toHaveLength(calls);
    const accepted = { ...at(world, { region: 'two' }), keepChanged: true };
    expect((await world.run(fixture, accepted)).outcome).toBe('succeeded');
    expect((await world.run(fixture, at(world, { region: 'two' }))).outcome).toBe('succeeded');
  });

  it('is found by connecting too, before the first call and the first record', async () => {
    const { world, fixture, first } = begin();
    await world.run(fixture, { ...at(world, { region: 'one', project: 'p1' }), ...first });
    const before = [world.vendor.calls.length, world.disk.records.length];
    await expect(world.run(fixture, at(world, { region: 'one', project: 'p2' }))).rejects.toMatchObject({
      moved: [{ provider: 'it', what: 'project_id', before: 'p1', after: 'p2' }],
    });
    expect([world.vendor.calls.length, world.disk.records.length]).toEqual(before);
  });

  it('is no change where nothing was begun, and where an older version recorded nothing', async () => {
    const { world, fixture, first } = begin();
    const stopped = AbortSignal.abort();
    await world.run(fixture, { ...at(world, { region: 'one' }), signal: stopped });
    await world.run(fixture, { ...at(world, { region: 'two' }), ...first });
    const { world: old, fixture: same, first: begun } = begin();
    await old.run(same, begun);
    expect((await old.run(same, at(old, { region: 'two', project: 'p' }))).outcome).toBe('succeeded');
  });
});

it('another key of a provider is noted and refuses nothing; the key itself is nowhere', async () => {
  const { world, fixture, first } = begin();
  const noted: (readonly string[])[] = [];
  const onAccounts: ApplyOptions['onAccounts'] = (accounts) =>
    void noted.push(accounts.flatMap(({ otherKeys }) => otherKeys));
  await world.run(fixture, { ...at(world, { region: 'one', keyId: 'AK-first' }), ...first, onAccounts });
  for (const keyId of ['AK-first', 'AK-second', undefined, 'AK-third']) {
    const place = keyId === undefined ? { region: 'one' } : { region: 'one', keyId };
    expect((await world.run(fixture, { ...at(world, place), onAccounts })).outcome).toBe('succeeded');
  }
  expect(noted).toEqual([[], [], ['it'], [], []]);
  expect(JSON.stringify(world.disk.records)).not.toContain('AK-');
});
