import type * as Rendering from '../../core/src/diagnostics/render-diagnostics.ts';
import type * as VisibleText from '../../core/src/diagnostics/visible-text.ts';
import type * as PreviewPart from '../../core/src/preview/index.ts';

/** Parts of core that its index does not name yet; the only place that reaches past it. */
const preview: typeof PreviewPart = await import(corePart('preview/index.ts'));
const rendering: typeof Rendering = await import(corePart('diagnostics/render-diagnostics.ts'));
const visible: typeof VisibleText = await import(corePart('diagnostics/visible-text.ts'));
const planSchemas: { readonly planSchema: object } = await import(corePart('generated/plan-schema.generated.ts'));

export type Preview = PreviewPart.Preview;
export type PreviewOperation = PreviewPart.PreviewOperation;
export type PreviewStep = PreviewPart.PreviewStep;
export type PreviewUnit = PreviewPart.PreviewUnit;
export type Standing = PreviewPart.Standing;
export type DiagnosticStyle = Rendering.DiagnosticStyle;

export const buildPreview: typeof PreviewPart.buildPreview = preview.buildPreview;
export const computeStanding: typeof PreviewPart.computeStanding = preview.computeStanding;
export const renderDiagnostics: typeof Rendering.renderDiagnostics = rendering.renderDiagnostics;
/** Control and direction characters as visible escapes. */
export const escapeControls: typeof VisibleText.visibleText = visible.visibleText;
export const planSchema: object = planSchemas.planSchema;

function corePart(path: string): string {
  return new URL(`../../core/src/${path}`, import.meta.url).href;
}
