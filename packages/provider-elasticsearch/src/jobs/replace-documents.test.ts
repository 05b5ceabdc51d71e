import type { JobConnection, Transport } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { expect, test } from 'vitest';
import { connect } from '../session/connect.ts';
import { replaceDocuments } from './replace-documents.ts';

/** An index with one document, which takes no write below the version that this has. */
async function indexWith(version: string) {
  let there = BigInt(version);
  const write = (text: string): object => {
    const sent = BigInt(/"version":(?<version>\d+)/.exec(text)?.groups?.['version'] ?? '-1');
    if (sent >= 2n ** 63n) return { status: 400, error: { type: 'json_parse_exception' } };
    if (sent < there) return { status: 409, error: { type: 'version_conflict_engine_exception' } };
    there = sent;
    return { status: 200 };
  };
  const send: Transport['send'] = async ({ url, body: text = '' }) => ({
    status: 200,
    headers: {},
    body: url.includes('_mget')
      ? `{"docs":[{"_id":"a","_version":${there},"found":true}]}`
      : JSON.stringify({ errors: true, items: [{ index: write(text) }] }),
  });
  return { connection: await connectionTo({ send }), version: () => String(there) };
}

async function connectionTo(transport: Transport): Promise<JobConnection> {
  const config = { url: 'http://copy.example:9200' };
  const random = createSeededRandom(1);
  const session = await connect({ alias: 'copy', config, env: {}, transport, clock: new VirtualClock(), random });
  const { signal } = new AbortController();
  const call: JobConnection['call'] = (operation, args) => session.call(operation, args, { signal });
  return { alias: 'copy', session, call, read: async (operation, args) => (await call(operation, args)).response };
}

const settings = { index: 'orders', type: undefined, clock: new VirtualClock(), signal: new AbortController().signal };
const document = { id: '"a"', routing: undefined, source: '{"n":2}' };

test.each([
  // A double has 1764470400123456512 and 1764470400123456768 there, and none between.
  ['of nanoseconds, which a double rounds down', '1764470400123456600', '1764470400123456601'],
  ['of nanoseconds, which a double rounds up', '1764470400123456700', '1764470400123456701'],
  ['that is the highest one', '9223372036854775807', '9223372036854775807'],
])('a document takes the place of one with a version %s', async (_what, there, after) => {
  const index = await indexWith(there);
  const counts = await replaceDocuments({ ...settings, connection: index.connection }, [{ ...document, version: '2' }]);
  expect(counts.refused).toEqual([]);
  expect(index.version()).toBe(after);
});

test.each(['1764470400123456789', '9223372036854775807'])('a document gets version %s as it is', async (version) => {
  const index = await indexWith('1');
  await replaceDocuments({ ...settings, connection: index.connection }, [{ ...document, version }]);
  expect(index.version()).toBe(version);
});
