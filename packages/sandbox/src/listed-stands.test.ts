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
