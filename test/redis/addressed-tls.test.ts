import { startSandbox } from '@waybill/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../packages/data-plane-redis/src/free-port.ts';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { ServedSandbox } from '../e2e/support/served-sandbox.ts';
import { type Certificates, makeCertificates } from './support/certificates.ts';
import { fastConnections } from './support/fast-connections.ts';
import { SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';
import { fill } from './support/sample-data.ts';

const PASSWORD = 'the-password-of-both';
const SECRET = 'password: "${{ secrets.cache }}"';

const PLAN = `version: 1
name: encrypted
secrets: { cache: { env: CACHE_PASSWORD } }
${fastConnections({ old: '', target: '', isAddressed: true })}
defaults: { retry: { max_attempts: 2, initial_interval: 10ms } }
migrations:
  sessions:
    uses: cache.online-migration
    with:
      name: sessions
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: full_amount_migration
      source_instance: { id: ${SOURCE}, ${SECRET} }
      target_instance: { id: ${TARGET}, ${SECRET} }
    verify: { level: digest, rounds: 1, interval: 10ms }
`;

interface World {
  readonly vendor: ServedSandbox;
  readonly source: RedisServer;
  readonly run: CommandLine;
}

interface WorldOptions {
  readonly certificates: Certificates;
  /** Lines of the source's configuration. */
  readonly config?: readonly string[];
  /** The plain port, although the service says that it has TLS; or that it has none, although it has. */
  readonly mistaken?: 'plain' | 'encrypted';
  readonly env?: Readonly<Record<string, string>>;
}

/** The source of the migration has TLS, and the service says so. Both sides have the same keys. It goes with the test. */
async function startWorld({ certificates, config = [], mistaken, env = {} }: WorldOptions): Promise<World> {
  const tlsPort = await freePort();
  const [ca, cert, key] = ['authority.pem', 'server.pem', 'server.key'].map((name) => certificates.file(name));
  const tls = [`tls-port ${tlsPort}`, `tls-ca-cert-file ${ca}`, `tls-cert-file ${cert}`, `tls-key-file ${key}`];
  const own = config.length > 0 ? config : ['tls-auth-clients no'];
  const login = { config: [`requirepass ${PASSWORD}`], client: { password: PASSWORD } };
  const source = await RedisServer.start({ ...login, config: [...login.config, ...tls, ...own] });
  const target = await RedisServer.start(login);
  onTestFinished(async () => {
    await Promise.all([source, target].map((each) => each[Symbol.asyncDispose]()));
  });
  await fill(source.client);
  await fill(target.client);
  const expiry = await source.client.call('PEXPIRETIME', 'expiring');
  await target.client.call('PEXPIREAT', 'expiring', String(expiry));
  const sandbox = await startSandbox({ seed: 5, durations: SHORT });
  onTestFinished(() => sandbox.close());
  const at = { ip: '127.0.0.1', no_password_access: 'false', engine_version: '7.0' } as const;
  const port = mistaken === 'plain' ? source.port : tlsPort;
  sandbox.control.setSettings({
    huaweicloud: {
      instances: [
        { ...at, instance_id: SOURCE, port, enable_ssl: mistaken !== 'encrypted' },
        { ...at, instance_id: TARGET, port: target.port },
      ],
    },
  });
  await source.client.call('CONFIG', 'RESETSTAT');
  const vendor = ServedSandbox.of(sandbox);
  return { vendor, source, run: CommandLine.on(vendor, { plan: PLAN, env: { CACHE_PASSWORD: PASSWORD, ...env } }) };
}

const SHORT = { dcsMachineCreationMs: 50, dcsJobMs: 50, dcsFullSyncMs: 100, dcsCatchUpMs: 50 };

/** Lines are broken to fit a terminal. */
const shown = ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string =>
  `${stdout} ${stderr}`.replaceAll(/\s+/g, ' ');

const trusting = (certificates: Certificates): Readonly<Record<string, string>> => ({
  NODE_EXTRA_CA_CERTS: certificates.file('authority.pem'),
});

/** What stops it before the first effect. */
async function blockedBy({ vendor, source, run }: World): Promise<string> {
  const plan = shown(await run.run('plan'));
  expect((await run.run('apply', '--auto-approve')).code).not.toBe(0);
  expect(vendor.taskCount()).toBe(0);
  // Nobody that could not be recognised was sent a password; the test itself has logged in before.
  expect(await source.client.info('commandstats')).not.toMatch(/cmdstat_(?:auth|hello)/);
  expect(plan).not.toContain(PASSWORD);
  return plan;
}

describe.skipIf(!canStartRedis())('an instance with TLS at the address that the service gives', () => {
  it('is compared where Node trusts the authority of its certificate', async () => {
    using certificates = makeCertificates();
    const { source, run } = await startWorld({ certificates, env: trusting(certificates) });
    expect(shown(expectCode(0, await run.run('apply')))).toContain('equal');
    await source.client.set('key-3', 'later');
    expect(shown(expectCode(8, await run.run('verify')))).toContain('key-3');
  });

  it.each([
    { what: 'an authority that nobody trusts', env: () => ({}) },
    { what: 'another authority', env: trusting },
  ])('is sent no password where its certificate is of $what', async ({ env }) => {
    using certificates = makeCertificates();
    using others = makeCertificates();
    const blocked = await blockedBy(await startWorld({ certificates, env: env(others) }));
    expect(blocked).toMatch(/self.signed certificate|unable to verify|unable to get local issuer/i);
    expect(blocked).toContain('NODE_EXTRA_CA_CERTS');
    expect(blocked).toContain('verify.connect');
  });

  it('is sent no password where its certificate is for another name', async () => {
    using certificates = makeCertificates('DNS:elsewhere.example');
    const blocked = await blockedBy(await startWorld({ certificates, env: trusting(certificates) }));
    expect(blocked).toMatch(/does not match certificate's altnames/);
    expect(blocked).toContain('verify.connect');
  });

  it('that wants a certificate of its clients is refused clearly: no plan has one', async () => {
    using certificates = makeCertificates();
    const config = ['tls-auth-clients yes'];
    const blocked = await blockedBy(await startWorld({ certificates, config, env: trusting(certificates) }));
    expect(blocked).toMatch(/certificate required/);
    expect(blocked).toContain('tls-auth-clients');
  });

  it.each([
    { mistaken: 'plain', what: 'it has no TLS', said: /with TLS: connect ETIMEDOUT/ },
    { mistaken: 'encrypted', what: 'it has TLS all the same', said: /cannot be reached.*(?:ECONNRESET|closed)/ },
  ] as const)('is refused clearly where the service is mistaken: $what', async ({ mistaken, said }) => {
    using certificates = makeCertificates();
    const blocked = await blockedBy(await startWorld({ certificates, mistaken, env: trusting(certificates) }));
    expect(blocked).toMatch(said);
    expect(blocked).toContain('verify.connect');
  });
});
