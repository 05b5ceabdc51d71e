import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createRegistry } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  VirtualClock,
} from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { openPlan } from '../open-plan.ts';
import type { OpenPlan } from '../plan-handle.ts';
import { createMemoryState } from '../state/create-memory-state.ts';
import { parseMetricsAddress } from './metrics-address.ts';

interface World {
  readonly clock: VirtualClock;
  readonly vendor: FakeVendor;
  readonly opened: OpenPlan;
}

function openWorld(): World {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock, { taskDurationMs: 20_000 });
  const registry = createRegistry([createFakeProvider(vendor)]);
  const migrations = [
    { name: 'm', target: 'move', keys: ['a', 'b'] },
    { name: 'sessions', target: 'gated' },
  ];
  const random = createSeededRandom(1);
  const state = createMemoryState('fixture', random);
  const fixture = buildPlanFixture(migrations, registry);
  const opened = openPlan({ ...fixture, registry, diagnostics: [] }, { clock, state, random, env: {} });
  return { clock, vendor, opened };
}

/** Sample → value, as a scraper reads them. */
function samplesIn(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return samplesIn(await response.text());
}

/** The answer to a request line that no HTTP client would send. */
async function askRaw(url: string, requestLine: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${requestLine}\r\nHost: metrics\r\nConnection: close\r\n\r\n`);
  return await text(socket);
}

describe('metrics of a run', () => {
  it('count calls by operation and outcome, and what the run waits for', async () => {
    const { clock, vendor, opened } = openWorld();
    let calls = 0;
    vendor.fault = () => {
      calls += 1;
      return calls === 1 ? 'throttled' : 'none';
    };
    const { serveMetrics } = await import('./serve-metrics.ts');
    const { RunProgress } = await import('../live/run-progress.ts');
    const progress = new RunProgress();
    await using served = await serveMetrics('0', { progress, nowMs: () => clock.now() });
    const result = await clock.runUntil(
      opened.apply({
        onGauges: (read) => progress.onGauges(read),
        onEvent: (event) => {
          progress.add(event);
          served.add(event);
        },
        onCall: (call) => served.called(call),
      }),
    );
    const samples = await scrape(served.url);
    expect(samples.get('waybill_run_info{plan="fixture",run="run-1"}')).toBe(1);
    expect(samples.get('waybill_units{status="succeeded"}')).toBe(2);
    expect(samples.get('waybill_units{status="gated"}')).toBe(1);
    expect(samples.get('waybill_gates_waiting')).toBe(1);
    expect(samples.get('waybill_steps')).toBe(result.counts.steps.total);
    expect(samples.get('waybill_steps_done')).toBe(result.counts.steps.done);
    expect(samples.get('waybill_throttles_total{provider="it"}')).toBe(1);
    const answered = [...samples].filter(([name]) => name.startsWith('waybill_calls_total'));
    const sum = answered.reduce((total, [, value]) => total + value, 0);
    expect(sum).toBe(vendor.calls.length);
    expect(samples.get('waybill_calls_total{provider="it",operation="CreateTask",outcome="succeeded"}')).toBe(3);
    expect(answered.some(([name]) => name.includes('outcome="throttled"'))).toBe(true);
  });

  it('refuse a run whose port is taken, before anything is sent or made', async () => {
    const { clock, vendor, opened } = openWorld();
    await using other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const run = clock.runUntil(opened.apply({ metrics: `127.0.0.1:${port}` }));
    await expect(run).rejects.toMatchObject({
      code: 'METRICS_UNAVAILABLE',
      message: `Metrics cannot be served at 127.0.0.1:${port}: the port is taken.`,
    });
    expect(vendor.calls).toEqual([]);
    expect((await opened.checkpoint()).runCount).toBe(0);
  });

  it('are those that docs/operations.md lists', async () => {
    const { clock } = openWorld();
    const { RunMetrics } = await import('./run-metrics.ts');
    const { RunProgress } = await import('../live/run-progress.ts');
    const text = await new RunMetrics({ progress: new RunProgress(), nowMs: () => clock.now() }).text();
    const served = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => `${name} ${type}`);
    const page = await readFile(join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `(waybill_\w+)` \| (\w+) \|/gm)].map(([, name, type]) => `${name} ${type}`);
    expect(served.toSorted()).toEqual(listed.toSorted());
  });

  it('are at one path, and read only', async () => {
    const { clock } = openWorld();
    const { serveMetrics } = await import('./serve-metrics.ts');
    const { RunProgress } = await import('../live/run-progress.ts');
    await using served = await serveMetrics('0', { progress: new RunProgress(), nowMs: () => clock.now() });
    const other = new URL('/', served.url);
    expect((await fetch(other)).status).toBe(404);
    expect((await fetch(served.url, { method: 'POST' })).status).toBe(405);
  });
});

describe('the address of metrics', () => {
  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    [':9464', { host: '127.0.0.1', port: 9464 }],
    ['0.0.0.0:80', { host: '0.0.0.0', port: 80 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
  ])('%s is understood', (text, address) => {
    expect(parseMetricsAddress(text)).toEqual(address);
  });

  it.each(['', 'x', '99999', '127.0.0.1', '127.0.0.1:', 'example.com:80', '::1:80', '[1.2.3.4]:80', '9464 x'])(
    '%j is refused',
    (text) => {
      expect(() => parseMetricsAddress(text)).toThrow(expect.objectContaining({ code: 'METRICS_ADDRESS' }));
    },
  );

  it('answer what is no address, and are served afterwards', async () => {
    const { serveMetrics } = await import('./serve-metrics.ts');
    const { RunProgress } = await import('../live/run-progress.ts');
    await using served = await serveMetrics('0', { progress: new RunProgress(), nowMs: () => 0 });
    for (const path of ['//', 'http://', '/%', '*', '/metrics/']) {
      expect(await askRaw(served.url, `GET ${path} HTTP/1.1`), path).toMatch(/^HTTP\/1\.1 404 /);
    }
    expect(await askRaw(served.url, 'DELETE // HTTP/1.1')).toMatch(/^HTTP\/1\.1 405 /);
    expect(await askRaw(served.url, 'GET /metrics?x HTTP/1.1')).toMatch(/^HTTP\/1\.1 200 /);
  });
});
