import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates } from 'node:tls';
import type { Plan } from '@waybill/core';
import { defined } from '@waybill/core';
import { expect, it } from 'vitest';
import type { CliIo } from '../cli-io.ts';
import { checkNetwork } from './check-network.ts';

const cwd = mkdtempSync(join(tmpdir(), 'waybill-network-'));
writeFileSync(join(cwd, 'ca.pem'), getCACertificates('default')[0] ?? '');
writeFileSync(join(cwd, 'empty.pem'), '');

it('shows proxies without user and password, and what is exempt', () => {
  const [proxy] = findings({ https_proxy: 'http://me:hush@proxy.example:3128', NO_PROXY: 'localhost,.internal' });
  expect(proxy).toMatchObject({ level: 'ok', subject: 'Proxy' });
  expect(proxy?.detail).toBe('HTTPS_PROXY http://proxy.example:3128; not for localhost,.internal (NO_PROXY)');
  expect(findings({ HTTP_PROXY: 'proxy.example:3128' })[0]?.detail).toContain('HTTP_PROXY http://proxy.example:3128');
  expect(findings({})[0]?.detail).toContain('none');
});

it('finds a proxy that is no URL, and does not repeat it', () => {
  const [proxy] = findings({ HTTP_PROXY: 'ftp://me:hush@proxy' });
  expect(proxy).toMatchObject({ level: 'error' });
  expect(JSON.stringify(proxy)).not.toContain('hush');
});

it('finds certificate files that are not there', () => {
  expect(findings({ NODE_EXTRA_CA_CERTS: 'ca.pem' })[1]).toMatchObject({ level: 'ok' });
  expect(findings({ NODE_EXTRA_CA_CERTS: 'gone.pem' })[1]).toMatchObject({ level: 'error' });
  expect(findings({}, 'ca.pem')[1]).toMatchObject({ level: 'ok', subject: 'ca of search' });
  expect(findings({}, 'gone.pem')[1]).toMatchObject({ level: 'error', subject: 'ca of search' });
});

it.each([
  ['empty.pem', 'holds no PEM certificate'],
  ['.', 'is a directory, but only regular files are read'],
  ['/dev/zero', 'is a device, but only regular files are read'],
])('finds that %s is no file of authorities', (path, flaw) => {
  const found = { level: 'error', detail: `${path} ${flaw}` };
  expect(findings({ NODE_EXTRA_CA_CERTS: path })[1]).toMatchObject(found);
  expect(findings({}, path)[1]).toMatchObject(found);
});

function findings(env: Record<string, string>, ca?: string): ReturnType<typeof checkNetwork> {
  // Only what the check reads.
  const io = { env, cwd } as unknown as CliIo;
  const config = defined({ ca });
  const plan = { providers: new Map([['search', { alias: 'search', config }]]) } as unknown as Plan;
  return checkNetwork(io, plan);
}
