import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultScript, type Sandbox, startSandbox } from '@waybill/sandbox';
import { expect, it, onTestFinished } from 'vitest';
import { BUSY_DURATIONS } from './support/busy-plan.ts';
import { CommandLine, expectCode } from './support/command-line.ts';
import { findSecrets } from './support/find-secrets.ts';
import { createFolder } from './support/processes.ts';
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
  ])
  .join(' and ');

it.for([
  { project: 'given', edit: (plan: string) => plan },
  // Without a project id the identity service is asked while the provider connects, before anything is run.
  { project: 'looked up', edit: (plan: string) => plan.replace(/(iam_endpoint: .*\n) +project_id: .*\n/, '$1') },
])('keeps the password of an identity user that the service echoes, project $project', async ({ edit }) => {
  const sandbox = await startGuardedSandbox([
    { provider: 'huaweicloud-iam', fault: { kind: 'status', status: 401, message: ECHO, when: 'before' } },
  ]);
  const session = new Session(openCommandLine(sandbox, edit));
  const end = await session.run('apply', '--debug', '--log-file', 'run.log');
  expect(end.code).not.toBe(0);
  expect(sandbox.control.requests({ operation: 'KeystoneCreateUserTokenByPassword' })).not.toEqual([]);
  expect(findSecrets(ALL, session.written)).toEqual([]);
});

it('keeps the tokens that the identity service issued, the first one and its successor', async () => {
  const tokens = { first: 'c4n4ry-first-token-0815', renewed: 'c4n4ry-renewed-token-0816' };
  const url = await startTokenEcho(tokens);
  const session = new Session(
    new CommandLine({
      // The server at the other end speaks for one provider only.
      plan: secretsPlan(createSecretFiles()).replace(/^ {2}orders:.*?(?=^ {2}caches:)/ms, ''),
      env: ALL,
      variables: { search_endpoint: url, cache_endpoint: url, project_id: 'p0' },
    }),
  );
  const end = expectCode(5, await session.run('apply', '--log-level', 'debug', '--log-file', 'run.log'));
  expect(end.stdout).toContain('is of no use here');
  expectCode(0, await session.run('state export'));
  expect(findSecrets(tokens, session.written)).toEqual([]);
});

it('keeps a secret that a vendor puts into a status word', async () => {
  const sandbox = await startGuardedSandbox([
    { operation: 'CreateDataTasks', fault: { kind: 'unknown-status', word: PLANNED.ES_SINK } },
    { operation: 'CreateMigrationTask', fault: { kind: 'unknown-status', word: PLANNED.DCS } },
  ]);
  const session = new Session(openCommandLine(sandbox));
  await session.run('apply', '--json', '--log-level', 'debug', '--log-file', 'run.log');
  expect(findSecrets(ALL, session.written)).toEqual([]);
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
