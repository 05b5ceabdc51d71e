import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultScript, type Sandbox, startSandbox } from '@waybill/sandbox';
import { expect, it, onTestFinished } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { findSecrets, formsOf, readAllFiles } from './support/find-secrets.ts';
import { createFolder, waitFor } from './support/processes.ts';
import { secretsPlan } from './support/secrets-plan.ts';
import { Session } from './support/session.ts';
import { startTokenEcho } from './support/token-echo.ts';

/** Characters that look different in JSON, in a URL and in base64, so that no form passes for another. */
const canary = (name: string): string => `c4n4ry "${name}" \\ 50%/+ü`;

/** Secrets that the plan refers to. */
const PLANNED = {
  ES_SOURCE: canary('source'),
  ES_SINK: canary('sink'),
  REDIS: canary('redis'),
  DCS: canary('dcs'),
  IAM_PASSWORD: canary('iam'),
};

/** Credentials that come from the environment. */
const SIGNING_KEYS = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: canary('ali key'), HUAWEICLOUD_SDK_SK: canary('huawei key') };
/** An id travels in a header, which takes plain characters only. */
const KEY_IDS = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIc4n4ryAliCloudId', HUAWEICLOUD_SDK_AK: 'C4N4RYHUAWEICLOUDAK0' };

const ALL = { ...PLANNED, ...SIGNING_KEYS, ...KEY_IDS };

/** Everything secret in every form in which a vendor might repeat what it was sent. */
const ECHO = Object.values({ ...PLANNED, ...SIGNING_KEYS })
  .flatMap((secret) => [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    `Basic ${Buffer.from(`elastic:${secret}`).toString('base64')}`,
    Buffer.from(secret).toString('hex'),
    new URLSearchParams({ q: secret }).toString().slice(2),
  ])
  .join(' and ');

const ECHOES: FaultScript = [
  { operation: 'CreateDataTasks', nth: 1, fault: { kind: 'malformed', body: 'truncated' } },
  { operation: 'CreateDataTasks', nth: 2, fault: { kind: 'malformed', body: 'wrong-types' } },
  { operation: 'CreateDataTasks', nth: 3, fault: { kind: 'malformed', body: 'error-in-200' } },
  { operation: 'CreateDataTasks', nth: 4, fault: { kind: 'status', status: 400, message: ECHO, when: 'before' } },
  { operation: 'ListDataTasks', nth: 3, fault: { kind: 'status', status: 403, message: ECHO, when: 'before' } },
  { operation: 'DescribeInstance', nth: 1, fault: { kind: 'status', status: 500, message: ECHO, when: 'before' } },
  { operation: 'GetClusterDataInformation', nth: 2, fault: { kind: 'malformed', body: 'html' } },
  { operation: 'CreateMigrationTask', nth: 1, fault: { kind: 'status', status: 400, message: ECHO, when: 'before' } },
  { operation: 'CreateMigrationTask', nth: 2, fault: { kind: 'status', status: 500, message: ECHO, when: 'after' } },
  { operation: 'ListMigrationTask', nth: 3, fault: { kind: 'status', status: 400, message: ECHO, when: 'before' } },
  { operation: 'SetOnlineMigrationTask', nth: 1, fault: { kind: 'task-fails', message: ECHO } },
];

it('finds a planted secret in every form and in every kind of place', () => {
  const secrets = { DCS: PLANNED.DCS };
  for (const [form, text] of Object.entries(formsOf(PLANNED.DCS))) {
    const place = { name: 'a file', bytes: Buffer.from(`before ${text} after`) };
    expect(findSecrets(secrets, [place])).toContainEqual(`DCS (${form}) in a file`);
  }
  for (const before of ['', 'u', 'us', 'use']) {
    const bytes = Buffer.from(Buffer.from(`${before}${PLANNED.DCS}@`).toString('base64'));
    expect(findSecrets(secrets, [{ name: 'a header', bytes }])).toHaveLength(1);
  }
  const folder = createFolder();
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'state.db-wal'), PLANNED.DCS);
  expect(findSecrets(secrets, readAllFiles(folder))).toEqual([`DCS (plain) in ${folder}/deep/state.db-wal`]);
  expect(findSecrets(ALL, [{ name: 'clean', bytes: Buffer.from('nothing to see') }])).toEqual([]);
});

it('writes no secret anywhere, although the vendors echo them', async () => {
  const sandbox = await startGuardedSandbox(ECHOES);
  const cli = openCommandLine(sandbox);
  const session = new Session(cli);
  const previews = [
    ['validate'],
    ['validate', '--json'],
    ['plan'],
    ['plan', '--json'],
    ['plan', '--requests', '--units'],
  ];
  const drawings = [['graph'], ['graph', '--units', '--steps'], ['graph', '--steps', '--format', 'dot']];
  for (const [verb = '', ...flags] of [...previews, ...drawings]) {
    // Each meets the same answers; the refusal of the third list is for the runs.
    sandbox.control.setFaults(ECHOES);
    expectCode(0, await session.run(verb, ...flags));
  }

  const logged = ['--debug', '--log-level', 'debug', '--log-file', 'run.log'];
  // The previews have asked the vendors too, and heard the same.
  sandbox.control.setFaults(ECHOES);
  const asked = sandbox.control.metrics().totalRequests;
  expect(asked).toBeGreaterThan(0);
  const cut = cli.start('apply', ...logged);
  await waitFor('calls are under way', () => sandbox.control.metrics().totalRequests > asked + 20);
  const livePath = join(cli.folder, '.waybill', 'secrets.db.live.json');
  await waitFor('the run tells of itself', () => existsSync(livePath));
  cut.kill('SIGKILL');
  await session.follow('killed apply', cut);
  sandbox.control.setFaults(ECHOES);
  const plain = expectCode(5, await session.run('apply', ...logged));
  sandbox.control.setFaults(ECHOES);
  const json = await session.run('apply', '--retry-failed', '--json', ...logged);
  // The vendors did say them: what is printed shows where they were.
  expect(plain.stdout).toContain('[redacted]');
  expect(json.stdout).toContain('[redacted]');

  for (const verb of ['status', 'state list'])
    for (const flags of [[], ['--json']]) expectCode(0, await session.run(verb, ...flags));
  expectCode(0, await session.run('state show', '*'));
  expect(expectCode(0, await session.run('state export')).stdout).toContain('[redacted]');

  for (const file of ['secrets.db', 'secrets.db-wal', 'secrets.db-shm', 'secrets.db.live.json', 'run.log'])
    expect(session.written.filter(({ name, bytes }) => name.endsWith(file) && bytes.length > 0)).not.toEqual([]);
  expect(findSecrets(ALL, session.written)).toEqual([]);
});

it('masks a password that is in the plan itself when it shows the line', async () => {
  const literal = 'c4n4ry-literal-4711';
  const sandbox = await startGuardedSandbox();
  const cli = openCommandLine(sandbox, (plan) =>
    plan
      .replace('password: ${{ secrets.es_source }}', `password: ${literal}`)
      .replace('password: ${{ secrets.es_sink }}', `password: [${literal}]`),
  );
  const session = new Session(cli);
  for (const flags of [[], ['--json']]) {
    const end = expectCode(1, await session.run('validate', ...flags));
    expect(end.stdout + end.stderr).toContain('password');
  }
  expectCode(1, await session.run('apply'));
  expect(findSecrets({ literal }, session.written)).toEqual([]);
});

it('keeps the token that the identity service issued', async () => {
  const token = 'c4n4ry-issued-token-0815';
  const url = await startTokenEcho({ first: token, renewed: token });
  const session = new Session(
    new CommandLine({
      // The server at the other end speaks for one provider only.
      plan: secretsPlan(createSecretFiles()).replace(/^ {2}orders:.*?(?=^ {2}caches:)/ms, ''),
      env: ALL,
      variables: { search_endpoint: url, cache_endpoint: url, project_id: 'p0' },
    }),
  );
  const end = expectCode(5, await session.run('apply', '--log-level', 'debug', '--log-file', 'run.log'));
  expect(end.stdout).toContain('has expired');
  expectCode(0, await session.run('state export'));
  expect(findSecrets({ token }, session.written)).toEqual([]);
});

/** Accepts the canaries and nothing else. */
async function startGuardedSandbox(faults: FaultScript = []): Promise<Sandbox> {
  const sandbox = await startSandbox({
    durations: BUSY_DURATIONS,
    settings: { alicloud: { echoPasswords: true }, huaweicloud: { echoPasswords: true } },
    faults,
    credentials: {
      alicloud: {
        accessKeyId: KEY_IDS.ALIBABA_CLOUD_ACCESS_KEY_ID,
        accessKeySecret: SIGNING_KEYS.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
      },
      huaweicloud: {
        accessKey: KEY_IDS.HUAWEICLOUD_SDK_AK,
        secretKey: SIGNING_KEYS.HUAWEICLOUD_SDK_SK,
        password: PLANNED.IAM_PASSWORD,
      },
    },
  });
  onTestFinished(() => sandbox.close());
  return sandbox;
}

function openCommandLine(sandbox: Sandbox, edit: (plan: string) => string = (plan) => plan): CommandLine {
  const { url, credentials } = sandbox;
  const { projectId } = credentials.huaweicloud;
  return new CommandLine({
    plan: edit(secretsPlan(createSecretFiles())),
    env: ALL,
    variables: { search_endpoint: url, cache_endpoint: url, project_id: projectId },
  });
}

/** Outside of the folder that is searched: these files are where the secrets belong. */
function createSecretFiles(): string {
  const folder = createFolder();
  for (const name of ['ES_SINK', 'DCS'] as const) writeFileSync(join(folder, name), `${PLANNED[name]}\n`);
  return folder;
}
