import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { byStand, STANDS } from './listed-stands.ts';
import { createWorld } from './sandbox/world.ts';
import { createVirtualClock } from './world/clock.ts';

const opened = STANDS.map((stand) => {
  const world = createWorld({ seed: 1, clock: createVirtualClock(0) });
  return { stand, services: stand.open(world.forStand(stand), stand.credentials).services };
});
const services = opened.flatMap((one) => one.services);

describe('the listed stands', () => {
  test('are the folders in vendors, and each has an entry point of its own', () => {
    const folders = readdirSync(new URL('vendors/', import.meta.url)).toSorted();
    const source = readFileSync(new URL('stands.ts', import.meta.url), 'utf8');
    expect([...source.matchAll(/'\.\/vendors\/([^/]+)\/stand\.ts'/g)].map(([, folder]) => folder)).toEqual(folders);
    const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(exports).toEqual({
      '.': './src/index.ts',
      ...Object.fromEntries(folders.map((folder) => [`./${folder}`, `./src/vendors/${folder}/index.ts`])),
    });
  });

  test.each([
    ['name', STANDS.map(({ name }) => name)],
    ['service', STANDS.flatMap(({ serviceNames }) => serviceNames)],
    ['duration', STANDS.flatMap(({ durations }) => Object.keys(durations))],
    ['environment variable', STANDS.flatMap((stand) => Object.keys(stand.env(stand.credentials)))],
    ['route', services.flatMap(({ operations }) => operations.map(({ method, path }) => `${method} ${path}`))],
  ])('share no %s', (_what, names) => {
    expect(names).toEqual([...new Set(names)]);
  });

  test('take no name that all stands share', () => {
    const general = ['nowMs', 'autoCreateInstances', 'maxSkewMs', 'rateLimit'];
    expect(Object.keys(byStand(() => null)).filter((name) => general.includes(name))).toEqual([]);
  });

  test.each(opened)('$stand.name opens the services that it announces', (one) => {
    expect(one.services.map(({ name }) => name)).toEqual(one.stand.serviceNames);
  });

  test.each(services)('$name serves and checks only paths below its own prefix', (service) => {
    const names = service.operations.map(({ name }) => name);
    expect(Object.keys(service.schemas).filter((name) => !names.includes(name))).toEqual([]);
    for (const { path } of service.operations) {
      const prefixes = services.filter(({ pathPrefix }) => path.startsWith(pathPrefix));
      expect(prefixes.map(({ name }) => name)).toEqual([service.name]);
    }
  });
});
