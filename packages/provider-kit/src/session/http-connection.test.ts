import { CredentialsError, defined, type ProviderError, type RequestOutline } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { objectOf, textOf } from '../answer/json-fields.ts';
import type { AnswerRules } from '../answer/read-answer.ts';
import { CredentialSource } from '../auth/credential-source.ts';
import { jsonAnswer, type ScriptedAnswer, ScriptedTransport } from '../testing/scripted-transport.ts';
import type { Authenticator } from './authenticator.ts';
import { createAuthenticator } from './create-authenticator.ts';
import { HttpConnection } from './http-connection.ts';
import { ServerTime } from './server-time.ts';

const NOW_MS = Date.UTC(2026, 0, 15, 8);
const REFUSED = jsonAnswer({ code: 'NoKey' }, { status: 401 });
const OUTLINE: RequestOutline = { method: 'POST', endpoint: 'https://api.example', path: '/a', query: { q: 'x y*' } };

const RULES: AnswerRules = {
  findRefusal: ({ response, body }) => {
    const code = textOf(objectOf(body)['code']);
    if (code === undefined) return undefined;
    const errorClass = response.status === 401 ? 'unauthorized' : 'fatal';
    return { code, said: code, class: errorClass, isCertainRefusal: true, describe: (said) => `refused: ${said}` };
  },
  isComplete: () => true,
  requestIdOf: () => undefined,
};

describe('a call', () => {
  it('is sent once, with what the authenticator and the plan add', async () => {
    const world = new World([jsonAnswer({ ok: true })]);
    expect(await world.call({ body: { a: 1 } })).toEqual({ response: { ok: true } });
    expect(world.transport.requests).toEqual([
      {
        method: 'POST',
        url: 'https://api.example/a?q=x%20y%2A',
        headers: { key: 'one', for: 'Create {"a":1}' },
        body: '{"a":1}',
        caFile: 'ca.pem',
      },
    ]);
  });

  it('can have a body of lines, or none', async () => {
    const world = new World([jsonAnswer({}), jsonAnswer({})]);
    await world.call({ lines: [{ a: 1 }, { b: 2 }] });
    await world.call({});
    expect(world.transport.requests.map(({ body }) => body)).toEqual(['{"a":1}\n{"b":2}\n', undefined]);
  });

  it('can have a body that is sent as it is written, and an answer that is read as its rules say', async () => {
    const world = new World([{ body: '{"price":1.10}' }], {}, undefined, { ...RULES, parse: (text) => `read ${text}` });
    expect(await world.call({ body: { not: 'sent' } }, '{"size":1E+2}\n')).toEqual({ response: 'read {"price":1.10}' });
    expect(world.transport.requests[0]).toMatchObject({
      body: '{"size":1E+2}\n',
      headers: { for: 'Create {"size":1E+2}\n' },
    });
  });

  it('can have a body of bytes, of which a text is made only where one is read', async () => {
    const world = new World([jsonAnswer({}), jsonAnswer({})]);
    const bytes = new TextEncoder().encode('{"größe":1E+2}\n');
    await world.call({}, undefined, bytes);
    const [request] = world.transport.requests;
    expect(request).toMatchObject({ bytes, headers: { for: 'Create {"größe":1E+2}\n' } });
    expect(Object.getOwnPropertyDescriptor(request, 'body')).not.toHaveProperty('value');
    expect(request?.body).toBe('{"größe":1E+2}\n');
  });

  it('shows neither its own secrets nor the credentials', async () => {
    const world = new World([jsonAnswer({ code: 'no hush-hush for secret-one' }, { status: 400 })]);
    expect((await world.refusal()).message).toBe('refused: no [redacted] for [redacted]');
  });
});

describe('refused credentials', () => {
  it('that were replaced are the reason to send the call again, in turn', async () => {
    const world = new World([REFUSED]);
    world.secrets = ['secret-two'];
    expect(await world.refusal()).toMatchObject({
      class: 'expired',
      message: 'refused: NoKey. Newer credentials have been read from their source.',
    });
    expect(world.transport.requests).toHaveLength(1);
  });

  it('stay refused while their source has no others, and say why', async () => {
    const same = new World([REFUSED]);
    expect(await same.refusal()).toMatchObject({ class: 'unauthorized', message: 'refused: NoKey' });
    const empty = new World([REFUSED]);
    empty.secrets = [];
    expect((await empty.refusal()).message).toContain('No newer ones could be read: the file is empty.');
  });

  it('are no matter for a refusal that others cannot cure, or of another class', async () => {
    const incurable = new World([REFUSED], { isCurable: () => false });
    incurable.secrets = ['secret-two'];
    expect(await incurable.refusal()).toMatchObject({ class: 'unauthorized' });
    const other = new World([jsonAnswer({ code: 'Bad' }, { status: 400 })]);
    other.secrets = ['secret-two'];
    expect(await other.refusal()).toMatchObject({ class: 'fatal' });
    expect([incurable.readings, other.readings]).toEqual([0, 0]);
  });

  it('that are issued anew send the call once more at once, and never a third time', async () => {
    const issuing: Authenticator = {
      headers: async () => ({ token: 't' }),
      renew: async () => ({ kind: 'issued' }),
      secrets: [],
    };
    const cured = new World([REFUSED, jsonAnswer({ ok: true })], {}, issuing);
    expect(await cured.call({})).toEqual({ response: { ok: true } });
    const refusedTwice = new World([REFUSED, REFUSED], {}, issuing);
    expect(await refusedTwice.refusal()).toMatchObject({ class: 'unauthorized' });
    expect(refusedTwice.transport.requests).toHaveLength(2);
  });
});

it('a wrong clock is corrected by the server’s, for every call that was signed before', async () => {
  const late = jsonAnswer({ code: 'Late' }, { status: 400, headers: { date: 'Thu, 15 Jan 2026 09:00:00 GMT' } });
  const world = new World([late, late, late]);
  const both = await Promise.all([world.refusal(), world.refusal()]);
  for (const error of both) expect(error).toMatchObject({ class: 'transient', effect: 'none' });
  expect(world.time.now()).toBe(NOW_MS + 3_600_000);
  expect(await world.refusal()).toMatchObject({ class: 'unusable' });
});

class World {
  secrets = ['secret-one'];
  readings = 0;
  readonly transport: ScriptedTransport;
  readonly time: ServerTime;
  readonly #connection: HttpConnection;

  constructor(
    answers: readonly ScriptedAnswer[],
    options: { readonly isCurable?: (refusal: ProviderError) => boolean } = {},
    authenticator?: Authenticator,
    rules: AnswerRules = RULES,
  ) {
    const clock = new VirtualClock(NOW_MS);
    this.transport = new ScriptedTransport(answers);
    this.time = new ServerTime(clock);
    const source = new CredentialSource({
      first: { secrets: ['secret-one'] },
      read: async () => this.#read(),
      describe: ({ secrets }) => ({ secrets }),
      clock,
    });
    this.#connection = new HttpConnection({
      transport: this.transport,
      clock,
      rules,
      wire: { caFile: 'ca.pem' },
      isTimeRefused: ({ vendorCode }) => vendorCode === 'Late',
      authenticator:
        authenticator ??
        createAuthenticator({
          source,
          time: this.time,
          sign: ({ operation, body }, { secrets: [secret = ''] }) => ({
            key: secret.replace('secret-', ''),
            for: `${operation} ${body}`,
          }),
          ...options,
        }),
    });
  }

  call(parts: Partial<RequestOutline>, text?: string, bytes?: Uint8Array): ReturnType<HttpConnection['call']> {
    const outline = { ...OUTLINE, ...parts };
    const call = { operation: 'Create', hasEffect: true, outline, secrets: ['hush-hush'], ...defined({ text, bytes }) };
    return this.#connection.call(call, new AbortController().signal);
  }

  refusal(): Promise<ProviderError> {
    return this.call({}).then(
      () => expect.unreachable('it was accepted'),
      (error: ProviderError) => error,
    );
  }

  #read(): { readonly secrets: readonly string[] } {
    this.readings += 1;
    if (this.secrets.length === 0) throw new CredentialsError('Provider it: the file is empty.', 'Fill it.');
    return { secrets: this.secrets };
  }
}
