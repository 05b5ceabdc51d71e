import type { PreviewSelection } from '../progress/selection.ts';
import type { Json } from '../value/value.ts';

export interface PreviewPlan {
  readonly name: string;
  /** The environment that the plan was read for. Absent: none. */
  readonly environment?: string;
  readonly description: string;
  /** SHA-256 over the plan's meaning. */
  readonly digest: string;
  readonly file: string;
  /** Values of the plan's inputs, defaults included. */
  readonly inputs: Readonly<Record<string, Json>>;
}

/** What has to be the same for applying a saved preview: any difference is a refusal. */
export interface PreviewBinding {
  /** SHA-256 over every step's address and fingerprint, in the order of the graph. */
  readonly steps_digest: string;
  /** Versions of core and of each provider type. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * Null when there is no state. With the serial 0 and no state yet: the id that applying this preview gives to the state
   * it creates, so that every machine which applies it finds the tasks of the others by the same names and tokens.
   */
  readonly state: { readonly id: string; readonly serial: number } | null;
  /** By alias: where the plan's providers lead, in the keys of their entries. Absent in previews of older versions. */
  readonly connections?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By migration: the rows of its inventory. Absent when the plan names none, and before format 2.3. */
  readonly inventories?: Readonly<Record<string, BoundInventory>>;
  /** By address of the check step: what it decided when it was asked beforehand. Absent when nothing was decided. */
  readonly decisions?: Readonly<Record<string, string>>;
  /** Patterns and labels as given; the whole plan when both are empty. */
  readonly selection: PreviewSelection;
}

/** The rows of an inventory, whatever its file is called. */
export interface BoundInventory {
  /** As the plan names it. */
  readonly file: string;
  readonly rows: number;
  /** SHA-256 over every row's key and values, in their order. */
  readonly digest: string;
}

/** What of a preview has to be the same for applying it. */
export interface BoundPreview {
  readonly digest: string;
  readonly plan: PreviewPlan;
  readonly binding: PreviewBinding;
  readonly units: readonly BoundUnit[];
}

export interface BoundUnit {
  readonly address?: string;
  readonly migration?: string;
  /** What the row of its inventory means. */
  readonly row?: string;
  readonly steps: readonly { readonly address: string; readonly fingerprint?: string }[];
}
