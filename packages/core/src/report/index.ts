export { type BuildReportOptions, buildReport } from './build-report.ts';
export { decisionOf } from './collect-decisions.ts';
export type * from './report.ts';
export { REPORT_FORMAT } from './report.ts';
