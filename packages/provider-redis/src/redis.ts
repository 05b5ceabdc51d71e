import type { Provider } from '@waybill/core';
import { placeOf, resolveCredentials, secretsOf } from './auth/resolve-credentials.ts';
import { checks } from './checks/checks.ts';
import { parseConfig } from './config.ts';
import { connectionOf, endpointsOf } from './endpoint/endpoints.ts';
import { providerSchema } from './generated/schemas.generated.ts';
import { jobs } from './jobs/jobs.ts';
import { comparison } from './kinds/comparison.ts';
import { kinds } from './kinds/kinds.ts';
import { starters } from './kinds/starters.ts';
import { listings } from './listings/listings.ts';
import { operations } from './operations/operations.ts';
import { buildRequest } from './request/build-request.ts';
import { connect } from './session/connect.ts';
import { VERSION } from './version.ts';

/** Redis 4 to 8, Valkey and what is compatible with them: single servers, clusters, Sentinel groups and proxies. */
export const redis: Provider = {
  type: 'redis',
  version: VERSION,
  configSchema: providerSchema,
  operations,
  kinds,
  comparison,
  starters,
  checks,
  polls: {},
  listings,
  jobs,
  // What holds a comparison back is its pace; a call is for some hundred keys.
  defaultLimits: { requests: { count: 1_000, intervalMs: 1_000 }, inFlight: 8 },
  defaultPolling: { initialIntervalMs: 1_000, maxIntervalMs: 30_000 },
  buildRequest,
  // A call that names its server is tried by the checks alone.
  probe: ({ server }) => (server === undefined ? { operation: 'ShowServer', arguments: {} } : undefined),
  endpointsOf,
  connectionOf,
  async findCredentials({ config }) {
    const credentials = resolveCredentials(parseConfig(config));
    return { place: placeOf(credentials), secrets: secretsOf(credentials) };
  },
  connect,
};
