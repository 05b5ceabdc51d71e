import { benchEffects } from './benches/effects.ts';
import { benchElasticsearchCopy } from './benches/elasticsearch-copy.ts';
import { benchElasticdump } from './benches/elasticsearch-elasticdump.ts';
import { benchHugeMemory, benchKilledCopy, benchLargeMemory, benchSearches } from './benches/elasticsearch-limits.ts';
import { benchElasticsearchVerify } from './benches/elasticsearch-verify.ts';
import { benchEstimate } from './benches/estimate.ts';
import { benchLoading } from './benches/loading.ts';
import { benchMemory } from './benches/memory.ts';
import { benchPage } from './benches/page.ts';
import { benchPolling } from './benches/polling.ts';
import { benchRate } from './benches/rate.ts';
import { benchRedisClient } from './benches/redis-client.ts';
import { benchRedisVerify } from './benches/redis-verify.ts';
import { benchResuming } from './benches/resuming.ts';
import { benchScale } from './benches/scale.ts';
import { benchStartUp } from './benches/start-up.ts';
import { benchStatus } from './benches/status.ts';
import type { Bench } from './support/row.ts';

/** In the order in which they run and are shown. */
export const benches: Readonly<Record<string, Bench>> = {
  'start-up': benchStartUp,
  loading: benchLoading,
  estimate: benchEstimate,
  effects: benchEffects,
  rate: benchRate,
  resuming: benchResuming,
  status: benchStatus,
  memory: benchMemory,
  polling: benchPolling,
  page: benchPage,
  scale: benchScale,
  elasticsearch: benchElasticsearchCopy,
  'elasticsearch-elasticdump': benchElasticdump,
  'elasticsearch-verify': benchElasticsearchVerify,
  'elasticsearch-50-kb': benchLargeMemory,
  'elasticsearch-5-mb': benchHugeMemory,
  'elasticsearch-searches': benchSearches,
  'elasticsearch-kill': benchKilledCopy,
  'redis-verify': benchRedisVerify,
  'redis-client': benchRedisClient,
};
