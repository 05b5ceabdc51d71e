export type { ElasticsearchCredentials } from './credentials.ts';
export type { ElasticsearchDurations } from './durations.ts';
export type {
  ElasticsearchClusterReport,
  ElasticsearchIndexReport,
  ElasticsearchReport,
  ElasticsearchTaskReport,
} from './report-state.ts';
export type {
  ElasticsearchClusterSeed,
  ElasticsearchDocumentSeed,
  ElasticsearchIndexSeed,
  ElasticsearchSettings,
  ElasticsearchUser,
} from './settings.ts';
export { elasticsearch } from './stand.ts';
