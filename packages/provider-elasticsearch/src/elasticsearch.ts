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
import { SHOW_VERSION } from './operations/show-version.ts';
import { polls } from './polls/polls.ts';
import { buildRequest } from './request/build-request.ts';
import { connect } from './session/connect.ts';
import { VERSION } from './version.ts';

/** Elasticsearch 6.3 to 9 and OpenSearch 1 to 3, by the clusters' own API. */
export const elasticsearch: Provider = {
  type: 'elasticsearch',
  version: VERSION,
  configSchema: providerSchema,
  operations,
  kinds,
  starters,
  checks,
  polls,
  listings,
  jobs,
  comparison,
  // A cluster of one's own has no limit of calls; this many are no load for any. Pages of documents count too: with fewer,
  // a comparison would wait for its turn and not for the clusters.
  defaultLimits: { requests: { count: 100, intervalMs: 1_000 }, inFlight: 8 },
  defaultPolling: { initialIntervalMs: 1_000, maxIntervalMs: 30_000 },
  buildRequest,
  probe: () => SHOW_VERSION,
  endpointsOf,
  connectionOf,
  async findCredentials({ config }) {
    const credentials = resolveCredentials(parseConfig(config));
    return { place: placeOf(credentials), secrets: secretsOf(credentials) };
  },
  connect,
};
