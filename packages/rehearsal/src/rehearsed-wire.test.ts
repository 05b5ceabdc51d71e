import { type HttpRequest, type SendOptions, TransportError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import type { InProcessSandbox } from '@waybill/sandbox';
import { describe, expect, test } from 'vitest';
import type { Interruption, RehearsalPoint } from './rehearsal-options.ts';
import { keysOf, RehearsedWire, type RehearsedWireOptions } from './rehearsed-wire.ts';

describe('a call of a rehearsal', () => {
  test.each<[Interruption, RehearsalPoint['when'], number]>([
    ['lose', 'before', 0],
    ['lose', 'after', 1],
    ['die', 'before', 0],
    ['die', 'after', 1],
  ])('%s %s it: the vendor has %i effects, and the caller cannot tell', async (interruption, when, effects) => {
    const { world, send } = wireWith({ interrupt: (point) => (point.when === when ? interruption : 'none') });
    const error = await send('POST').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ wasSent: true });
    expect(world.exchanged).toBe(effects);
    expect(world.isDead).toBe(interruption === 'die');
  });

  test('what a dead process calls reaches nobody, and is not counted', async () => {
    const { world, wire, send } = wireWith({});
    world.isDead = true;
    await expect(send('POST')).rejects.toThrow('the process is dead');
    expect([wire.calls, world.exchanged]).toEqual([0, 0]);
  });

  test('a frozen process asks whether it may still send when it wakes up, after its successor has ended', async () => {
    const { world, send } = wireWith({ interrupt: ({ when }) => (when === 'before' ? 'freeze' : 'none') });
    const mayStart = (): boolean => !world.log.includes('successor ended');
    await expect(send('POST', { mayStart })).rejects.toMatchObject({ wasSent: false, reason: 'LEASE_LOST' });
    expect(world.exchanged).toBe(0);
  });

  test('a process that is taken over from does not wait for its successor', async () => {
    const { world, send } = wireWith({ interrupt: ({ when }) => (when === 'before' ? 'take-over' : 'none') });
    await expect(send('POST')).resolves.toMatchObject({ status: 200 });
    expect(world.log).toEqual(['exchanged']);
  });

  test('without a connection nothing is sent', async () => {
    const { world, send, clock } = wireWith({ isDown: (elapsedMs) => elapsedMs < 1_000 });
    await expect(send('GET')).rejects.toMatchObject({ wasSent: false, fault: 'unreachable' });
    await clock.advance(1_000);
    await expect(send('GET')).resolves.toMatchObject({ status: 200 });
    expect(world.exchanged).toBe(1);
  });

  test('names of headers are in lower case, as over HTTP', async () => {
    await expect(wireWith({}).send('GET')).resolves.toMatchObject({ headers: { 'x-request-id': '1' } });
  });

  test('keys are other ones after their time, and whoever reads them finds those of the moment', async () => {
    const { world, send, clock } = wireWith({ keysLastMs: 60_000 });
    const env = keysOf(world.sandbox);
    await send('GET');
    expect(env['TOKEN']).toBe('');
    await clock.advance(120_000);
    await send('GET');
    expect({ ...env }).toEqual({ TOKEN: 'rehearsed-2' });
    expect('TOKEN' in env).toBe(true);
  });
});

interface World {
  readonly sandbox: InProcessSandbox;
  readonly log: string[];
  isDead: boolean;
  exchanged: number;
}

function wireWith(options: Partial<RehearsedWireOptions>) {
  const clock = new VirtualClock();
  const world: World = { sandbox: sandboxOf(() => world), log: [], isDead: false, exchanged: 0 };
  const wire = new RehearsedWire({
    interrupt: () => 'none',
    sandbox: world.sandbox,
    clock,
    isDead: () => world.isDead,
    isOwnWork: () => false,
    die: () => {
      world.isDead = true;
    },
    takeOver: () => clock.sleep(1_000).then(() => world.log.push('successor ended')),
    ...options,
  });
  const send = (method: HttpRequest['method'], given: Partial<SendOptions> = {}) => {
    const request: HttpRequest = { method, url: 'http://127.0.0.1/', headers: {} };
    const sent = wire.send(request, { signal: new AbortController().signal, ...given });
    return clock.runUntil(sent, 600_000);
  };
  return { world, wire, send, clock };
}

/** Answers everything, and shows one token. */
function sandboxOf(world: () => World): InProcessSandbox {
  const credentials = { vendor: { securityToken: '' } };
  const sandbox: Pick<InProcessSandbox, 'env' | 'exchange'> & { readonly credentials: unknown } = {
    credentials,
    env: () => ({ TOKEN: credentials.vendor.securityToken }),
    exchange: async () => {
      world().exchanged += 1;
      world().log.push('exchanged');
      return { status: 200, headers: { 'X-Request-Id': '1' }, body: '{}', isCut: false };
    },
  };
  return sandbox as InProcessSandbox;
}
