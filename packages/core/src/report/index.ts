export type { ReportDecision } from '../standing/collect-decisions.ts';
export { decisionOf } from '../standing/collect-decisions.ts';
export { type BuildReportOptions, buildReport, buildReportSliced, type ReportParts } from './build-report.ts';
export type * from './report.ts';
export { REPORT_FORMAT } from './report.ts';
export { ReportJournal } from './report-journal.ts';
