import type { JsonObject, ValueObject } from '../value/value.ts';
import type { Blueprint } from './blueprint.ts';
import type { Comparison } from './comparison.ts';
import type { ConnectionEntry } from './connection-entry.ts';
import type { DerivedSteps, Impact, NotDerived, Verification } from './derived-steps.ts';
import type { DescribeMovement } from './movement.ts';
import type { WrittenTarget } from './operation.ts';

/** A high-level recipe: one unit becomes the steps that a careful person would do. Pure. */
export interface Kind {
  readonly name: string;
  readonly title: string;
  /**
   * JSON Schema of `with:`. `'x-connection': '<provider type>'` at a text says that it is the alias of another connection,
   * an entry of that type under `providers:`: it is checked in the plan, known before the run, and what a step gives as its
   * `connection`.
   */
  readonly withSchema: object;
  /**
   * JSON Schema of an object: the keys that a migration of this kind has beside those of the plan language (`uses`, `with`,
   * `timeout`, …), whose names it cannot take. References to `inputs`, `secrets` and `each` are possible at, and below, a
   * value whose schema lists them: `"x-references": ["inputs", "each"]`. Absent: no keys of its own.
   */
  readonly optionsSchema?: object;
  /** Names that other migrations can refer to as `migrations.<unit>.outputs.<name>`. */
  readonly outputs: readonly string[];
  /**
   * Connections that units with these options use and the plan does not declare, by alias (with a dot, which no alias of a plan
   * has), each with the type of its provider. They are like entries of that type without a key: where a call of one leads, and
   * with which login, is among the arguments of that call. The options are as a migration has them, before `each` is filled in. Pure.
   *
   * @default none
   */
  readonly addressedConnections?: (options: ValueObject) => Readonly<Record<string, string>>;
  /**
   * Key paths below `with:` whose values decide which steps a unit has, how they need each other, and what is wrong with
   * it; every other value only passes through. Spares expanding each of very many units to check them. Absent: any
   * value may decide. A connection that `withSchema` names as `x-connection` does not decide; one that is named otherwise does.
   */
  readonly decisivePaths?: readonly (readonly string[])[];
  expand(input: KindInput): Blueprint;
  /**
   * The options in one form, for the digest of the plan: two ways to write the same, such as `60s` and `1m`, make no other
   * plan. References to `each` are not filled in yet. Pure. Absent: as they are written.
   */
  readonly optionsMeaning?: (options: ValueObject) => ValueObject;
  /** See `WrittenTarget`. Pure, and keeps no part of its argument, which is used again. Absent: units of this kind fill no target. */
  readonly writes?: (values: ValueObject) => readonly WrittenTarget[];
  /**
   * Where a unit takes data from and where it puts it. Pure, and keeps no part of its argument, which is used again.
   *
   * @default previews show no places
   */
  readonly describe?: DescribeMovement;
  /** What the migration means for users of the data; absent when there is nothing to say. Pure. */
  readonly impact?: (input: KindInput) => Impact;
  /**
   * Names of the gates that an operator opens to lead clients to the target.
   *
   * @default units of this kind have no cut-over
   */
  readonly cutoverGates?: readonly string[];
  /**
   * How thoroughly both sides of a unit can be compared, least first.
   *
   * @default there is one way
   */
  readonly verificationLevels?: readonly string[];
  /**
   * Compares both sides of a unit again, at any time after its copy. Pure. `level`: one of `verificationLevels`; undefined:
   * that of the plan.
   *
   * @default units of this kind cannot be compared again
   */
  readonly verification?: (unit: AppliedUnit, level: string | undefined) => Verification;
  /**
   * Checks that fail when a side was written since a verification noted it. Pure. `noted`: the outputs of its blueprint.
   *
   * @default it is not known whether a verification is stale
   */
  readonly freshness?: (unit: AppliedUnit, noted: JsonObject) => Blueprint;
  /**
   * Who uses the source and the target of a unit that waits until its clients have moved: checks whose findings an operator
   * reads before the last gate is opened. One that fails keeps it closed. Pure. Undefined: there is nothing to ask now.
   *
   * @default nothing is asked
   */
  readonly usage?: (unit: AppliedUnit) => Blueprint | undefined;
  /**
   * Names of the steps by which a unit compares both sides itself: it has when all of them are done. `level`: how thoroughly, in
   * the words of the kind. Pure.
   *
   * @default units of this kind compare nothing by themselves
   */
  readonly comparedBy?: (input: KindInput) => { readonly steps: readonly string[]; readonly level: string };
  /**
   * Leads clients of a unit back to its source, and undoes what kept them from it. Pure. Each effect can be repeated after a
   * crash as in any plan.
   *
   * @default units of this kind cannot be rolled back by Waybill
   */
  readonly rollback?: (unit: AppliedUnit, request: RollbackRequest) => DerivedSteps | NotDerived;
}

/** What an operator asks of a rollback. */
export interface RollbackRequest {
  /** Also delete what the unit made at its target, where it is certain that the unit made it. */
  readonly deletesTarget: boolean;
  /** Also copy back to the source what was written to the target since its clients moved. */
  readonly copiesBack: boolean;
  /** Whether an earlier run of this rollback, which was cut off or failed, has recorded anything of a step of it. */
  readonly hasBegun: (step: string) => boolean;
  /**
   * The unit was led back before, and kept what it made at its target: nothing but deleting that is asked for.
   *
   * @default false
   */
  readonly isRolledBack?: boolean;
}

export interface KindInput {
  /** The unit's address, for texts; where its migration was renamed, the first one, so that what it is made of stays. */
  readonly address: string;
  readonly with: ValueObject;
  /** The keys of `optionsSchema` that the plan has, as they are written there, references filled in. */
  readonly options: ValueObject;
  /** Alias of the connection that the migration uses; of units in tests it may be absent. */
  readonly connection?: string;
  /**
   * The entries under `providers:` by alias, for a step that has to tell one system of another one: where the other side
   * is, and with which credentials it is read. Whatever a step takes from an entry is a part of what the step means.
   *
   * @default none
   */
  readonly connections?: ReadonlyMap<string, ConnectionEntry>;
  /**
   * How the provider of an entry under `providers:` compares what its connections have, by the entry's alias; undefined
   * where it does not, or there is no such entry. A kind makes the steps of it a part of its own.
   *
   * @default nothing is compared
   */
  readonly comparisonOf?: (alias: string) => Comparison | undefined;
}

/** A unit that was applied, and what its own steps have found: what a kind derives further work from. */
export interface AppliedUnit extends KindInput {
  /** What a step of the unit has kept, by the step's name. Undefined: it has not succeeded. */
  readonly outputsOf: (step: string) => JsonObject | undefined;
  /** Whether anything is recorded of a step: a call of it may have been sent. */
  readonly hasBegun: (step: string) => boolean;
  /** Whether a call of it was sent and nobody knows yet whether it happened: the next run of the plan settles that. */
  readonly isOpen: (step: string) => boolean;
  /** Those that the unit has put on what it made, the present one last. */
  readonly tokens: readonly string[];
  /**
   * The unit was rolled back.
   *
   * @default false
   */
  readonly isRolledBack?: boolean;
  /**
   * A rollback of the unit was begun, and has not ended: how far it is, its own state knows.
   *
   * @default false
   */
  readonly isBeingLedBack?: boolean;
}
