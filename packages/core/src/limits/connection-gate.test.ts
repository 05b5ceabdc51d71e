import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMemoryStore } from '../journal/memory-store.ts';
import { ProviderError, type ProviderErrorClass } from '../provider/provider-error.ts';
import type { ReadGauges } from '../run/gauges.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { type ConnectionChange, ConnectionGate } from './connection-gate.ts';

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `k${index}`);
const spread = fc.array(fc.record({ atMs: fc.nat(300_000), forMs: fc.integer({ min: 1, max: 120_000 }) }), {
  minLength: 1,
  maxLength: 3,
});

describe('credentials that are refused', () => {
  it('cost exactly one call, however many may be in flight', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 64 }), fc.constantFrom('move', 'copy', 'blind'), async (n, target) => {
        const world = new RunWorld();
        world.vendor.fault = () => 'unauthorized';
        const limits = { inFlight: n };
        const result = await world.run(world.plan([{ name: 'many', target, keys: keys(100) }], { limits }));
        expect(world.vendor.calls).toHaveLength(1);
        expect(result.suspended).toHaveLength(1);
        expect(world.disk.records.at(-1)).toMatchObject({ kind: 'run.ended', suspended: result.suspended });
        expect(new Set(result.units.map(({ status }) => status))).not.toContain('failed');
      }),
      { numRuns: 30 },
    );
  });

  it('amid a run cost one call for each that was in flight', async () => {
    const world = new RunWorld();
    world.vendor.fault = (call) => (call.startedAtMs > 500 ? 'unauthorized' : 'none');
    const limits = { inFlight: 6, requests: { count: 6, intervalMs: 100 } };
    await world.run(world.plan([{ name: 'many', target: 'copy', keys: keys(500) }], { limits }));
    expect(world.vendor.calls.filter(({ startedAtMs }) => startedAtMs > 500).length).toBeLessThanOrEqual(6);
  });
});

describe('credentials that were replaced', () => {
  it('are tried by one call before the others follow, and fail nothing', async () => {
    const world = new RunWorld({ latencyMs: 100 });
    let refused = 0;
    world.vendor.fault = ({ startedAtMs }) => {
      const isRefused = startedAtMs > 1_000 && refused < 3;
      if (isRefused) refused += 1;
      return isRefused ? 'expired' : 'none';
    };
    const result = await world.run(world.plan([{ name: 'many', target: 'copy', keys: keys(60) }]));
    expect(result.outcome).toBe('succeeded');
    expect(refused).toBe(3);
  });
});

describe('a connection that goes down', () => {
  it('fails no unit before its timeout, is probed by one call at a time, and comes back', async () => {
    await fc.assert(
      fc.asyncProperty(spread, fc.integer({ min: 1, max: 16 }), async (outages, inFlight) => {
        const world = new RunWorld();
        const isDown = (atMs: number): boolean =>
          outages.some((outage) => atMs >= outage.atMs && atMs < outage.atMs + outage.forMs);
        world.vendor.fault = () => (isDown(world.clock.monotonicMs()) ? 'unreachable' : 'none');
        const migrations = [
          { name: 'many', target: 'move', keys: keys(30), timeoutMs: 3_600_000 },
          { name: 'later', target: 'copy', keys: keys(5), needs: ['many[k0]'], timeoutMs: 3_600_000 },
        ];
        const result = await world.run(world.plan(migrations, { limits: { inFlight } }));
        expect(result.outcome).toBe('succeeded');
        expect(world.vendor.tasks).toHaveLength(35);
        const failed = world.vendor.calls.filter(({ startedAtMs }) => isDown(startedAtMs + world.vendor.latencyMs));
        const downMs = outages.reduce((sum, { forMs }) => sum + forMs, 0);
        // Those in flight when it goes down, then a probe after 1, 2, 4, 8, 16 and every 30 seconds.
        expect(failed.length).toBeLessThanOrEqual(outages.length * (inFlight + 6) + downMs / 22_500);
        const changes = world.events.filter(({ kind }) => kind.startsWith('provider.')).map(({ kind }) => kind);
        const expected = changes.map((_, index) => (index % 2 === 0 ? 'provider.unreachable' : 'provider.reachable'));
        expect(changes).toEqual(expected);
        expect(changes.length % 2).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('ends every unit once its timeout is over, and says why', async () => {
    const world = new RunWorld();
    world.vendor.fault = () => 'unreachable';
    const result = await world.run(
      world.plan([{ name: 'many', target: 'copy', keys: keys(4), timeoutMs: 600_000 }], { limits: { inFlight: 2 } }),
    );
    expect(result.units.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(result.units[0]?.failure).toMatchObject({ code: 'ECONNREFUSED' });
    expect(result.units[0]?.failure?.message).toContain('whole timeout of the migration (10m)');
    const failedAt = world.events.filter(({ kind }) => kind === 'step.failed').map(({ at }) => at);
    expect(Math.min(...failedAt) - (world.events[0]?.at ?? 0)).toBeGreaterThanOrEqual(600_000);
    expect(world.vendor.calls.length).toBeLessThan(60);
  });

  it('is shown with its reason for as long as it lasts', async () => {
    const world = new RunWorld();
    world.vendor.fault = ({ startedAtMs }) => (startedAtMs < 60_000 ? 'unreachable' : 'none');
    let read: ReadGauges | undefined;
    const seen: unknown[] = [];
    void world.clock.sleep(30_000).then(() => seen.push(read?.().accounts[0]?.unreachable?.reason));
    await world.run(world.plan([{ name: 'many', target: 'copy', keys: keys(4) }]), {
      onGauges: (reader) => {
        read = reader;
      },
    });
    expect(seen).toEqual(['refused with ECONNREFUSED']);
    expect(read?.().accounts[0]).not.toHaveProperty('unreachable');
  });

  it('without refusing connections, by saying nothing, fails no unit either and does nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        // While many different calls are on their way: a single one that gets no answer may be at fault itself.
        fc.record({ atMs: fc.integer({ min: 1, max: 40 }), forMs: fc.integer({ min: 1, max: 300_000 }) }),
        fc.integer({ min: 3, max: 16 }),
        fc.constantFrom('lost-before-effect', 'lost-after-effect'),
        async ({ atMs, forMs }, inFlight, fault) => {
          const world = new RunWorld();
          world.vendor.fault = ({ startedAtMs }) =>
            startedAtMs >= atMs && startedAtMs < atMs + forMs ? fault : 'none';
          const migrations = [
            { name: 'many', target: 'move', keys: keys(40), timeoutMs: 3_600_000 },
            { name: 'others', target: 'copy', keys: keys(40), timeoutMs: 3_600_000 },
          ];
          const result = await world.run(world.plan(migrations, { limits: { inFlight } }));
          expect(result.outcome).toBe('succeeded');
          expect(world.vendor.tasks).toHaveLength(80);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves the recovery of lost answers as it is', async () => {
    const world = new RunWorld();
    // The answer is lost as the connection goes down; the look-up has to wait for it to come back.
    world.vendor.fault = (call) => {
      if (call.operation === 'CreateTask') return world.vendor.tasks.length < 5 ? 'lost-after-effect' : 'none';
      return call.startedAtMs < 40_000 ? 'unreachable' : 'none';
    };
    const result = await world.run(world.plan([{ name: 'many', target: 'move', keys: keys(5), maxAttempts: 3 }]));
    expect(result.outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(5);
  });

  it('with a certificate or protocol that cannot work suspends the provider after one call', async () => {
    const world = new RunWorld();
    world.vendor.fault = () => 'unusable';
    const fixture = world.plan([{ name: 'many', target: 'copy', keys: keys(30) }], { limits: { inFlight: 16 } });
    const result = await world.run(fixture);
    expect(result.suspended).toMatchObject([{ provider: 'it', code: 'CERT_HAS_EXPIRED' }]);
    expect(world.vendor.calls).toHaveLength(1);
    world.vendor.fault = () => 'none';
    expect((await world.run(fixture)).outcome).toBe('succeeded');
  });
});

describe('an action that is forbidden', () => {
  it('fails the units that need it and no other, and later runs go on with the others', async () => {
    const world = new RunWorld();
    const denied = new Set(['many[k1]', 'many[k4]']);
    world.vendor.fault = ({ arguments: args }) => (denied.has(args['name'] as string) ? 'forbidden' : 'none');
    const fixture = world.plan([{ name: 'many', target: 'copy', keys: keys(7) }]);
    const result = await world.run(fixture);
    expect(result.suspended).toEqual([]);
    expect(result.units.filter(({ status }) => status === 'failed').map(({ address }) => address)).toEqual([...denied]);
    expect(world.vendor.tasks).toHaveLength(5);
    denied.clear();
    expect((await world.run(fixture, { retryFailed: true })).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(7);
  });

  it('to observe a task ends its wait and leaves the task alone', async () => {
    const world = new RunWorld();
    world.vendor.fault = ({ operation }) => (operation === 'ListTasks' ? 'forbidden' : 'none');
    const fixture = world.plan([{ name: 'one', target: 'copy' }]);
    const result = await world.run(fixture);
    expect(result.units[0]?.failure).toMatchObject({ code: 'Forbidden' });
    expect(result.units[0]?.failure?.message).toContain('may still be running');
    world.vendor.fault = () => 'none';
    expect((await world.run(fixture, { retryFailed: true })).outcome).toBe('succeeded');
    expect(world.vendor.tasks).toHaveLength(1);
  });
});

describe('the gate', () => {
  const fail = (errorClass: ProviderErrorClass): ProviderError =>
    new ProviderError('no', { vendorCode: 'NO', class: errorClass, effect: 'none' });

  it('says once that the connection is lost and once that it is back', async () => {
    const clock = new VirtualClock();
    const changes: ConnectionChange['kind'][] = [];
    const gate = new ConnectionGate({
      clock,
      random: createSeededRandom(1),
      onChange: ({ kind }) => changes.push(kind),
    });
    for (let call = 0; call < 3; call += 1) gate.failed(fail('unreachable'), { isProbe: false });
    expect(() => gate.admit()).toThrow('The connection is down');
    await clock.advance(1_000);
    const probe = gate.admit();
    expect(probe.isProbe).toBe(true);
    expect(() => gate.admit()).toThrow('The connection is down');
    gate.failed(fail('transient'), probe);
    expect(() => gate.admit()).toThrow('The connection is down');
    await clock.advance(2_000);
    gate.failed(fail('throttled'), gate.admit());
    expect(changes).toEqual(['lost', 'restored']);
    expect(gate.admit()).toEqual({ isProbe: false });
  });

  it('does not call a connection down whose requests were held back for another process', () => {
    const changes: ConnectionChange['kind'][] = [];
    const gate = new ConnectionGate({
      clock: new VirtualClock(),
      random: createSeededRandom(1),
      onChange: ({ kind }) => changes.push(kind),
    });
    const heldBack = new ProviderError('no', { vendorCode: 'LEASE_LOST', class: 'transient', effect: 'none' });
    for (const call of ['a', 'b', 'c']) expect(gate.failed(heldBack, { isProbe: false }, call)).toBe(heldBack);
    expect(changes).toEqual([]);
    expect(gate.admit()).toEqual({ isProbe: false });
  });

  it('does not call a connection down whose answers are too large to be read: they came', () => {
    const gate = new ConnectionGate({ clock: new VirtualClock(), random: createSeededRandom(1) });
    const failed = (vendorCode: string, call: string) =>
      gate.failed(new ProviderError('no', { vendorCode, class: 'transient', effect: 'none' }), gate.admit(), call);
    for (const call of ['one', 'another', 'a third'])
      expect(failed('RESPONSE_TOO_LARGE', call)).toMatchObject({ class: 'transient' });
    failed('ECONNRESET', 'one');
    failed('RESPONSE_TOO_LARGE', 'another');
    failed('ECONNRESET', 'a third');
    expect(gate.admit()).toEqual({ isProbe: false });
    expect(failed('ECONNRESET', 'a fourth')).toMatchObject({ class: 'unreachable' });
  });

  it('sends nothing after a refusal, whatever else is answered', () => {
    const gate = new ConnectionGate({ clock: new VirtualClock(), random: createSeededRandom(1) });
    gate.failed(fail('unauthorized'), { isProbe: false });
    gate.answered();
    expect(() => gate.admit()).toThrow('no');
  });
});

it('keeps the journal free of attempts that were held back', async () => {
  const world = new RunWorld();
  world.vendor.fault = ({ startedAtMs }) => (startedAtMs < 120_000 ? 'unreachable' : 'none');
  await world.run(world.plan([{ name: 'many', target: 'copy', keys: keys(30) }], { limits: { inFlight: 8 } }));
  let intents = 0;
  for await (const batch of openMemoryStore(world.disk).read()) {
    intents += batch.filter((record) => record.kind === 'step.intent').length;
  }
  const probes = world.vendor.calls.filter(({ startedAtMs }) => startedAtMs < 120_000).length;
  expect(intents).toBe(30 + probes);
});

it('a call that named its own address says nothing of the connection, whatever became of it', () => {
  const changes: ConnectionChange[] = [];
  const gate = new ConnectionGate({
    clock: new VirtualClock(),
    random: createSeededRandom(1),
    onChange: (change) => changes.push(change),
  });
  for (const errorClass of ['unreachable', 'transient', 'unauthorized', 'unusable', 'expired'] as const) {
    const fields = { vendorCode: 'CODE', class: errorClass, effect: 'none', concerns: 'call' } as const;
    const error = new ProviderError('It failed.', fields);
    expect(error.suspends).toBe(false);
    expect(error.restated({ hint: 'Do this.' }).concerns).toBe('call');
    for (const call of ['one', 'other']) expect(gate.failed(error, gate.admit(), call)).toBe(error);
    expect([gate.isUnproven, gate.heldForMs]).toEqual([false, 0]);
  }
  expect(changes).toEqual([]);
});
