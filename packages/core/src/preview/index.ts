export { digestPreview } from './bind-preview.ts';
export { type BuildPreviewOptions, buildPreview } from './build-preview.ts';
export { compareEdit, type PlanEdit } from './compare-edit.ts';
export {
  type CurrentPlan,
  comparePreview,
  hasBeenApplied,
  type PreviewDifference,
  PreviewStaleError,
} from './compare-preview.ts';
export type * from './preview.ts';
export { PREVIEW_FORMAT } from './preview.ts';
export type { PreviewDetail } from './preview-units.ts';
export { computeStanding, type Standing, standingOfSettled } from './standing.ts';
