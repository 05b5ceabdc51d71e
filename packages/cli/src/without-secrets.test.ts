import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Preview } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { SandboxSession, SECRETS, SHOP_PLAN } from './testing/sandbox-session.ts';

/** A place that a plan sends requests to, and that only notes that it was asked. */
class Listener implements AsyncDisposable {
  readonly requests: string[] = [];
  readonly #server = createServer((request, response) => {
    this.requests.push(`${request.method} ${request.url}`);
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end('{"Code":"InvalidAccessKeyId.NotFound"}');
  });

  static async open(): Promise<Listener> {
    const listener = new Listener();
    await new Promise<void>((resolve) => listener.#server.listen(0, '127.0.0.1', resolve));
    return listener;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function askedOperations(session: SandboxSession): ReadonlySet<string> {
  return new Set(session.sandbox.control.requests().map(({ operation }) => operation ?? ''));
}

async function preview(session: SandboxSession, more: readonly string[]): Promise<Preview> {
  const { stdout, stderr } = await session.run('plan', ['--json', '--no-estimate', ...more]);
  expect(stdout, stderr).not.toBe('');
  return JSON.parse(stdout) as Preview;
}

describe('plan --without-secrets', () => {
  test('asks everything that needs no secret, and shows the rest as not run', async () => {
    await using session = await SandboxSession.open();
    const found = await preview(session, ['--without-secrets', '--allow-endpoint', session.sandbox.url]);
    expect(found.checks.counts.blocking).toBe(0);
    expect(found.secrets.map(({ resolves }) => resolves)).toEqual([null, null, null, null]);
    const unasked = found.checks.findings.filter(({ verdict }) => verdict === 'unasked');
    expect(new Set(unasked.map(({ check }) => check))).toEqual(new Set(['source-index-present', 'sink-index-absent']));
    expect(unasked[0]?.detail).toBe('Secret es_source is not read for this preview.');
    expect(askedOperations(session).has('DescribeInstance')).toBe(true);
    expect(askedOperations(session).has('GetClusterDataInformation')).toBe(false);
    // The control: with secrets, that call is sent.
    await preview(session, []);
    expect(askedOperations(session).has('GetClusterDataInformation')).toBe(true);
  });

  test('needs no secret to be there, and its preview is what a run with them carries out', async () => {
    await using session = await SandboxSession.open(SHOP_PLAN.slice(0, SHOP_PLAN.indexOf('  sessions:')));
    const none = Object.fromEntries(Object.keys(SECRETS).map((name) => [name, undefined]));
    const flags = ['--without-secrets', '--allow-endpoint', session.sandbox.url, '--out', 'p.json'];
    const io = session.io({ env: none as never });
    expect((await session.runWith(io, 'plan', flags)).code).toBe(0);
    const applied = await session.run('plan', ['--check', 'p.json']);
    expect(applied.code, applied.stderr).toBe(0);
  });

  test('sends nothing to an endpoint that is neither the vendor’s nor allowed', async () => {
    await using session = await SandboxSession.open();
    await using attacker = await Listener.open();
    session.writePlan(SHOP_PLAN.replace('endpoint: ${{ inputs.endpoint }}', `endpoint: ${attacker.url}`));
    const allowed = ['--without-secrets', '--allow-endpoint', session.sandbox.url];
    const found = await preview(session, allowed);
    expect(attacker.requests).toEqual([]);
    const blocking = found.checks.findings.filter(({ verdict }) => verdict === 'blocking');
    expect(blocking).toMatchObject([{ check: 'credentials-work', provider: 'search' }]);
    expect(blocking[0]?.detail).toContain(`Nothing was sent: endpoint ${attacker.url} is not an https address`);
    // The control: without the option the plan decides where requests go.
    await preview(session, []);
    expect(attacker.requests).not.toEqual([]);
  });

  test('refuses a pattern of endpoints', async () => {
    await using session = await SandboxSession.open();
    const { code, stderr } = await session.run('plan', ['--without-secrets', '--allow-endpoint', '*.example.com']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not the address of an API')]);
  });
});
