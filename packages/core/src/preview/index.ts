export { digestPreview } from '../binding/bind-preview.ts';
export type * from '../binding/binding.ts';
export {
  type CurrentPlan,
  comparePreview,
  hasBeenApplied,
  type PreviewDifference,
  PreviewStaleError,
} from '../binding/compare-preview.ts';
export type * from '../estimate/schedule.ts';
export type { CheckVerdict } from '../preflight/preflight.ts';
export type { PreviewSelection } from '../progress/selection.ts';
export { computeStanding, type Standing, standingOfSettled } from '../standing/standing.ts';
export { type BuildPreviewOptions, buildPreview, buildPreviewSliced } from './build-preview.ts';
export { compareEdit, type PlanEdit } from './compare-edit.ts';
export type * from './preview.ts';
export { PREVIEW_FORMAT } from './preview.ts';
export type { PreviewDetail } from './preview-units.ts';
