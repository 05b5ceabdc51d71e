import { expect, it } from 'vitest';
import type { HttpRequest, SendOptions, Transport } from '../provider/transport.ts';
import { guardTransport } from './guard-transport.ts';

const REQUEST: HttpRequest = { method: 'POST', url: 'http://127.0.0.1/', headers: {} };

it('sends while the lease is held, and lets the transport ask again', async () => {
  const lease = { isHeld: true };
  const seen: (boolean | undefined)[] = [];
  const guarded = guardTransport(
    transportThat((options) => {
      seen.push(options.mayStart?.());
      lease.isHeld = false;
      seen.push(options.mayStart?.());
    }),
    lease,
  );
  expect(await send(guarded)).toMatchObject({ status: 200 });
  expect(seen).toEqual([true, false]);
});

it('hands nothing to a transport that never asks, once the lease is lost', async () => {
  let calls = 0;
  const guarded = guardTransport(
    transportThat(() => {
      calls += 1;
    }),
    { isHeld: false },
  );
  await expect(send(guarded)).rejects.toMatchObject({ wasSent: false, reason: 'LEASE_LOST' });
  expect(calls).toBe(0);
});

it('leaves a transport that says that it asks to ask, once for each request', async () => {
  let asked = 0;
  const lease = {
    get isHeld() {
      asked += 1;
      return false;
    },
  };
  const seen: (boolean | undefined)[] = [];
  const asking = { ...transportThat((options) => seen.push(options.mayStart?.())), asksMayStart: true };
  await send(guardTransport(asking, lease));
  expect([seen, asked]).toEqual([[false], 1]);
});

it('asks a lease that shares its answers for one of them', async () => {
  const seen: (boolean | undefined)[] = [];
  const asking = { ...transportThat((options) => seen.push(options.mayStart?.())), asksMayStart: true };
  for (const wasJustHeld of [true, false]) await send(guardTransport(asking, { isHeld: !wasJustHeld, wasJustHeld }));
  expect(seen).toEqual([true, false]);
});

function transportThat(onSend: (options: SendOptions) => void): Transport {
  return {
    send: async (_request, options) => {
      onSend(options);
      return { status: 200, headers: {}, body: '' };
    },
  };
}

async function send(transport: Transport) {
  return await transport.send(REQUEST, { signal: new AbortController().signal });
}
