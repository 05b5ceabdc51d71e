/** Reads a file that a plan names, next to the plan's own. `path` is as the plan writes it, relative to the plan's folder. */
export type ReadPlanFile = (path: string) => PlanFile | PlanFileRefusal;

export interface PlanFile {
  readonly bytes: Uint8Array;
}

/** A file that cannot be read, or must not be. `reason` continues a sentence that begins with its name. */
export interface PlanFileRefusal {
  readonly kind: 'unreadable' | 'too-large';
  readonly reason: string;
  readonly hint: string;
}

/** An inventory may be this long; 100,000 rows of 300 bytes fit. */
export const MAX_INVENTORY_BYTES: number = 32 * 1024 * 1024;
