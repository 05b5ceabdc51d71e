import type { PreviewChanges } from '@waybill/core';
import type { NextStep } from '../documents/json-objects.ts';
import type { Style } from '../text/style.ts';

export interface RenderPreviewOptions {
  readonly style: Style;
  readonly nextSteps: readonly NextStep[];
  /** Every unit instead of one example per migration. */
  readonly listsUnits: boolean;
  readonly showsRequests: boolean;
  /** Only the answers: no order, no steps. */
  readonly isConcise: boolean;
  /**
   * What changed since an earlier preview.
   *
   * @default it is not asked for
   */
  readonly since?: { readonly changes: PreviewChanges };
}
