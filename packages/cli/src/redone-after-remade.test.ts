import { afterEach, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { openTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const UNIT = (method: string) => `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: ${method} }
`;

async function send(method: string, path: string, body?: object | string): Promise<{ readonly count?: number }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const json = body === undefined ? {} : { headers: { 'content-type': 'application/x-ndjson' }, body: text };
  const answer = await fetch(`${session.sandbox.url}/clusters${path}`, { method, ...json });
  expect(answer.ok, `${method} ${path}`).toBe(true);
  return (await answer.json()) as { readonly count?: number };
}

const redo = async () => {
  expect((await session.run('redo', ['orders', '--reason', 'the source was made anew'])).code).toBe(0);
  const { code, stdout, stderr } = await session.run('resume', ['--auto-approve']);
  return { code, text: (stdout + stderr).replace(/\s+/g, ' ') };
};

/** Documents of the same ids stay as the first source had them, and the counts are equal. */
test.each(['bulk', 'remote'])(
  'a unit that is started over keeps no document of a source that is gone: %s',
  async (method) => {
    session = await openTwoClusters(UNIT(method));
    expect((await session.run('apply', ['--auto-approve'])).code).toBe(0);
    await send('DELETE', '/old/orders');
    await send('PUT', '/old/orders', {});
    const lines = TWENTY_DOCUMENTS.map(({ _id }, at) => `{"create":{"_id":"${_id}"}}\n{"total":${at + 100}}\n`);
    await send('POST', '/old/orders/_bulk', lines.join(''));

    const refused = await redo();
    expect([refused.code, refused.text]).toEqual([
      5,
      expect.stringContaining('from a source that has been recreated since'),
    ]);
    await send('DELETE', '/new/copy');
    const again = await redo();
    expect(again.code, again.text).toBe(0);
    const query = { range: { total: { gte: 100 } } };
    expect(await send('POST', '/new/copy/_count', JSON.stringify({ query }))).toMatchObject({ count: 20 });
  },
);
