import type { JobConnection, Json, JsonObject } from '@waybill/core';
import { expect, it } from 'vitest';
import { differenceOf, NEVER_READ } from './look.ts';
import { digestValue } from './read-value.ts';
import { sha1 } from './value-digest.ts';

type Answer = (command: readonly string[], call: number) => JsonObject;

/** A server that answers as `answer` says, and what it was asked. */
function serverOf(answer: Answer): { readonly connection: JobConnection; readonly asked: string[] } {
  const asked: string[] = [];
  const read = async (_: string, args: JsonObject): Promise<Json> => {
    const [[, ...command] = []] = args['commands'] as readonly (readonly string[])[];
    asked.push(command.join(' '));
    return [answer(command, asked.length)];
  };
  return { connection: { read } as Pick<JobConnection, 'read'> as JobConnection, asked };
}

const WRONG_TYPE = { error: 'WRONGTYPE Operation against a key holding the wrong kind of value' };

it('reads a key that has got another type as what it is now', async () => {
  const { connection } = serverOf(([name]) => {
    if (name === 'TYPE') return { value: 'string' };
    if (name === 'STRLEN') return { value: 1 };
    return name === 'GETRANGE' ? { value: 'x' } : WRONG_TYPE;
  });
  expect(await digestValue({ connection, database: 0, key: 'k' }, 'list')).toBe(sha1('s1:x'));
});

it('takes a key whose type changes each time for no value at all, which equals nothing', async () => {
  const { connection } = serverOf(([name], call) =>
    name === 'TYPE' ? { value: call % 4 < 2 ? 'list' : 'string' } : WRONG_TYPE,
  );
  const digest = await digestValue({ connection, database: 0, key: 'k' }, 'list');
  expect(digest).toBe(NEVER_READ);
  expect(differenceOf({ left: { digest }, right: { digest } }, 0)).toBe('changed');
});

it('does not take a key that is gone for an empty one', async () => {
  const { connection } = serverOf(([name]) => (name === 'TYPE' ? { value: 'none' } : { value: 0 }));
  expect(await digestValue({ connection, database: 0, key: 'k' }, 'list')).toBe(sha1('-'));
});

it('reads large elements few at a time', async () => {
  const element = 'v'.repeat(200_000);
  const { connection, asked } = serverOf(([name, , from, to]) => {
    if (name === 'TYPE') return { value: 'list' };
    if (name === 'LLEN') return { value: 40 };
    return { value: Array.from({ length: Math.min(40, Number(to) + 1) - Number(from) }, () => element) };
  });
  await digestValue({ connection, database: 0, key: 'k' }, 'list');
  const ranges = asked.filter((text) => text.startsWith('LRANGE')).map((text) => text.split(' ').slice(2).map(Number));
  const sizes = ranges.map(([from = 0, to = 0]) => to - from + 1);
  expect(sizes[0]).toBe(8);
  expect(Math.max(...sizes.slice(1))).toBeLessThanOrEqual(2);
});
