import {
  CredentialsError,
  createRegistry,
  type ProviderDefinition,
  ProviderError,
  type ProviderErrorClass,
  type Transport,
  TransportError,
} from '@waybill/core';

import { expect, test } from 'vitest';
import type { CredentialsResult } from './check-credentials.ts';
import { checkPlan } from './check-plan.ts';
import { openPlan } from './open-plan.ts';
import { createMemoryState } from './state/create-memory-state.ts';

const read = {
  title: 't',
  document: 'd',
  requestSchema: { type: 'object' },
  responseSchema: { type: 'object' },
  outputs: {},
};
const transport: Transport = { send: () => Promise.reject(new Error('nothing is sent by this provider')) };

/** A provider with one operation, which its probe reads; `call` says what becomes of it. */
function notes(call: () => Promise<void>, more: Partial<ProviderDefinition> = {}): ProviderDefinition {
  return {
    type: 'notes',
    version: '1',
    configSchema: { type: 'object', properties: { type: {}, key: { type: 'string' } } },
    operations: { ListNotes: { name: 'ListNotes', ...read } },
    buildRequest: () => ({ method: 'GET', endpoint: 'https://notes.example', path: '/', query: {} }),
    findCredentials: async ({ env, config }) => {
      if (env['NOTES_TOKEN'] === undefined) throw new CredentialsError('No token was found.', 'Set NOTES_TOKEN.');
      return { place: 'NOTES_TOKEN', secrets: [env['NOTES_TOKEN'], String(config['key'] as string)] };
    },
    probe: () => ({ operation: 'ListNotes', arguments: {} }),
    connect: async () => ({
      limitScope: 'notes',
      secrets: ['drawn-later'],
      credentialsEndAtMs: 1_000,
      renewsCredentials: true,
      call: async () => {
        await call();
        return { response: [] };
      },
      [Symbol.asyncDispose]: async () => {},
    }),
    ...more,
  };
}

const PLAN = `version: 1
name: notes
secrets: { key: { env: NOTES_KEY } }
providers: { book: { type: notes, key: "\${{ secrets.key }}" } }
migrations: { list: { uses: book.ListNotes, with: {} } }
`;
const ENV = { NOTES_KEY: 'the-key', NOTES_TOKEN: 'the-token' };

interface Trial {
  readonly provider?: ProviderDefinition;
  readonly env?: Readonly<Record<string, string>>;
  readonly asksApis?: boolean;
  readonly signal?: AbortSignal;
}

async function tryCredentials({ provider = notes(async () => {}), env = ENV, ...options }: Trial) {
  const { compiled } = checkPlan(PLAN, { registry: createRegistry([provider]) });
  if (compiled === undefined) throw new Error('the plan has mistakes');
  await using opened = openPlan(compiled, { env, transport, state: createMemoryState(compiled.plan.name) });
  return await opened.checkCredentials(options);
}

async function resultOf(trial: Trial): Promise<CredentialsResult | undefined> {
  const [check] = await tryCredentials(trial);
  return check?.result;
}

test('credentials that the API takes are answered for, with their place and their end', async () => {
  const [check, ...others] = await tryCredentials({});
  expect(others).toEqual([]);
  expect(check).toEqual({
    alias: 'book',
    result: { kind: 'answered', place: 'NOTES_TOKEN', operation: 'ListNotes', endAtMs: 1_000, renews: true },
    secrets: ['the-token', 'the-key'],
  });
});

test('nothing is asked where APIs are not to be asked, or nothing leads to a read', async () => {
  const provider = notes(() => Promise.reject(new Error('was asked')));
  const found = { kind: 'found', place: 'NOTES_TOKEN' };
  expect(await resultOf({ provider, asksApis: false })).toEqual({ ...found, because: 'asks-no-apis' });
  const { probe: _, ...unprobed } = provider;
  expect(await resultOf({ provider: unprobed })).toEqual({ ...found, because: 'no-probe' });
  const unled = { ...provider, probe: () => undefined };
  expect(await resultOf({ provider: unled })).toEqual({ ...found, because: 'nothing-to-read' });
});

test('credentials are not looked for while secrets of their entry have no value', async () => {
  const provider = notes(async () => {}, { findCredentials: () => Promise.reject(new Error('was looked for')) });
  const missing = { kind: 'secrets-missing', names: ['key'] };
  expect(await resultOf({ provider, env: { NOTES_TOKEN: 'the-token' } })).toEqual(missing);
  expect(await resultOf({ provider, env: { ...ENV, NOTES_KEY: '' } })).toEqual(missing);
});

test('credentials that are nowhere are missing, whoever finds out', async () => {
  const missing = { kind: 'missing', error: expect.objectContaining({ message: 'No token was found.' }) };
  expect(await resultOf({ env: { NOTES_KEY: 'the-key' } })).toEqual(missing);
  const error = new CredentialsError('No token was found.', 'Set NOTES_TOKEN.');
  const provider = notes(async () => {}, { connect: () => Promise.reject(error) });
  expect(await resultOf({ provider })).toEqual(missing);
});

test('a failure says of what class it is, without the secrets of the credentials', async () => {
  const refuse = (failure: ProviderErrorClass) =>
    notes(() =>
      Promise.reject(
        new ProviderError('the-token of drawn-later is wrong', {
          vendorCode: 'X',
          class: failure,
          effect: 'none',
          hint: 'Change the-key.',
        }),
      ),
    );
  for (const failure of ['unauthorized', 'forbidden', 'busy'] as const) {
    const result = await resultOf({ provider: refuse(failure) });
    expect(result).toMatchObject({ kind: 'failed', place: 'NOTES_TOKEN', class: failure });
    expect(JSON.stringify(result)).not.toMatch(/the-token|the-key|drawn-later/);
    expect(JSON.stringify(result)).toMatch(/is wrong.*Change /);
  }
  const unreached = notes(() =>
    Promise.reject(new TransportError('no route', { wasSent: false, reason: 'EHOSTUNREACH' })),
  );
  expect(await resultOf({ provider: unreached })).toMatchObject({ kind: 'failed', class: 'unreachable' });
});

test('a defect of the provider and an end of the asking are thrown', async () => {
  await expect(tryCredentials({ provider: notes(() => Promise.reject(new RangeError('oops'))) })).rejects.toThrow(
    'oops',
  );
  const ended = new AbortController();
  const provider = notes(() => {
    ended.abort(new Error('enough'));
    return Promise.reject(new TransportError('ended', { wasSent: false, reason: 'ABORTED' }));
  });
  await expect(tryCredentials({ provider, signal: ended.signal })).rejects.toThrow('enough');
});
