import { CredentialsError } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import type { ConfiguredCredentials } from '../config.ts';
import type { Credentials } from './credentials.ts';
import { type LocatedCredentials, locateCredentials } from './resolve-credentials.ts';

const NONE: ConfiguredCredentials = {
  source: undefined,
  roleName: undefined,
  accessKeyId: undefined,
  accessKeySecret: undefined,
  securityToken: undefined,
};
const CLI = '/home/me/.aliyun/config.json';
const INI = '/home/me/.alibabacloud/credentials';
const ENV_KEY = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'env-id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'env-secret' };
const CLI_PROFILES = {
  current: 'work',
  profiles: [
    { name: 'default', mode: 'AK', access_key_id: 'cli-id', access_key_secret: 'cli-secret', sts_token: 'unused' },
    { name: 'work', mode: 'StsToken', access_key_id: 'sts-id', access_key_secret: 'sts-secret', sts_token: 'sts' },
    { name: 'role', mode: 'RamRoleArn', access_key_id: 'x', access_key_secret: 'y' },
  ],
};
const INI_TEXT = `
# comment
[default]
type = access_key
access_key_id = ini-id
access_key_secret = ini=secret
[off]
enable = false
access_key_id = x
access_key_secret = y
[temporary]
type=sts
access_key_id=tmp-id
access_key_secret=tmp-secret
security_token=tmp-token
[ecs]
type = ecs_ram_role
role_name = migrator
[role]
type = ram_role_arn
`;

describe('where a key is found', () => {
  test('in the plan, before everything else', async () => {
    const key = { accessKeyId: 'plan-id', accessKeySecret: 'plan-secret', securityToken: 'plan-token' };
    const configured = { ...NONE, ...key };
    expect(await resolve({ configured, env: ENV_KEY, files: { [CLI]: JSON.stringify(CLI_PROFILES) } })).toEqual(key);
  });

  test('in the environment, with and without a security token', async () => {
    expect(await resolve({ env: ENV_KEY })).toEqual(key('env-id', 'env-secret'));
    const env = { ...ENV_KEY, ALIBABA_CLOUD_SECURITY_TOKEN: 'env-token' };
    expect(await resolve({ env })).toEqual(key('env-id', 'env-secret', 'env-token'));
  });

  test('in the current profile of the command line, then in the one that is named', async () => {
    const files = { [CLI]: JSON.stringify(CLI_PROFILES) };
    expect(await resolve({ files })).toEqual(key('sts-id', 'sts-secret', 'sts'));
    const env = { ALIBABA_CLOUD_PROFILE: 'default' };
    expect(await resolve({ files, env })).toEqual(key('cli-id', 'cli-secret'));
  });

  test('in the credentials file, when the command line has none', async () => {
    const files = { [INI]: INI_TEXT };
    expect(await resolve({ files })).toEqual(key('ini-id', 'ini=secret'));
    const env = { ALIBABA_CLOUD_PROFILE: 'temporary' };
    expect(await resolve({ files, env })).toEqual(key('tmp-id', 'tmp-secret', 'tmp-token'));
  });

  test('in a credentials file elsewhere', async () => {
    const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/run/keys', HOME: undefined };
    expect(await resolve({ files: { '/run/keys': INI_TEXT }, env })).toEqual(key('ini-id', 'ini=secret'));
  });

  test('the command line’s profile can be switched off', async () => {
    const files = { [CLI]: JSON.stringify(CLI_PROFILES), [INI]: INI_TEXT };
    const env = { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'TRUE' };
    expect(await resolve({ files, env })).toEqual(key('ini-id', 'ini=secret'));
  });

  test('a profile that needs the network is passed over', async () => {
    const files = { [CLI]: JSON.stringify({ ...CLI_PROFILES, current: 'role' }), [INI]: INI_TEXT };
    expect(await resolve({ files })).toEqual(key('ini-id', 'ini=secret'));
  });
});

const OIDC = {
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/ci',
  ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/migrator',
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/token',
};

describe('who issues a key', () => {
  const identity = {
    kind: 'web-identity',
    providerArn: 'acs:ram::1:oidc-provider/ci',
    roleArn: 'acs:ram::1:role/migrator',
    tokenFile: '/var/run/token',
    sessionName: 'waybill',
  };

  test('a web identity of the environment: after its key, before the profiles', async () => {
    const found = await locate({ env: OIDC, files: { [INI]: INI_TEXT } });
    expect(found.source).toEqual(identity);
    expect(found.place).toMatch(
      /^web identity of .*: keys of acs:ram::1:role\/migrator for the token in \/var\/run\/token$/,
    );
    expect(await resolve({ env: { ...OIDC, ...ENV_KEY } })).toEqual(key('env-id', 'env-secret'));
    const named = await locate({ env: { ...OIDC, ALIBABA_CLOUD_ROLE_SESSION_NAME: 'night' } });
    expect(named.source).toEqual({ ...identity, sessionName: 'night' });
  });

  test('the instance, last of all, and only where the environment names its role', async () => {
    const env = { ALIBABA_CLOUD_ECS_METADATA: 'migrator' };
    expect((await locate({ env })).source).toEqual({ kind: 'instance-role', roleName: 'migrator' });
    expect(await resolve({ env, files: { [INI]: INI_TEXT } })).toEqual(key('ini-id', 'ini=secret'));
    const off = { ...env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
    expect(await refusal({ env: off })).toContain('(switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED)');
  });

  test('a profile of that mode', async () => {
    const profiles = [
      { name: 'ecs', mode: 'EcsRamRole', ram_role_name: 'migrator' },
      {
        name: 'ci',
        mode: 'OIDC',
        oidc_provider_arn: identity.providerArn,
        ram_role_arn: identity.roleArn,
        oidc_token_file: identity.tokenFile,
        ram_session_name: 'waybill',
      },
      { name: 'half', mode: 'OIDC', ram_role_arn: identity.roleArn },
    ];
    const files = { [CLI]: JSON.stringify({ profiles }), [INI]: INI_TEXT };
    const withProfile = (name: string) => ({ files, env: { ALIBABA_CLOUD_PROFILE: name } });
    expect((await locate(withProfile('ecs'))).source).toEqual({ kind: 'instance-role', roleName: 'migrator' });
    expect((await locate(withProfile('ci'))).source).toEqual(identity);
    expect(await refusal(withProfile('half'))).toContain('oidc_token_file of profile half and oidc_provider_arn');
    const ini = await locate({ files: { [INI]: INI_TEXT }, env: { ALIBABA_CLOUD_PROFILE: 'ecs' } });
    expect(ini.source).toEqual({ kind: 'instance-role', roleName: 'migrator' });
  });

  test('what the plan says, and nothing else', async () => {
    const metadata = { ...NONE, source: 'metadata', roleName: 'own' } as const;
    expect((await locate({ configured: metadata, env: ENV_KEY })).source).toEqual({
      kind: 'instance-role',
      roleName: 'own',
    });
    const identityOfPlan = { ...NONE, source: 'web-identity' } as const;
    expect((await locate({ configured: identityOfPlan, env: { ...ENV_KEY, ...OIDC } })).source).toEqual(identity);
    expect(await refusal({ configured: identityOfPlan, env: ENV_KEY })).toContain('(not set)');
  });

  test('a web identity with a part missing is an error and not passed over', async () => {
    const env = { ...OIDC, ALIBABA_CLOUD_ROLE_ARN: '' };
    expect(await refusal({ env, files: { [INI]: INI_TEXT } })).toBe(
      'Provider search: a web identity without ALIBABA_CLOUD_ROLE_ARN.',
    );
  });
});

describe('no key', () => {
  test('names every place that was looked at', async () => {
    const message = await refusal({});
    expect(message).toBe(
      'Provider search: no access key. Looked in credentials.access_key_id and credentials.access_key_secret in the plan ' +
        '(not set); ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in the environment (not set); ' +
        'ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN in the environment ' +
        '(not set); ~/.aliyun/config.json (no such file); ~/.alibabacloud/credentials (no such file); ' +
        'ALIBABA_CLOUD_ECS_METADATA in the environment (not set).',
    );
  });

  test.each([
    ['{', 'it is not a JSON object'],
    ['[]', 'it is not a JSON object'],
    ['{"current":"x"}', 'it has no profile x'],
    ['{"profiles":"none"}', 'it has no profile default'],
    [JSON.stringify({ ...CLI_PROFILES, current: 'role' }), 'has mode RamRoleArn'],
  ])('says what is wrong with the command line’s file %s', async (text, finding) => {
    expect(await refusal({ files: { [CLI]: text } })).toContain(
      `~/.aliyun/config.json (${finding.startsWith('has') ? 'its profile role ' : ''}${finding}`,
    );
  });

  test.each([
    ['off', 'its section [off] is not enabled'],
    ['role', 'its section [role] has type ram_role_arn, but only access_key, sts and ecs_ram_role are supported'],
    ['missing', 'it has no section [missing]'],
  ])('says what is wrong with section %s of the credentials file', async (profile, finding) => {
    const message = await refusal({ files: { [INI]: INI_TEXT }, env: { ALIBABA_CLOUD_PROFILE: profile } });
    expect(message).toContain(`~/.alibabacloud/credentials (${finding})`);
  });

  test('names places that the environment points at and that are not supported', async () => {
    const env = { ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x', ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1/' };
    expect(await refusal({ env })).toMatch(
      /Set but not supported: ALIBABA_CLOUD_ROLE_ARN \(roles of an access key\), ALIBABA_CLOUD_CREDENTIALS_URI \(credentials URIs\)\.$/,
    );
  });

  test('without HOME', async () => {
    expect(await refusal({ env: { HOME: undefined } })).toContain('~/.aliyun/config.json (HOME is not set)');
  });

  test.each([
    ['.aliyun/config.json', { HOME: '/home/me' }],
    ['.alibabacloud/credentials', { HOME: '/home/me', ALIBABA_CLOUD_ECS_METADATA: 'a-role' }],
  ])('a file that cannot be read, although a later place has a key: %s', async (file, env) => {
    const readTextFile = async (path: string): Promise<string | undefined> => {
      if (path.endsWith(file)) throw new Error('EACCES: permission denied');
      return path.endsWith('credentials') ? INI_TEXT : undefined;
    };
    await expect(locateCredentials({ alias: 'search', configured: NONE, env, readTextFile })).rejects.toThrow(
      `Provider search: the credentials file /home/me/${file} cannot be read: EACCES: permission denied`,
    );
  });
});

describe('half a key is an error and not passed over', () => {
  test.each([
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: 'id' }, 'has an access key id but no access key secret'],
    [{ ALIBABA_CLOUD_ACCESS_KEY_SECRET: 's' }, 'has an access key secret but no access key id'],
  ])('%o', async (env, message) => {
    expect(await refusal({ env, files: { [INI]: INI_TEXT } })).toContain(message);
  });

  test('in a profile, naming the profile and not the value', async () => {
    const profiles = [{ name: 'default', mode: 'AK', access_key_id: 'LTAI5tSecretLooking' }];
    const message = await refusal({ files: { [CLI]: JSON.stringify({ profiles }), [INI]: INI_TEXT } });
    expect(message).toContain('~/.aliyun/config.json (profile default)');
    expect(message).not.toContain('LTAI5tSecretLooking');
  });
});

interface Setup {
  readonly configured?: ConfiguredCredentials;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly files?: Readonly<Record<string, string>>;
}

async function resolve(setup: Setup): Promise<Credentials> {
  const { source } = await locate(setup);
  return source.kind === 'key' ? source.credentials : expect.unreachable('somebody would issue a key');
}

function locate({ configured = NONE, env = {}, files = {} }: Setup): Promise<LocatedCredentials> {
  const readTextFile = (path: string): Promise<string | undefined> => Promise.resolve(files[path]);
  return locateCredentials({ alias: 'search', configured, env: { HOME: '/home/me', ...env }, readTextFile });
}

async function refusal(setup: Setup): Promise<string> {
  try {
    await resolve(setup);
  } catch (error) {
    if (error instanceof CredentialsError) return error.message;
    throw error;
  }
  return expect.unreachable('a key was found');
}

function key(accessKeyId: string, accessKeySecret: string, securityToken?: string): Credentials {
  return { accessKeyId, accessKeySecret, securityToken };
}
