import {
  CredentialsError,
  defined,
  type HttpResponse,
  isJsonObject,
  type Json,
  ProviderError,
  type Transport,
} from '@waybill/core';
import {
  type Authenticator,
  readAnswer,
  sendRequest,
  timeMsOf,
  type WireSettings,
  wireUrl,
} from '@waybill/provider-kit';
import { iamAnswers } from '../answer/answer-rules.ts';
import type { PasswordCredentials } from './resolve-credentials.ts';

/** Where IAM is and how it is reached. */
export interface IdentityService {
  readonly endpoint: string;
  readonly transport: Transport;
  readonly wire: WireSettings;
  readonly signal: AbortSignal;
}

export interface IssuedToken {
  readonly token: string;
  /** Wall time in milliseconds since 1970. */
  readonly expiresAtMs: number;
  readonly projectId: string | undefined;
}

/** A project is named by its id, or by its name, which for a region's main project is the region. */
export type ProjectScope = { readonly id: string } | { readonly name: string };

/** Source: IAM API reference, "Obtaining a User Token Through Password Authentication": 201, token in a header. */
export async function issueToken(
  service: IdentityService,
  credentials: PasswordCredentials,
  options: { readonly project: ProjectScope; readonly nowMs: number },
): Promise<IssuedToken> {
  const user = {
    name: credentials.username,
    password: credentials.password,
    domain: { name: credentials.domainName },
  };
  const body = {
    auth: { identity: { methods: ['password'], password: { user } }, scope: { project: { ...options.project } } },
  };
  const response = await sendRequest(service.transport, {
    operation: 'KeystoneCreateUserTokenByPassword',
    hasEffect: false,
    signal: service.signal,
    request: {
      method: 'POST',
      url: `${service.endpoint}/v3/auth/tokens?nocatalog=true`,
      headers: { 'content-type': 'application/json;charset=utf8' },
      body: JSON.stringify(body),
      ...service.wire,
    },
  });
  const answer = readTokenAnswer(response, { nowMs: options.nowMs, secrets: [credentials.password] });
  const token = response.headers['x-subject-token'];
  if (token === undefined || token === '') throw missing('X-Subject-Token');
  const details = isJsonObject(answer) && isJsonObject(answer['token']) ? answer['token'] : {};
  return { token, expiresAtMs: expiry(details['expires_at'], options.nowMs), projectId: projectOf(details['project']) };
}

/** A user who may not have a token has no credentials, whatever status IAM chooses to say so. */
function readTokenAnswer(
  response: HttpResponse,
  context: { readonly nowMs: number; readonly secrets: readonly string[] },
): Json {
  const operation = 'KeystoneCreateUserTokenByPassword';
  try {
    return readAnswer(response, { operation, hasEffect: false, ...context }, iamAnswers).response;
  } catch (error) {
    if (!(error instanceof ProviderError) || error.class !== 'forbidden') throw error;
    throw new ProviderError(error.message, {
      vendorCode: error.vendorCode,
      class: 'unauthorized',
      effect: 'none',
      operation,
      httpStatus: response.status,
      hint: 'Check the user: it may be locked, or not allowed to use the API.',
      ...defined({ requestId: error.requestId }),
      cause: error,
    });
  }
}

/** Source: IAM API reference, "Querying Project Information Based on the Specified Criteria". */
export async function findProjectId(
  service: IdentityService,
  options: {
    readonly authenticator: Authenticator;
    readonly name: string;
    readonly alias: string;
    readonly nowMs: number;
  },
): Promise<string> {
  const operation = 'KeystoneListProjects';
  const outline = { endpoint: service.endpoint, path: '/v3/projects', query: { name: options.name } };
  const headers = await options.authenticator.headers({ operation, method: 'GET', ...outline, body: undefined });
  const response = await sendRequest(service.transport, {
    operation,
    hasEffect: false,
    signal: service.signal,
    request: {
      method: 'GET',
      url: wireUrl(outline),
      headers,
      ...service.wire,
    },
  });
  const { secrets } = options.authenticator;
  const call = { operation, hasEffect: false, secrets, nowMs: options.nowMs };
  const answer = readAnswer(response, call, iamAnswers).response;
  const projects = isJsonObject(answer) && Array.isArray(answer['projects']) ? (answer['projects'] as Json[]) : [];
  const named = projects.filter((project) => isJsonObject(project) && project['name'] === options.name);
  const id = named.length === 1 ? projectOf(named[0]) : undefined;
  if (id !== undefined) return id;
  throw new CredentialsError(
    `Provider ${options.alias}: ${named.length === 0 ? 'no project' : 'more than one project'} is called ${options.name}.`,
    'Set project_id.',
  );
}

const DAY_MS = 86_400_000;

/** Tokens are valid for 24 hours; that is assumed when the answer does not say. */
function expiry(value: Json | undefined, nowMs: number): number {
  return timeMsOf(value) ?? nowMs + DAY_MS;
}

function projectOf(project: Json | undefined): string | undefined {
  return isJsonObject(project) && typeof project['id'] === 'string' ? project['id'] : undefined;
}

function missing(header: string): ProviderError {
  return new ProviderError(`IAM answered without ${header}.`, {
    vendorCode: 'MISSING_TOKEN',
    class: 'transient',
    effect: 'none',
    operation: 'KeystoneCreateUserTokenByPassword',
  });
}
