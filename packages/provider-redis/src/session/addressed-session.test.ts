import { type ConnectOptions, type HttpRequest, TransportError } from '@waybill/core';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { redis } from '../redis.ts';

const NEVER = new AbortController().signal;
const PASSWORD = 'the-password';

/** Servers that answer INFO by their address, with one password; `down` refuses connections, `forged` has another certificate. */
async function open() {
  const sent: HttpRequest[] = [];
  const options: ConnectOptions = {
    alias: 'redis.source',
    config: {},
    env: {},
    clock: new VirtualClock(),
    random: createSeededRandom(1),
    transport: {
      send: async (request) => {
        sent.push(request);
        if (request.url.includes('down'))
          throw new TransportError('refused', { wasSent: false, reason: 'ECONNREFUSED', fault: 'unreachable' });
        const isKnown = request.headers['authorization'] === `Basic ${Buffer.from(`:${PASSWORD}`).toString('base64')}`;
        const body = isKnown
          ? JSON.stringify([{ value: `redis_version:7.0.0\r\nredis_mode:standalone\r\nrun_id:${request.url}\r\n` }])
          : JSON.stringify([{ error: 'WRONGPASS invalid username-password pair or user is disabled.' }]);
        return { status: 200, headers: {}, body };
      },
    },
  };
  return { sent, session: await redis.connect(options) };
}

describe('a connection whose calls name their servers', () => {
  it('asks each with its own login, and knows each again', async () => {
    const { sent, session } = await open();
    const ask = (host: string) =>
      session.call('ShowServer', { server: { host, port: 6379, password: PASSWORD } }, { signal: NEVER });
    expect((await ask('10.0.0.5')).response).toMatchObject({ run_id: expect.stringContaining('10.0.0.5') });
    expect((await ask('10.0.0.9')).response).toMatchObject({ run_id: expect.stringContaining('10.0.0.9') });
    const before = sent.length;
    await ask('10.0.0.5');
    // What it found out of the server, it does not ask again.
    expect(sent.length - before).toBe(1);
    expect(session.secrets).toContain(PASSWORD);
  });

  it('is as good as before whatever a server says, and is reached or not', async () => {
    const { session } = await open();
    const ask = (server: object) => session.call('ShowServer', { server: { ...server } }, { signal: NEVER });
    await expect(ask({ host: '10.0.0.5', port: 6379, password: 'wrong' })).rejects.toMatchObject({
      class: 'forbidden',
      concerns: 'call',
      hint: expect.stringContaining('verify.connect'),
    });
    await expect(ask({ host: 'down', port: 6379 })).rejects.toMatchObject({ class: 'unreachable', concerns: 'call' });
    await expect(ask({ host: null, port: null })).rejects.toMatchObject({
      class: 'fatal',
      concerns: 'call',
      hint: expect.stringContaining('verify.connect'),
    });
  });
});

it('has no address of its own, and previews show that of the call', () => {
  expect([redis.endpointsOf?.({}), redis.connectionOf?.({})]).toEqual([[], {}]);
  const shown = (server: object) => redis.buildRequest({}, 'ShowServer', { server: { ...server } }).endpoint;
  expect(shown({ addresses: '10.0.0.5:6379', password: PASSWORD })).toBe('redis://10.0.0.5:6379');
  expect(shown({ host: '${{ steps.a.outputs.host }}', port: 1 })).toContain('steps.a.outputs.host');
  expect(redis.probe?.({ server: {} })).toBeUndefined();
  expect(redis.probe?.({})).toBeDefined();
});
