import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isJsonObject, type JsonObject } from '@waybill/core';

export interface Bucket {
  objects: number;
  read_only: boolean;
}

/** A bucket service for tests: copies take a moment, and the answer of the next copy can be lost. */
export class BucketService {
  readonly buckets: Map<string, Bucket> = new Map();
  readonly copies: JsonObject[] = [];
  /** In the order of the calls: `PATCH /buckets/photos {"read_only":true}`. */
  readonly changes: string[] = [];
  readonly #key: string;
  readonly #copyMs: number;
  /** The next copy is made, and its answer never arrives. */
  losesNextCopy = false;

  constructor({ key, copyMs = 300 }: { readonly key: string; readonly copyMs?: number }) {
    this.#key = key;
    this.#copyMs = copyMs;
  }

  /** Undefined: the connection is closed without an answer. */
  answer(
    method: string,
    path: string,
    key: string,
    body: JsonObject,
  ): { status: number; body: JsonObject } | undefined {
    if (key !== this.#key) return { status: 401, body: {} };
    if (method !== 'GET') this.changes.push(`${method} ${path} ${JSON.stringify(body)}`);
    if (path === '/copies' && method === 'POST') return this.#copy(body);
    if (path === '/copies') return { status: 200, body: { copies: this.copies.map((copy) => this.#shown(copy)) } };
    if (path === '/buckets') return { status: 200, body: { buckets: this.#listed() } };
    const bucket = this.buckets.get(path.slice('/buckets/'.length));
    if (bucket === undefined) return { status: 404, body: {} };
    if (method === 'PATCH') bucket.read_only = body['read_only'] === true;
    return { status: 200, body: { ...bucket } };
  }

  #listed(): readonly JsonObject[] {
    return [...this.buckets].map(([name, { objects }]) => ({ name, objects }));
  }

  #copy({ name = '', from = '', to = '' }: JsonObject) {
    const id = `copy-${this.copies.length + 1}`;
    this.copies.push({ id, name, from, to, endsAtMs: Date.now() + this.#copyMs });
    const isLost = this.losesNextCopy;
    this.losesNextCopy = false;
    return isLost ? undefined : { status: 200, body: { id } };
  }

  #shown({ endsAtMs, ...copy }: JsonObject): JsonObject {
    return { ...copy, status: Date.now() < Number(endsAtMs) ? 'running' : 'done' };
  }
}

/** Serves it on loopback. */
export async function serveBuckets(service: BucketService): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    void answerTo(request, response, service);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerTo(request: IncomingMessage, response: ServerResponse, service: BucketService): Promise<void> {
  let text = '';
  for await (const part of request) text += String(part);
  const body: unknown = text === '' ? {} : JSON.parse(text);
  const key = String(request.headers['x-api-key'] ?? '');
  const answer = service.answer(request.method ?? '', request.url ?? '', key, isJsonObject(body) ? body : {});
  if (answer === undefined) request.socket.destroy();
  else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
}
