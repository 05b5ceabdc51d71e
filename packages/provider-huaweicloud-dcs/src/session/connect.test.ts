import { CredentialsError, defined, type JsonObject } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { jsonAnswer, type ScriptedAnswer, ScriptedTransport } from '@waybill/provider-kit/testing';
import { describe, expect, it } from 'vitest';
import { neverAborted, openSession, PROJECT_ID } from '../testing/open-session.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2025, 0, 2, 3, 4, 5);
const USER: JsonObject = {
  signing: 'token',
  credentials: { username: 'me', password: 'user-password', domain_name: 'corp' },
};
const EMPTY_LIST = jsonAnswer({ count: 0, migration_tasks: [] });

describe('connect with a key', () => {
  it('shares a rate limit per endpoint and project', async () => {
    await using session = await openSession({ transport: new ScriptedTransport([]) });
    expect(session.limitScope).toBe(`http://127.0.0.1:18087 ${PROJECT_ID}`);
  });

  it('takes the project from the credentials file when nothing else names one', async () => {
    const transport = new ScriptedTransport([EMPTY_LIST]);
    const files = { '/home/me/.huaweicloud/credentials': '[basic]\nak = a\nsk = s\nproject_id = from-file' };
    const config = { project_id: null, credentials: null };
    await using session = await openSession({ transport, config, files, env: { HOME: '/home/me' } });
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(transport.requests[0]?.url).toContain('/v2/from-file/migration-tasks');
    expect(session.secrets).toEqual(['s']);
  });

  it('looks up the region’s main project with a signed request when none is named', async () => {
    const transport = new ScriptedTransport([
      jsonAnswer({ projects: [{ id: 'main-project', name: 'eu-de' }] }),
      EMPTY_LIST,
    ]);
    await using session = await openSession({ transport, config: { project_id: null } });
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(transport.requests[0]?.headers['authorization']).toContain('SignedHeaders=content-type;host;x-sdk-date,');
    expect(transport.requests[1]?.headers['x-project-id']).toBe('main-project');
  });

  it('says what was looked for when there is neither a project nor a region', async () => {
    const opening = openSession({ transport: new ScriptedTransport([]), config: { project_id: null, region: null } });
    await expect(opening).rejects.toThrow(CredentialsError);
    await expect(opening).rejects.toThrow('HUAWEICLOUD_SDK_PROJECT_ID');
  });

  it('passes the plan’s time-outs on to the transport', async () => {
    const transport = new ScriptedTransport([EMPTY_LIST]);
    await using session = await openSession({ transport, config: { timeouts: { connect: '2s', response: '1m' } } });
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(transport.requests[0]).toMatchObject({ timeouts: { connectMs: 2_000, responseMs: 60_000 } });
  });

  it('sends a security token and keeps it secret', async () => {
    const transport = new ScriptedTransport([EMPTY_LIST]);
    const credentials = { access_key: 'a', secret_key: 's', security_token: 'temporary' };
    await using session = await openSession({ transport, config: { credentials } });
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(transport.requests[0]?.headers['x-security-token']).toBe('temporary');
    expect(transport.requests[0]?.headers['authorization']).toContain('x-sdk-date;x-security-token');
    expect(session.secrets).toEqual(['s', 'temporary']);
  });

  it('derives the key when asked for scoped signatures', async () => {
    const transport = new ScriptedTransport([EMPTY_LIST]);
    await using session = await openSession({ transport, config: { signing: 'scoped' } });
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(transport.requests[0]?.headers['authorization']).toMatch(
      /^SDK-HMAC-SHA256 Credential=AKEXAMPLE0000000TEST\/20250102\/\/\/sdk_request, /,
    );
  });

  it('never sends a refused signature twice', async () => {
    const transport = new ScriptedTransport([refusal('APIGW.0301')]);
    await using session = await openSession({ transport });
    const call = session.call('ListMigrationTask', {}, neverAborted());
    await expect(call).rejects.toMatchObject({ class: 'unauthorized', effect: 'none' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('connect with a user', () => {
  it('gets a token for the project and keeps it for all calls', async () => {
    const transport = new ScriptedTransport([issued('token-1', 24), EMPTY_LIST, EMPTY_LIST]);
    await using session = await openSession({ transport, config: USER });
    await session.call('ListMigrationTask', {}, neverAborted());
    await session.call('ListMigrationTask', {}, neverAborted());

    const [first, ...calls] = transport.requests;
    expect(first?.url).toBe('http://127.0.0.1:18087/v3/auth/tokens?nocatalog=true');
    expect(JSON.parse(first?.body ?? '')).toEqual({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'me', password: 'user-password', domain: { name: 'corp' } } },
        },
        scope: { project: { id: PROJECT_ID } },
      },
    });
    expect(calls.map((call) => call.headers['x-auth-token'])).toEqual(['token-1', 'token-1']);
    expect(calls[0]?.headers).not.toHaveProperty('authorization');
    expect(session.secrets).toEqual(['user-password', 'token-1']);
  });

  it('replaces a token that has less than an hour left', async () => {
    const clock = new VirtualClock(START_MS);
    const transport = new ScriptedTransport([issued('token-1', 24), EMPTY_LIST, issued('token-2', 48), EMPTY_LIST]);
    await using session = await openSession({ transport, config: USER, clock });
    await clock.advance(23 * HOUR_MS);
    await session.call('ListMigrationTask', {}, neverAborted());
    await clock.advance(1);
    await session.call('ListMigrationTask', {}, neverAborted());
    expect(tokensSent(transport)).toEqual(['token-1', 'token-2']);
    expect(session.secrets).toEqual(['user-password', 'token-1', 'token-2']);
  });

  it('shares one request for a token among calls that need it at once', async () => {
    const clock = new VirtualClock(START_MS);
    const transport = new ScriptedTransport([
      issued('token-1', 24),
      issued('token-2', 72),
      EMPTY_LIST,
      EMPTY_LIST,
      EMPTY_LIST,
    ]);
    await using session = await openSession({ transport, config: USER, clock });
    await clock.advance(30 * HOUR_MS);
    await Promise.all([1, 2, 3].map(() => session.call('ListMigrationTask', {}, neverAborted())));
    expect(tokensSent(transport)).toEqual(['token-2', 'token-2', 'token-2']);
  });

  it.each(['111401001', '111401002', 'DCS.1001', 'DCS.1002', 'APIGW.0301'])(
    'renews once after 401 %s',
    async (code) => {
      const transport = new ScriptedTransport([
        issued('token-1', 24),
        refusal(code),
        issued('token-2', 24),
        EMPTY_LIST,
      ]);
      await using session = await openSession({ transport, config: USER });
      const result = await session.call('ListMigrationTask', {}, neverAborted());
      expect(result.response).toEqual({ count: 0, migration_tasks: [] });
      expect(tokensSent(transport)).toEqual(['token-1', 'token-2']);
    },
  );

  it('gives up when the new token is refused too', async () => {
    const answers = [issued('token-1', 24), refusal('DCS.1002'), issued('token-2', 24), refusal('DCS.1002')];
    const transport = new ScriptedTransport(answers);
    await using session = await openSession({ transport, config: USER });
    const call = session.call('StopMigrationTask', { task_id: 't1' }, neverAborted());
    await expect(call).rejects.toMatchObject({ class: 'unauthorized', effect: 'none', vendorCode: 'DCS.1002' });
  });

  it('does not renew for a project that is not the token’s', async () => {
    const transport = new ScriptedTransport([issued('token-1', 24), refusal('DCS.1004')]);
    await using session = await openSession({ transport, config: USER });
    await expect(session.call('ListMigrationTask', {}, neverAborted())).rejects.toMatchObject({
      vendorCode: 'DCS.1004',
    });
    expect(transport.requests).toHaveLength(2);
  });

  it('uses the region’s main project when none is named', async () => {
    const transport = new ScriptedTransport([issued('token-1', 24, 'main-project')]);
    await using session = await openSession({ transport, config: { ...USER, project_id: null } });
    expect(JSON.parse(transport.requests[0]?.body ?? '')).toMatchObject({
      auth: { scope: { project: { name: 'eu-de' } } },
    });
    expect(session.limitScope).toContain('main-project');
  });

  it.each([
    [401, 'The username or password is wrong.'],
    [403, 'The user is locked.'],
  ])('reports a user that IAM refuses with %i as refused credentials, after one request', async (status, message) => {
    const body = { error: { code: status, message, title: 'Refused' } };
    const transport = new ScriptedTransport([jsonAnswer(body, { status })]);
    await expect(openSession({ transport, config: USER })).rejects.toMatchObject({ class: 'unauthorized' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('connect with a given token', () => {
  const config = { signing: 'token', project_id: null, credentials: { auth_token: 'given' } };

  it('looks up the project by the region’s name', async () => {
    const projects = [
      { id: 'other', name: 'eu-de_sub' },
      { id: 'found', name: 'eu-de' },
    ];
    const transport = new ScriptedTransport([jsonAnswer({ projects })]);
    await using session = await openSession({ transport, config });
    expect(transport.requests[0]?.url).toBe('http://127.0.0.1:18087/v3/projects?name=eu-de');
    expect(transport.requests[0]?.headers['x-auth-token']).toBe('given');
    expect(session.limitScope).toContain('found');
  });

  it('asks for project_id when the look-up finds none', async () => {
    const transport = new ScriptedTransport([jsonAnswer({ projects: [] })]);
    await expect(openSession({ transport, config })).rejects.toMatchObject({ hint: 'Set project_id.' });
  });

  it('cannot renew it', async () => {
    const transport = new ScriptedTransport([refusal('DCS.1002')]);
    await using session = await openSession({ transport, config: { ...config, project_id: PROJECT_ID } });
    await expect(session.call('ListMigrationTask', {}, neverAborted())).rejects.toMatchObject({
      class: 'unauthorized',
    });
    expect(transport.requests).toHaveLength(1);
  });
});

function issued(token: string, hours: number, projectId?: string): ScriptedAnswer {
  const body = {
    token: {
      expires_at: new Date(START_MS + hours * HOUR_MS).toISOString(),
      ...defined({ project: projectId === undefined ? undefined : { id: projectId } }),
    },
  };
  return jsonAnswer(body, { status: 201, headers: { 'x-subject-token': token } });
}

function refusal(code: string): ScriptedAnswer {
  return jsonAnswer({ error_code: code, error_msg: 'refused' }, { status: 401 });
}

function tokensSent(transport: ScriptedTransport): readonly (string | undefined)[] {
  return transport.requests
    .filter((request) => request.method === 'GET')
    .map((request) => request.headers['x-auth-token']);
}
