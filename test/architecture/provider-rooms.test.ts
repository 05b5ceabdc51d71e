import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PACKAGES = join(import.meta.dirname, '../../packages');

/** What a provider's package is made of. Who knows one vendor finds everything of another. */
const ROOMS = {
  answer: ['answer-rules.ts', 'classify-error.ts'],
  auth: ['key-authenticator.ts', 'resolve-credentials.ts'],
  checks: ['checks.ts'],
  endpoint: ['endpoints.ts'],
  generated: ['answers.generated.ts', 'schemas.generated.ts'],
  kinds: ['kinds.ts', 'starters.ts'],
  listings: ['listings.ts'],
  operations: ['operations.ts'],
  polls: ['polls.ts'],
  reconcile: ['find-earlier-effect.ts', 'find-existing-tasks.ts'],
  request: ['build-request.ts'],
  session: ['connect.ts'],
  stand: ['index.ts', 'settings.ts', 'stand.ts'],
  testing: [],
} as const;

/** What a vendor's own `rooms.json` says, each room with the reason. */
interface OwnRooms {
  /** For what only this vendor has. */
  readonly own?: Readonly<Record<string, string>>;
  /** That it has no use for. */
  readonly without?: Readonly<Record<string, string>>;
}

const providers = readdirSync(PACKAGES)
  .filter((name) => name.startsWith('provider-') && name !== 'provider-kit')
  .map((name) => ({ name, type: name.replace('provider-', ''), folder: join(PACKAGES, name) }));

it('there are providers', () => {
  expect(providers.length).toBeGreaterThan(1);
});

describe.each(providers)('$name', ({ type, folder }) => {
  const source = join(folder, 'src');
  const { own = {}, without = {} } = ownRoomsIn(folder);
  const shared = Object.keys(ROOMS).filter((room) => !Object.hasOwn(without, room));

  it('has the same rooms as every other provider', () => {
    const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const rooms = folders.filter(({ name }) => readdirSync(join(source, name)).length > 0);
    expect(rooms.map(({ name }) => name).toSorted()).toEqual([...shared, ...Object.keys(own)].toSorted());
  });

  it('has a reason for each room of its own, and for each that it is without', () => {
    expect(Object.keys(own).filter((room) => Object.hasOwn(ROOMS, room))).toEqual([]);
    expect(Object.keys(without).filter((room) => !Object.hasOwn(ROOMS, room))).toEqual([]);
    for (const reason of Object.values({ ...own, ...without })) expect(reason).toMatch(/^[A-Z].+\.$/);
  });

  it('has the same entrances to them', () => {
    const missing = Object.entries(ROOMS)
      .filter(([room]) => shared.includes(room))
      .flatMap(([room, files]) => files.map((file) => join(room, file)))
      .filter((file) => !existsSync(join(source, file)));
    expect(missing).toEqual([]);
  });

  it('has nothing beside them but the provider, its entry in a plan and its version', () => {
    const files = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isFile());
    const own = files.map(({ name }) => name).filter((name) => !name.endsWith('.test.ts'));
    expect(own.toSorted()).toEqual([`${type}.ts`, 'config.ts', 'index.ts', 'version.ts'].toSorted());
  });

  it('is named by its package, and has its version', async () => {
    const { VERSION } = (await import(join(source, 'version.ts'))) as { readonly VERSION: string };
    const manifest = manifestIn(folder);
    expect([manifest['name'], manifest['version']]).toEqual([`@waybill/${basename(folder)}`, VERSION]);
  });

  it('has two entry points: the provider, and its stand', () => {
    expect(manifestIn(folder)['exports']).toEqual({ '.': './src/index.ts', './stand': './src/stand/index.ts' });
  });
});

function manifestIn(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Readonly<Record<string, unknown>>;
}

function ownRoomsIn(folder: string): OwnRooms {
  const file = join(folder, 'rooms.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as OwnRooms) : {};
}
