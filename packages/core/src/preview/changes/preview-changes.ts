import type { CheckVerdict } from '../../preflight/preflight.ts';
import type { Json } from '../../value/value.ts';
import type { PreviewUnit, PreviewWarning } from '../preview.ts';

/** Version of the JSON of two compared previews: the minor number grows with additions, the major one with anything else. */
export const PREVIEW_CHANGES_FORMAT: string = '1.0';

/**
 * In what a preview differs from an earlier one of the same plan and environment, as plain JSON data. Lists are sorted by
 * address or name, so that the order in which a preview lists its parts does not count. No list holds a secret: a text in
 * the place of a password is masked on both sides.
 */
export interface PreviewChanges {
  readonly format_version: string;
  readonly kind: 'preview-changes';
  /** Nothing below differs. Answers of passed checks may be worded otherwise, and units be simulated at other times. */
  readonly is_equal: boolean;
  readonly plan: { readonly name: string; readonly environment?: string };
  /** The earlier preview. */
  readonly before: ComparedPreview;
  readonly after: ComparedPreview;
  readonly units: UnitChanges;
  /** Of the plan: `file` and `description`. */
  readonly document: readonly FieldChange[];
  readonly inputs: readonly FieldChange[];
  /** By alias of the provider: type, version, and where it leads. */
  readonly connections: readonly FieldChange[];
  /** By alias of the provider. */
  readonly limits: readonly FieldChange[];
  /** By migration: what it uses, its labels, needs, `on_failure`, downtime and rollback. */
  readonly migrations: readonly FieldChange[];
  readonly inventories: readonly InventoryChange[];
  /** By secret: where it comes from, and whether it has a value. */
  readonly secrets: readonly FieldChange[];
  /** The units that are meant: `target`, `exclude`. */
  readonly selection: readonly FieldChange[];
  readonly versions: readonly FieldChange[];
  /** Answers that changed, and those that block or warn for units that are new. */
  readonly checks: readonly CheckChange[];
  readonly warnings: { readonly added: readonly PreviewWarning[]; readonly removed: readonly PreviewWarning[] };
  /** Numbers of units, steps, effects, gates. */
  readonly totals: readonly FieldChange[];
  /** `p50_ms` and `p90_ms` of the simulated runs, and `lower_bound_ms`. */
  readonly estimate: readonly FieldChange[];
  /** What is recorded of runs: `runs`, `steps_done`, `serial` and more. */
  readonly state: readonly FieldChange[];
  /**
   * What differs by its hash while nothing above shows how: `steps` where a preview holds no requests (of a large plan), `plan`
   * where the plan's settings differ that no preview shows.
   */
  readonly unexplained: readonly ('steps' | 'plan')[];
}

export interface ComparedPreview {
  readonly digest: string;
  readonly units: number;
}

export interface UnitChanges {
  /** Whole units, without when they are simulated. */
  readonly added: readonly ComparedUnit[];
  readonly removed: readonly ComparedUnit[];
  /** Units that the plan continues under a different address. What else of them changed is in `changed`. */
  readonly moved: readonly MovedUnitChange[];
  readonly changed: readonly UnitChange[];
  /** Units of both previews come one after the other in another order. */
  readonly is_reordered: boolean;
}

export type ComparedUnit = Omit<PreviewUnit, 'simulated'>;

export interface MovedUnitChange {
  readonly from: string;
  readonly to: string;
}

export interface UnitChange {
  /** In the later preview. */
  readonly address: string;
  readonly fields: readonly UnitFieldChange[];
}

/** `meaning`: what is done. `order`: what it waits for. `progress`: how far it is. */
export type UnitConcern = 'meaning' | 'order' | 'progress';

export interface UnitFieldChange extends FieldChange {
  readonly concerns: UnitConcern;
}

/** One value. A side that does not have it has no member. */
export interface FieldChange {
  /** From the outside to the inside: `['search', 'region']`, `['steps', 'create', 'request', 'body', 'name']`. */
  readonly path: readonly string[];
  readonly before?: Json;
  readonly after?: Json;
}

/** Rows of a migration's inventory, by the addresses of their units. */
export interface InventoryChange {
  readonly migration: string;
  /** As the plan names it; null where it named none. */
  readonly before: string | null;
  readonly after: string | null;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** A value of the row is another, also when nothing of the plan uses it. */
  readonly changed: readonly string[];
}

/** The same answer before, and the same one now. */
export interface CheckChange {
  readonly check: string;
  readonly provider?: string;
  /** None for what concerns no unit. */
  readonly units: readonly string[];
  /** Null: it was not among the checks. */
  readonly before: CheckAnswer | null;
  readonly after: CheckAnswer | null;
}

export interface CheckAnswer {
  readonly verdict: CheckVerdict;
  /** Empty for checks that passed. */
  readonly detail: string;
}
