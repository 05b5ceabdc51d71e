import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import { ScriptedTransport } from '@waybill/provider-kit/testing';
import { describe, expect, it } from 'vitest';
import { neverAborted, openSession } from '../testing/open-session.ts';
import { readVector } from '../testing/vectors.ts';

interface Recording {
  readonly operation: string;
  readonly sdkArgument: JsonObject;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly rawQuery: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly bodyJson?: Json;
  };
  readonly serverReply: { readonly status: number; readonly body: Json };
}

const OPERATIONS = [
  'CreateMigrationTask',
  'CreateOnlineMigrationTask',
  'SetOnlineMigrationTask',
  'ListMigrationTask',
  'ShowMigrationTask',
  'StopMigrationTask',
  'DeleteMigrationTask',
  'ExchangeInstanceIp',
  'ShowJobInfo',
];

describe('requests recorded from the vendor’s own client', () => {
  it.each(OPERATIONS)('%s is sent and signed the same', async (operation) => {
    const recording = readVector(`${operation}.json`) as Recording;
    const { status, body } = recording.serverReply;
    const transport = new ScriptedTransport([{ status, body: body === null ? '' : JSON.stringify(body) }]);
    await using session = await openSession({ transport });
    const result = await session.call(operation, flatArguments(recording.sdkArgument), neverAborted());

    expect(result.response).toEqual(body);
    const sent = transport.requests[0];
    const url = new URL(sent?.url ?? '');
    const recorded = Object.fromEntries(recording.request.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect(sent?.method).toBe(recording.request.method);
    expect(url.pathname).toBe(recording.request.path);
    expect(Object.fromEntries(url.searchParams)).toEqual(
      Object.fromEntries(new URLSearchParams(recording.request.rawQuery)),
    );
    expect(sent?.body === undefined ? null : JSON.parse(sent.body)).toEqual(recording.request.bodyJson ?? null);
    expect(sent?.headers['authorization']).toBe(recorded['authorization']);
    expect(sent?.headers['x-project-id']).toBe(recorded['x-project-id']);
    expect(sent?.headers['content-type']).toBe(recorded['content-type']);
  });
});

/** The vendor's client keeps the body apart from the parameters; under `with:` they are one object. */
function flatArguments(argument: JsonObject): JsonObject {
  const { body, ...parameters } = argument;
  return { ...parameters, ...(isJsonObject(body) ? body : {}) };
}
