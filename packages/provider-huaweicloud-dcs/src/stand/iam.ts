import { createHash } from 'node:crypto';
import {
  type Answer,
  type Call,
  type Gateway,
  isJsonObject,
  type JsonObject,
  type Operation,
  objectOf,
  queryOf,
  Refusal,
  textOf,
} from '@waybill/stand-kit';
import type { HuaweicloudCredentials } from './credentials.ts';
import type { HuaweicloudGateway } from './gateway.ts';
import type { HuaweicloudWorld } from './huaweicloud-world.ts';
import type { TokenStore } from './token-store.ts';

/** The part of the identity service that a DCS client needs. */
export interface IamService {
  readonly world: HuaweicloudWorld;
  readonly credentials: HuaweicloudCredentials;
  readonly tokens: TokenStore;
}

/**
 * Source: Huawei Cloud and Open Telekom Cloud IAM: obtaining a user token, querying the domains that a user can access,
 * querying projects.
 */
export function iamOperations(service: IamService): readonly Operation[] {
  const shared = { idempotencyToken: () => null } as const;
  return [
    {
      ...shared,
      name: 'KeystoneCreateUserTokenByPassword',
      method: 'POST',
      path: '/v3/auth/tokens',
      subject: () => null,
      handle: (call) => createToken(call, service),
    },
    {
      ...shared,
      name: 'KeystoneListAuthDomains',
      method: 'GET',
      path: '/v3/auth/domains',
      subject: () => null,
      handle: () => listDomains(service),
    },
    {
      ...shared,
      name: 'KeystoneListProjects',
      method: 'GET',
      path: '/v3/projects',
      subject: (call) => queryOf(call, 'name'),
      handle: (call) => listProjects(call, service),
    },
  ];
}

/** The identity service asks for no signature to hand out a token; everything else is checked as DCS does. */
export function createIamGateway(world: HuaweicloudWorld, dcs: HuaweicloudGateway): Gateway {
  return {
    authenticate: (call) => {
      if (call.operation !== 'KeystoneCreateUserTokenByPassword') dcs.identify(call);
    },
    admit: () => undefined,
    refuse: (refusal) => ({
      status: refusal.status,
      headers: { 'content-type': 'application/json;charset=utf-8', 'x-request-id': world.random.hex(32) },
      body: JSON.stringify({ error: { code: refusal.status, message: refusal.message, title: refusal.code } }),
      effects: 0,
    }),
    invalid: ({ message }) => new Refusal(400, 'Bad Request', `The request ${message}.`),
    throttled: (options) => dcs.throttled(options),
    failure: (status) => new Refusal(status, 'Internal Server Error', 'The request could not be completed.'),
    unknownOperation: () => new Refusal(404, 'Not Found', 'Could not find the requested resource.'),
  };
}

function createToken(call: Call, { world, credentials, tokens }: IamService): Answer {
  const auth = objectOf(isJsonObject(call.json) ? call.json : {}, 'auth');
  const method = signIn(objectOf(auth, 'identity'), { credentials, tokens, nowMs: world.nowMs() });
  const token = world.random.base36(64);
  const issued = tokens.issue(token, { nowMs: world.nowMs(), hasProject: isProjectScope(auth, credentials) });
  const body = {
    token: {
      issued_at: new Date(issued.issuedAtMs).toISOString(),
      expires_at: new Date(issued.expiresAtMs).toISOString(),
      methods: [method],
      project: projectOf(credentials, 'sandbox'),
      user: { name: credentials.username, domain: { id: domainIdOf(credentials), name: credentials.domainName } },
      roles: [{ id: '0', name: 'te_admin' }],
      catalog: [],
    },
  };
  return {
    ...jsonAnswer(201, body),
    headers: { 'content-type': 'application/json;charset=utf-8', 'x-subject-token': token },
  };
}

interface SignIn {
  readonly credentials: HuaweicloudCredentials;
  readonly tokens: TokenStore;
  readonly nowMs: number;
}

/** By password, or by a token that is still good: to get one for another scope. Gives the method. */
function signIn(identity: JsonObject, { credentials, tokens, nowMs }: SignIn): 'password' | 'token' {
  const methods = identity['methods'];
  if (Array.isArray(methods) && methods.includes('token')) {
    const found = tokens.find(textOf(objectOf(identity, 'token'), 'id') ?? '', nowMs);
    if (typeof found === 'object') return 'token';
    throw new Refusal(401, 'Unauthorized', 'The token must be updated.');
  }
  if (isKnownUser(identity, credentials)) return 'password';
  throw new Refusal(401, 'Unauthorized', 'The username or password is wrong.');
}

function isKnownUser(identity: JsonObject, credentials: HuaweicloudCredentials): boolean {
  const methods = identity['methods'];
  const user = objectOf(objectOf(identity, 'password'), 'user');
  return (
    Array.isArray(methods) &&
    methods.includes('password') &&
    textOf(user, 'name') === credentials.username &&
    textOf(user, 'password') === credentials.password &&
    textOf(objectOf(user, 'domain'), 'name') === credentials.domainName
  );
}

/** A project is given by id, or by name: every region's project of that name is the sandbox's one project. */
function isProjectScope(auth: JsonObject, credentials: HuaweicloudCredentials): boolean {
  const project = objectOf(objectOf(auth, 'scope'), 'project');
  const id = textOf(project, 'id');
  return id === null ? textOf(project, 'name') !== null : id === credentials.projectId;
}

function listDomains({ credentials }: IamService): Answer {
  const domain = {
    id: domainIdOf(credentials),
    name: credentials.domainName,
    enabled: true,
    description: '',
    links: {},
  };
  return jsonAnswer(200, { domains: [domain], links: {} });
}

/** Of the form that ids of accounts have, and always the same for one account. */
function domainIdOf({ domainName }: HuaweicloudCredentials): string {
  return createHash('md5').update(domainName).digest('hex');
}

function listProjects(call: Call, { credentials }: IamService): Answer {
  return jsonAnswer(200, { projects: [projectOf(credentials, queryOf(call, 'name') ?? 'sandbox')], links: {} });
}

function projectOf(credentials: HuaweicloudCredentials, name: string): JsonObject {
  const domainId = domainIdOf(credentials);
  const domain = { id: domainId, name: credentials.domainName };
  return { id: credentials.projectId, name, enabled: true, domain_id: domainId, domain };
}

function jsonAnswer(status: number, body: unknown): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify(body),
    effects: 0,
  };
}
