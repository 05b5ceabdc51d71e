export type { AlicloudCredentials } from './credentials.ts';
export type { AlicloudDurations } from './durations.ts';
export type { AlicloudReport, AlicloudTaskReport } from './report-state.ts';
export type {
  AlicloudClusterSeed,
  AlicloudInstanceSeed,
  AlicloudSettings,
  AlicloudSettingsPatch,
  AlicloudStatusWords,
} from './settings.ts';
export { alicloudElasticsearch } from './stand.ts';
export { acs3CanonicalRequest } from './verify-signature.ts';
