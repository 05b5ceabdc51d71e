import type { RunningServer } from '../running-server.ts';
import { basicAuthorization } from '../wait-until-healthy.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

type Send = (
  method: string,
  path: string,
  body?: object,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answer>;
type Probe = (send: Send, server: RunningServer) => Promise<string>;

const INDEX = 'probed';
/** What servers differ in: each answers with what docs/test-servers.md says in that row. */
const PROBES: Readonly<Record<string, Probe>> = {
  '`GET /`': async (send) => yesIf((await send('GET', '/')).status === 200),
  '`_reindex` from a remote': async (send, server) => {
    const { status, body } = await send('POST', '/_reindex', {
      source: { remote: { host: server.url, ...server.user }, index: INDEX },
      dest: { index: 'copied' },
    });
    return yesIf(status === 200 && body['created'] === 1);
  },
  '`include_type_name`': async (send) => {
    const { status } = await send('PUT', '/typed?include_type_name=true', { mappings: { _doc: {} } });
    return yesIf(status === 200);
  },
  '`hits.total`': async (send) => typeof (await search(send)).total,
  '`_type` in hits': async (send) => yesIf('_type' in ((await search(send)).hits[0] ?? {})),
  'point in time': async (send) => {
    const paths = [`/${INDEX}/_pit`, `/${INDEX}/_search/point_in_time`];
    for (const path of paths) {
      const { status, body } = await send('POST', `${path}?keep_alive=1m`);
      if (status === 200 && ('id' in body || 'pit_id' in body)) return `\`${path.replace(`/${INDEX}/`, '')}\``;
    }
    return 'no';
  },
  '`_index_template/_simulate`': async (send) => {
    const template = { index_patterns: ['simulated-*'], template: { settings: { number_of_shards: 1 } } };
    return yesIf((await send('POST', '/_index_template/_simulate', template)).status === 200);
  },
  'scripts in painless': async (send) => {
    const script_fields = { two: { script: { lang: 'painless', source: '1 + 1' } } };
    return yesIf((await send('POST', `/${INDEX}/_search`, { script_fields })).status === 200);
  },
  'analyzer `english`': async (send) => {
    return yesIf((await send('POST', '/_analyze', { analyzer: 'english', text: 'moving' })).status === 200);
  },
  'echoes `X-Opaque-Id`': async (send) => {
    const { headers } = await send('GET', '/_cluster/health', undefined, { 'x-opaque-id': 'unit-7' });
    return yesIf(headers.get('x-opaque-id') === 'unit-7');
  },
  'users, API keys': async (send) => yesIf((await send('GET', '/_security/_authenticate')).status === 200),
};

export const PROBED: readonly string[] = Object.keys(PROBES);

/** What the server can do, by the row of the page. It has one document afterwards. */
export async function probeServer(server: RunningServer): Promise<Readonly<Record<string, string>>> {
  const send: Send = (method, path, body, headers) => sendTo(server, { method, path, body, headers });
  await send('PUT', `/${INDEX}/_doc/1?refresh=true`, { name: 'Ada' });
  const found: Record<string, string> = {};
  for (const [what, probe] of Object.entries(PROBES)) found[what] = await probe(send, server);
  return found;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export async function sendTo({ url, user }: RunningServer, { method, path, body, headers }: Call): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(user === undefined ? {} : { authorization: basicAuthorization(user) }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
}

interface Hits {
  readonly total: unknown;
  readonly hits: readonly object[];
}

async function search(send: Send): Promise<Hits> {
  const { body } = await send('GET', `/${INDEX}/_search`);
  return body['hits'] as Hits;
}

function yesIf(condition: boolean): string {
  return condition ? 'yes' : 'no';
}
