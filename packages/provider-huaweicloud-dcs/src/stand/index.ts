export type { HuaweicloudCredentials } from './credentials.ts';
export type { HuaweicloudDurations } from './durations.ts';
export type { HuaweicloudReport, HuaweicloudTaskReport } from './report-state.ts';
export type { DcsBackupSeed, DcsInstanceSeed, HuaweicloudSettings } from './settings.ts';
export { huaweicloudDcs } from './stand.ts';
export { canonicalRequest } from './verify-signature.ts';
