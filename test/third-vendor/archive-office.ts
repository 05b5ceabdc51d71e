import type { ProviderDefinition } from '@waybill/core';
import { checks } from './checks/checks.ts';
import { configSchema, originOf, textOf } from './config.ts';
import { compareSheets } from './jobs/compare-sheets.ts';
import { kinds } from './kinds/kinds.ts';
import { starters } from './kinds/starters.ts';
import { operations } from './operations/operations.ts';
import { polls } from './polls/polls.ts';
import { buildRequest } from './request/build-request.ts';
import { connect } from './session/connect.ts';
import { VERSION } from './version.ts';

/** A vendor that nothing outside this folder knows. */
export const provider: ProviderDefinition = {
  type: 'archive-office',
  version: VERSION,
  configSchema,
  operations,
  kinds,
  starters,
  checks,
  polls,
  jobs: { 'compare-sheets': compareSheets },
  defaultLimits: { requests: { count: 20, intervalMs: 1_000 }, inFlight: 4 },
  defaultPolling: { initialIntervalMs: 1_000, maxIntervalMs: 10_000 },
  buildRequest,
  connectionOf: (config) => ({ endpoint: originOf(config), office: textOf(config['office']) }),
  endpointsOf: (config) => [{ key: 'endpoint', origin: originOf(config), isVendorHost: false }],
  connect,
};
