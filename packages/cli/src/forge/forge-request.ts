import { defined, type HttpRequest, type Transport } from '@waybill/core';
import { CliError } from '../cli-error.ts';

/** Comments are read a hundred at a time; a thread with more pages than these is not looked through. */
export const PAGE_SIZE = 100;
export const MAX_PAGES = 30;

export interface ForgeCall {
  readonly method: HttpRequest['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: object;
}

/**
 * One call to a forge's API.
 *
 * @throws CliError with the forge's own words when it refuses
 */
export async function callForge(transport: Transport, call: ForgeCall): Promise<unknown> {
  const { method, url, headers, body } = call;
  const response = await transport.send(
    {
      method,
      url,
      headers: {
        'user-agent': 'waybill',
        ...headers,
        ...defined({ 'content-type': body === undefined ? undefined : 'application/json' }),
      },
      ...defined({ body: body === undefined ? undefined : JSON.stringify(body) }),
    },
    { signal: AbortSignal.timeout(60_000) },
  );
  if (response.status >= 200 && response.status < 300) return parse(response.body, url);
  const { pathname } = new URL(url);
  throw new CliError(
    'CLI_FORGE_REFUSED',
    `${method} ${pathname} was answered with ${response.status}: ${answerMessage(response.body)}.`,
    'The token needs the right to write comments: `pull-requests: write` on GitHub, scope `api` on GitLab.',
  );
}

/** Pages until one is not full. */
export async function readPages<Item>(
  readPage: (page: number) => Promise<unknown>,
  toItem: (value: unknown) => Item,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const found = await readPage(page);
    const list = Array.isArray(found) ? found : [];
    items.push(...list.map(toItem));
    if (list.length < PAGE_SIZE) return items;
  }
  return items;
}

function parse(body: string, url: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new CliError('CLI_FORGE_REFUSED', `${new URL(url).host} answered with something that is not JSON.`);
  }
}

function answerMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string') return message.slice(0, 200);
  } catch {
    // A page of HTML says nothing that helps.
  }
  return 'no reason given';
}
