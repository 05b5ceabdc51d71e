import { Agent, request } from 'undici';

/** A request that may take minutes, and its answer as text. */
export async function longRequest(method: 'GET' | 'POST', url: string, body?: object): Promise<string> {
  const { statusCode, body: answer } = await request(url, {
    method,
    dispatcher: PATIENT,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (statusCode !== 200) throw new Error(`${method} ${url}: ${statusCode} ${text.slice(0, 1_000)}`);
  return text;
}

const PATIENT = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
