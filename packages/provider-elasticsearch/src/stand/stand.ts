import type { OpenStand, SandboxStand, StandService } from '@waybill/stand-kit';
import { elasticsearchIntervals } from './active-tasks.ts';
import { advanceTasks } from './copying.ts';
import { DEMO_ELASTICSEARCH_CREDENTIALS, type ElasticsearchCredentials } from './credentials.ts';
import { DEFAULT_ELASTICSEARCH_DURATIONS, type ElasticsearchDurations } from './durations.ts';
import { ElasticsearchState } from './elasticsearch-state.ts';
import type { ElasticsearchWorld } from './elasticsearch-world.ts';
import { ElasticsearchGateway } from './gateway.ts';
import { elasticsearchOperations } from './operations.ts';
import { type ElasticsearchReport, reportElasticsearchState } from './report-state.ts';
import type { ElasticsearchService } from './service.ts';
import { DEFAULT_ELASTICSEARCH_SETTINGS, type ElasticsearchSettings, mergeElasticsearchSettings } from './settings.ts';
import { ELASTICSEARCH_SETTINGS_SCHEMA } from './settings-schema.ts';
import { suitPlan } from './suit-plan.ts';

interface ElasticsearchTypes {
  readonly name: 'elasticsearch';
  readonly service: 'elasticsearch';
  readonly credentials: ElasticsearchCredentials;
  readonly settings: ElasticsearchSettings;
  readonly settingsPatch: Partial<ElasticsearchSettings>;
  readonly durations: ElasticsearchDurations;
  readonly report: ElasticsearchReport;
}

/** Clusters of Elasticsearch and OpenSearch, each below `/clusters/` or at the address that a plan calls it by. */
export const elasticsearch: SandboxStand<ElasticsearchTypes> = {
  name: 'elasticsearch',
  serviceNames: ['elasticsearch'],
  credentials: DEMO_ELASTICSEARCH_CREDENTIALS,
  settings: DEFAULT_ELASTICSEARCH_SETTINGS,
  settingsSchema: ELASTICSEARCH_SETTINGS_SCHEMA,
  durations: DEFAULT_ELASTICSEARCH_DURATIONS,
  throttleStyle: 429,
  mergeSettings: mergeElasticsearchSettings,
  describeCredentials: ({ username, password, apiKey }) => ({ username, password, api_key: apiKey }),
  // A plan says its own names of variables: no client of these clusters reads any by itself.
  env: () => ({}),
  suit: suitPlan,
  listTasks: ({ clusters }) =>
    clusters.flatMap(({ name, tasks }) =>
      tasks.map(({ destinationIndex, status }) => ({ name: `${name}/${destinationIndex}`, status, isDeleted: false })),
    ),
  open: openElasticsearch,
};

function openElasticsearch(
  world: ElasticsearchWorld,
  credentials: ElasticsearchCredentials,
): OpenStand<ElasticsearchTypes> {
  const state = new ElasticsearchState(world);
  const service = { world, state, credentials };
  const gateway = new ElasticsearchGateway(service);
  return {
    services: [clusterService(service, gateway)],
    report: () => {
      advanceTasks(service);
      return reportElasticsearchState(state);
    },
    reset: () => {
      state.reset();
      gateway.reset();
    },
  };
}

function clusterService(service: ElasticsearchService, gateway: ElasticsearchGateway): StandService {
  return {
    name: 'elasticsearch',
    pathPrefix: '/clusters/',
    addressedBelow: '/clusters/',
    gateway,
    operations: elasticsearchOperations(service),
    // What a cluster refuses, its operations refuse in its own words.
    schemas: {},
    activity: () => {
      advanceTasks(service);
      const intervals = elasticsearchIntervals(service.state);
      return { tasks: intervals, onTargets: intervals };
    },
  };
}
