import {
  type Answer,
  type Call,
  type Gateway,
  headerOf,
  RateLimiter,
  type Refusal,
  type SignedRequest,
  type Violation,
} from '@waybill/stand-kit';
import { callerOf, isKnownUser, securityError } from './access.ts';
import { refusalAnswer } from './cluster-answer.ts';
import { BareError, ClusterError, illegalArgument } from './cluster-error.ts';
import type { ElasticsearchService } from './service.ts';

const BREAKER_LIMIT_BYTES = 510_027_366;

/** What a cluster does before an operation: users, limits and the form of errors. */
export class ElasticsearchGateway implements Gateway {
  readonly #service: ElasticsearchService;
  readonly #limiter = new RateLimiter();

  constructor(service: ElasticsearchService) {
    this.#service = service;
  }

  authenticate(call: Call): void {
    const { state, credentials } = this.#service;
    const name = call.params['cluster'] ?? '';
    const cluster = state.cluster(name);
    if (cluster === null) throw new ClusterError(503, 'no_such_cluster', `Nothing answers for the cluster [${name}].`);
    const authorization = headerOf(call, 'authorization');
    if (isKnownUser(callerOf(authorization), cluster.seed.security, credentials)) return;
    const path = pathInCluster(call.target);
    if (authorization === null)
      throw challenged(securityError(`missing authentication credentials for REST request [${path}]`));
    throw challenged(securityError(`unable to authenticate ${whoIs(authorization)} for REST request [${path}]`));
  }

  admit(): void {
    const { world } = this.#service;
    const limit = world.rateLimit();
    const retryAfterMs = this.#limiter.admit(limit, world.nowMs());
    if (retryAfterMs === null || limit === null) return;
    throw this.throttled({ style: limit.style, retryAfterMs: limit.sendRetryAfter ? retryAfterMs : null });
  }

  refuse(refusal: Refusal): Answer {
    return refusalAnswer(refusal);
  }

  invalid({ path, message }: Violation): Refusal {
    return illegalArgument(`[${path.join('.')}] ${message}`);
  }

  /** Clusters do not say how long to wait; a proxy in front of one does. */
  throttled({ style, retryAfterMs }: { style: 400 | 429 | null; retryAfterMs: number | null }): Refusal {
    const { type, reason, details } = this.#tooMany();
    const error = new ClusterError(style ?? 429, type, reason, details);
    return retryAfterMs === null
      ? error
      : withHeaders(error, { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) });
  }

  failure(status: number): Refusal {
    if (status === 403)
      return new ClusterError(
        403,
        'security_exception',
        'action [indices:data/write/reindex] is unauthorized for user',
      );
    if (status === 404) return new ClusterError(404, 'resource_not_found_exception', 'not found');
    if (status === 503)
      return new ClusterError(503, 'cluster_block_exception', 'blocked by: [SERVICE_UNAVAILABLE/2/no master];');
    if (status >= 500) return new ClusterError(status, 'exception', 'failure of the node');
    return new ClusterError(status, 'illegal_argument_exception', 'request cannot be carried out');
  }

  unknownOperation(request?: Pick<SignedRequest, 'method' | 'target'>): Refusal {
    const { method = 'GET', target = '/' } = request ?? {};
    const error = `no handler found for uri [${pathInCluster(target)}] and method [${method}]`;
    return new BareError(400, 'no_handler', { error });
  }

  reset(): void {
    this.#limiter.clear();
  }

  #tooMany() {
    if (this.#service.world.settings().tooMany === 'breaker')
      return {
        type: 'circuit_breaking_exception',
        reason: `[parent] Data too large, data for [<http_request>] would be [${BREAKER_LIMIT_BYTES + 1}/486.3mb], which is larger than the limit of [${BREAKER_LIMIT_BYTES}/486.3mb]`,
        details: { bytes_wanted: BREAKER_LIMIT_BYTES + 1, bytes_limit: BREAKER_LIMIT_BYTES, durability: 'TRANSIENT' },
      };
    return {
      type: 'es_rejected_execution_exception',
      reason: 'rejected execution of coordinating operation [coordinating_and_primary_bytes=0, max=53687091]',
      details: {},
    };
  }
}

function whoIs(authorization: string): string {
  const [, encoded] = /^Basic (.+)$/.exec(authorization) ?? [];
  return encoded === undefined ? 'with provided credentials' : `user [${userIn(encoded)}]`;
}

function userIn(encoded: string): string {
  return Buffer.from(encoded, 'base64').toString('utf8').split(':')[0] ?? '';
}

function challenged(error: ClusterError): Refusal {
  return withHeaders(error, { 'www-authenticate': 'Basic realm="security" charset="UTF-8"' });
}

function withHeaders(error: ClusterError, headers: Readonly<Record<string, string>>): Refusal {
  return new ClusterError(error.status, error.code, error.message, error.details, headers);
}

/** The path as the cluster sees it. */
function pathInCluster(target: string): string {
  return target.replace(/^\/clusters\/[^/?]+/, '') || '/';
}
