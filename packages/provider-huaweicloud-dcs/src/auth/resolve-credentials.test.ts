import { CredentialsError, type JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../config.ts';
import { configuredProjectId, resolveCredentials } from './resolve-credentials.ts';

type Env = Readonly<Record<string, string>>;

const SDK: Env = {
  HUAWEICLOUD_SDK_AK: 'sdk-ak',
  HUAWEICLOUD_SDK_SK: 'sdk-sk',
  HUAWEICLOUD_SDK_SECURITY_TOKEN: 'sdk-token',
};
const HW: Env = { HW_ACCESS_KEY: 'hw-ak', HW_SECRET_KEY: 'hw-sk', HW_SECURITY_TOKEN: 'hw-token' };
const OS: Env = { OS_ACCESS_KEY: 'os-ak', OS_SECRET_KEY: 'os-sk', OS_SECURITY_TOKEN: 'os-token' };
const FILE = {
  '/home/me/.huaweicloud/credentials': '[global]\nak = no\n[basic]\nak = file-ak\nsk = a#b;c=d\nproject_id = p1\n',
};
const HOME: Env = { HOME: '/home/me' };

describe('resolveCredentials with a key', () => {
  it.each([
    [
      'the plan first',
      { credentials: { access_key: 'own', secret_key: 'sk' } },
      { ...SDK, ...HW, ...OS },
      'own',
      undefined,
    ],
    ['the SDK’s names', {}, { ...OS, ...HW, ...SDK }, 'sdk-ak', 'sdk-token'],
    ['then Terraform’s', {}, { ...OS, ...HW }, 'hw-ak', 'hw-token'],
    ['then OpenStack’s', {}, OS, 'os-ak', 'os-token'],
    ['OpenStack’s first on OTC', { cloud: 'otc' }, { ...SDK, ...HW, ...OS }, 'os-ak', 'os-token'],
    ['the SDK’s next on OTC', { cloud: 'otc' }, { ...HW, ...SDK }, 'sdk-ak', 'sdk-token'],
  ] as const)('takes %s', async (_what, config, env, accessKey, securityToken) => {
    expect(await resolve(config, { ...HOME, ...env })).toMatchObject({ kind: 'key', accessKey, securityToken });
  });

  it('takes the credentials file last, from section [basic] alone', async () => {
    expect(await resolve({}, HOME)).toEqual({
      kind: 'key',
      accessKey: 'file-ak',
      secretKey: 'a#b;c=d',
      securityToken: undefined,
      projectId: 'p1',
    });
    expect(await resolve({}, { ...HOME, ...HW })).toMatchObject({ accessKey: 'hw-ak', projectId: undefined });
  });

  it('looks for the file where the environment says', async () => {
    const env = { HUAWEICLOUD_SDK_CREDENTIALS_FILE: '/etc/key' };
    const found = await resolve({}, env, { '/etc/key': '; note\n[basic]\nak=x\nsk=y' });
    expect(found).toMatchObject({ accessKey: 'x', secretKey: 'y' });
  });

  it('names everything it looked for', async () => {
    const error = await failure({}, { HOME: '/nowhere' });
    for (const name of [
      'credentials.access_key',
      'HUAWEICLOUD_SDK_AK',
      'HW_ACCESS_KEY',
      'OS_SECRET_KEY',
      '/nowhere/.huaweicloud',
    ]) {
      expect(error.message).toContain(name);
    }
    expect(error.hint).toContain('HUAWEICLOUD_SDK_AK');
  });

  it('refuses half a key and does not go on to another account', async () => {
    const error = await failure({}, { ...HOME, HUAWEICLOUD_SDK_AK: 'sdk-ak', ...HW });
    expect(error.message).toContain('HUAWEICLOUD_SDK_AK is set but HUAWEICLOUD_SDK_SK is not');
    expect(
      (await failure({}, { HOME: '/x' }, { '/x/.huaweicloud/credentials': '[basic]\nsk = only' })).message,
    ).toContain('ak in /x');
  });

  it('says which file cannot be read, and why', async () => {
    const sources = { alias: 'cache', config: parseConfig({}), env: HOME };
    const readTextFile = async (): Promise<string> => Promise.reject(new Error('EACCES: permission denied'));
    await expect(resolveCredentials({ ...sources, readTextFile })).rejects.toThrow(CredentialsError);
    await expect(resolveCredentials({ ...sources, readTextFile })).rejects.toThrow(
      'Provider cache: the credentials file /home/me/.huaweicloud/credentials cannot be read: EACCES: permission denied',
    );
  });

  it('counts empty variables as unset', async () => {
    expect(await resolve({}, { ...HW, HUAWEICLOUD_SDK_AK: '', HUAWEICLOUD_SDK_SK: '' })).toMatchObject({
      accessKey: 'hw-ak',
    });
  });

  it('puts no secret into an error', async () => {
    expect((await failure({}, { HOME: '/x', HW_SECRET_KEY: 'hush-hush' })).message).not.toContain('hush-hush');
  });
});

describe('resolveCredentials with a source', () => {
  const metadata = { credentials: { source: 'metadata' } };

  it('takes the agency of the machine and nothing else, and never without being told', async () => {
    expect(await resolve(metadata, { ...HOME, ...SDK })).toEqual({ kind: 'agency' });
    expect((await failure({}, { HOME: '/nowhere' })).message).not.toContain('metadata');
  });

  it('refuses it together with tokens', async () => {
    expect((await failure({ signing: 'token', ...metadata }, {})).message).toContain('signing: token');
  });
});

describe('resolveCredentials with a token', () => {
  const user = { username: 'u', password: 'p', domain_name: 'd' };

  it.each([
    ['a given token', { credentials: { auth_token: 't', ...user } }, {}, { kind: 'token', token: 't' }],
    [
      'the plan’s user',
      { credentials: user },
      { HW_AUTH_TOKEN: 'env' },
      { kind: 'password', username: 'u', password: 'p', domainName: 'd' },
    ],
    ['a token of the environment', {}, { HW_AUTH_TOKEN: 'env', OS_TOKEN: 'os' }, { kind: 'token', token: 'env' }],
    [
      'OpenStack’s token on OTC',
      { cloud: 'otc' },
      { HW_AUTH_TOKEN: 'env', OS_TOKEN: 'os' },
      { kind: 'token', token: 'os' },
    ],
    [
      'a user of the environment',
      {},
      { HW_USER_NAME: 'hu', HW_USER_PASSWORD: 'hp', HW_DOMAIN_NAME: 'hd' },
      { kind: 'password', username: 'hu', password: 'hp', domainName: 'hd' },
    ],
    [
      'OpenStack’s user and its domain',
      { cloud: 'otc' },
      { OS_USERNAME: 'ou', OS_PASSWORD: 'op', OS_USER_DOMAIN_NAME: 'od' },
      { kind: 'password', username: 'ou', password: 'op', domainName: 'od' },
    ],
  ] as const)('takes %s', async (_what, config, env, expected) => {
    expect(await resolve({ signing: 'token', ...config }, env)).toEqual(expected);
  });

  it('does not take a user name alone for a source', async () => {
    const found = await resolve({ signing: 'token' }, { HW_USER_NAME: 'me', OS_TOKEN: 'os' });
    expect(found).toEqual({ kind: 'token', token: 'os' });
  });

  it('refuses a password without its user', async () => {
    expect((await failure({ signing: 'token' }, { OS_PASSWORD: 'p' })).message).toContain('OS_USERNAME');
    expect((await failure({ signing: 'token' }, {})).message).toContain('HW_USER_NAME');
  });
});

describe('configuredProjectId', () => {
  const env = { HUAWEICLOUD_SDK_PROJECT_ID: 'sdk', HW_PROJECT_ID: 'hw', OS_PROJECT_ID: 'os', OS_TENANT_ID: 'tenant' };

  it.each([
    [{ project_id: 'own' }, env, 'own'],
    [{}, env, 'sdk'],
    [{ cloud: 'otc' }, env, 'os'],
    [{}, { OS_TENANT_ID: 'tenant' }, 'tenant'],
    [{}, {}, undefined],
  ])('of %j and %j is %s', (config, variables, expected) => {
    expect(configuredProjectId({ config: parseConfig(config), env: variables })).toBe(expected);
  });
});

async function resolve(config: JsonObject, env: Env, files: Env = FILE): Promise<unknown> {
  const sources = {
    alias: 'cache',
    config: parseConfig(config),
    env,
    readTextFile: async (path: string) => files[path],
  };
  return await resolveCredentials(sources);
}

async function failure(config: JsonObject, env: Env, files: Env = {}): Promise<CredentialsError> {
  const error: unknown = await resolve(config, env, files).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CredentialsError) return error;
  throw new Error('credentials were found');
}
