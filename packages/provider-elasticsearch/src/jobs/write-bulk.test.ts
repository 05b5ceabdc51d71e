import type { JobConnection, ProviderSession } from '@waybill/core';
import { ProviderError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { isOverload } from '../answer/is-overload.ts';
import { Pace } from '../session/pace.ts';
import { WriteRoom, writeRoomOf } from '../session/write-room.ts';
import { sendBulk } from './write-bulk.ts';

const itemsOf = (...items: readonly object[]): string =>
  JSON.stringify({ errors: true, items: items.map((create) => ({ create })) });
const WRITTEN = { status: 201 };

/** How many bulks a cluster is sent at once after it has answered one of several that are under way. */
async function roomAfter(answer: string | Error): Promise<number | undefined> {
  const answers: ((answer: string | Error) => void)[] = [];
  const connection = connectionOf({}, async () => {
    const given = await new Promise<string | Error>((resolve) => answers.push(resolve));
    if (typeof given !== 'string') throw given;
    return given;
  });
  const sent = Array.from({ length: 8 }, () => send(connection).catch(() => {}));
  await settled();
  answers[0]?.(answer);
  await settled();
  const most = writeRoomOf(connection)?.most;
  for (const end of answers) end('{"errors":false}');
  await Promise.all(sent);
  return most;
}

function connectionOf(session: object, answer: () => Promise<string>): JobConnection {
  const writeRoom = new WriteRoom();
  const call = () => writeRoom.carry(async () => ({ response: await answer() }), isOverload);
  return { session: { ...session, writeRoom } as unknown as ProviderSession, call } as unknown as JobConnection;
}

function send(connection: JobConnection, clock = new VirtualClock()): Promise<string> {
  const { signal } = new AbortController();
  return sendBulk({ connection, index: 'orders', type: undefined, clock, signal }, { text: '' }, 10);
}

/** All that waits for no cluster and no clock has gone on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

function errorOf(of: 'throttled' | 'transient'): ProviderError {
  return new ProviderError('no', { vendorCode: 'X', class: of, effect: 'none', operation: 'BulkDocuments' });
}

describe('a cluster is sent half as many bulks at once', () => {
  it.each([
    ['a bulk', errorOf('throttled')],
    ['a document of it', itemsOf(WRITTEN, { status: 429, error: { type: 'es_rejected_execution_exception' } })],
    [
      'a document, by a breaker of 6.x',
      itemsOf(WRITTEN, { status: 503, error: { type: 'circuit_breaking_exception' } }),
    ],
  ])('after it has refused %s for overload', async (_, answer) => {
    expect(await roomAfter(answer)).toBe(4);
  });

  it.each([
    ['was written', '{"errors":false}'],
    ['has a document that its mapping refuses', itemsOf({ status: 400, error: { type: 'mapper_parsing_exception' } })],
    ['names the status in a reason', itemsOf({ status: 400, error: { type: 'x', reason: 'is "status":429' } })],
    ['waits for a shard', itemsOf({ status: 503, error: { type: 'unavailable_shards_exception' } })],
    ['did not arrive', errorOf('transient')],
  ])('and as many as before after one that %s', async (_, answer) => {
    expect(await roomAfter(answer)).toBe(Number.POSITIVE_INFINITY);
  });
});

it('counts no bulk as under way that waits for the pace', async () => {
  const clock = new VirtualClock();
  const pace = new Pace({ documentsPerMs: 0.001, bytesPerMs: undefined }, clock);
  const asked: ((answer: string) => void)[] = [];
  const connection = connectionOf({ pace }, () => new Promise((resolve) => asked.push(resolve)));
  const stopping = new AbortController();
  const write = () =>
    sendBulk({ connection, index: 'orders', type: undefined, clock, signal: stopping.signal }, { text: '' }, 10);
  const sent = Array.from({ length: 8 }, () => write().catch(() => {}));
  await settled();
  expect(asked).toHaveLength(1);
  asked[0]?.(itemsOf({ status: 429, error: { type: 'es_rejected_execution_exception' } }));
  await settled();
  expect(writeRoomOf(connection)?.most).toBe(1);
  stopping.abort(new Error('stopped'));
  await Promise.all(sent);
});
