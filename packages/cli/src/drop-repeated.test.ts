import { expect, test } from 'vitest';
import type { InterruptName } from './cli-io.ts';
import { dropRepeated } from './drop-repeated.ts';

test('a signal that comes by several ways within a second is one, and a later one is the second', () => {
  const taken: string[] = [];
  let now = 0;
  const send = dropRepeated(
    (name) => taken.push(`${now} ${name}`),
    () => now,
  );
  const sent: readonly (readonly [number, InterruptName])[] = [
    [0, 'SIGTERM'],
    [2, 'SIGTERM'],
    [3, 'SIGHUP'],
    [999, 'SIGTERM'],
    [1000, 'SIGTERM'],
    [1500, 'SIGHUP'],
    [1999, 'SIGTERM'],
  ];
  for (const [at, name] of sent) {
    now = at;
    send(name);
  }
  expect(taken).toEqual(['0 SIGTERM', '3 SIGHUP', '1000 SIGTERM', '1500 SIGHUP']);
});
