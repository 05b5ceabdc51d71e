import type { SourceRange } from '../diagnostics/diagnostic.ts';
import type { RetryPolicy } from '../provider/limits.ts';
import type { Json, ValueObject } from '../value/value.ts';
import type { ApprovalRules } from './approval-rule.ts';
import type { TimeWindow } from './time-windows.ts';
import type { WrittenScalar } from './written-scalar.ts';

/** The checked plan document. Immutable data; positions are kept in `source`, not in the data. */
export interface Plan {
  readonly file: string;
  /** With an environment both, such as `shop.prod`: plans of different environments share nothing. */
  readonly name: string;
  /** The environment that it was read for. Absent: none. */
  readonly environment?: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** Those that the plan declares, and the members of families that it uses: `cache[cart]`. */
  readonly secrets: ReadonlyMap<string, SecretSource>;
  /** With `{key}` in their sources. Absent: the plan declares none. */
  readonly secretFamilies?: ReadonlyMap<string, SecretSource>;
  readonly providers: ReadonlyMap<string, ProviderEntry>;
  readonly migrations: ReadonlyMap<string, Migration>;
  /** When units may be worked on. Absent: at any time. */
  readonly rollout?: Rollout;
  /** What opens gates, by name of the gate's step or `cutover`. Absent: one approval of anyone. */
  readonly approvals?: ApprovalRules;
  /** Who is told what happens in a run. Absent: nobody. */
  readonly notify?: readonly NotifyTarget[];
  /** Units whose key was renamed, as the plan lists them. Absent: none was. */
  readonly moved?: readonly MovedUnit[];
  /** SHA-256 over the plan's meaning (inputs applied, comments and layout left out), in hex. */
  readonly digest: string;
  /** SHA-256 over the text, comments included, and the variables that were given, in hex. */
  readonly sourceDigest: string;
  readonly source: PlanSource;
}

/** Finds positions in the text lazily, only when a diagnostic needs one. */
export interface PlanSource {
  readonly file: string;
  readonly text: string;
  /** The range of the value at a key path, or of the nearest parent that exists. `at: 'key'` gives the key's range. */
  locate(path: readonly (string | number)[], at?: 'key' | 'value'): SourceRange | undefined;
  /** The alias, or the source of a merge key, by which what is at the path is taken over from elsewhere. */
  takenOverAt(path: readonly (string | number)[]): SourceRange | undefined;
  /** Numbers and booleans of one entry of a section that read as another text than the one that is written. */
  writtenIn(section: string, name: string): readonly WrittenScalar[];
}

export type SecretSource =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | SecretCommand;

/** A program that prints the value. Not run by a shell. */
export interface SecretCommand {
  readonly kind: 'command';
  readonly argv: readonly [string, ...string[]];
  readonly timeoutMs: number;
}

export interface ProviderEntry {
  readonly alias: string;
  readonly type: string;
  /** The entry without `type`, `limits` and `polling`; secrets are still references. */
  readonly config: ValueObject;
  readonly limits: DeclaredLimits;
  readonly polling: DeclaredPolling;
  /** The plan does not declare it: see `Kind.addressedConnections`. Absent: it does. */
  readonly isAddressed?: true;
}

/** Limits that the plan states; the provider's defaults fill the rest. */
export interface DeclaredLimits {
  readonly requests?: { readonly count: number; readonly intervalMs: number };
  readonly inFlight?: number;
  readonly active?: number;
  readonly activePerTarget?: number;
  readonly slices?: number;
}

export interface DeclaredPolling {
  readonly initialIntervalMs?: number;
  readonly maxIntervalMs?: number;
}

/** What a webhook is told. */
export type NotifyEvent = 'gate' | 'failed' | 'suspended' | 'ended';

export interface NotifyTarget {
  /** Name of the secret that is the URL. */
  readonly secret: string;
  readonly on: readonly NotifyEvent[];
}

/** What `rollout:` says. */
export interface Rollout {
  /** When effects may start; cut-overs only where `cutoverWindows` is absent. Absent: at any time. */
  readonly windows?: readonly TimeWindow[];
  /** When cut-overs may begin. Absent: whenever effects may start. */
  readonly cutoverWindows?: readonly TimeWindow[];
  /** Absent: all units may start at once. */
  readonly waves?: Waves;
}

/** Units start wave by wave. */
export interface Waves {
  /** In their order; at least one. */
  readonly shares: readonly WaveShare[];
  /** For how long a wave must have ended before the next one starts. Default 0. */
  readonly soakMs: number;
  /** So many failed units of a wave are tolerated. */
  readonly maxFailures: FailureBudget;
  /** Which units come first. */
  readonly order: WaveOrder;
}

/** Which units a wave takes of those that no wave before it has. */
export type WaveShare =
  | { readonly kind: 'count'; readonly count: number }
  /** Of all units of the plan. */
  | { readonly kind: 'percent'; readonly percent: number }
  /** Value: `*` matches any text. */
  | { readonly kind: 'label'; readonly name: string; readonly value: string }
  | { readonly kind: 'rest' };

export type FailureBudget =
  | { readonly kind: 'count'; readonly count: number }
  /** Of the units of the wave. */
  | { readonly kind: 'percent'; readonly percent: number };

export type WaveOrder =
  | { readonly kind: 'plan' }
  /** By a field of `each.value`. Units without it come last. */
  | { readonly kind: 'size'; readonly first: 'largest' | 'smallest'; readonly field: string };

/** An entry under `moved:`: addresses of one unit, before and after its key was renamed. */
export interface MovedUnit {
  readonly from: string;
  readonly to: string;
}

/** An entry under `migrations:`. `with` is a template: it may refer to `each` until the migration is expanded. */
export interface Migration {
  readonly name: string;
  /** Names that it had before, oldest first: its units continue where they were. */
  readonly formerly?: readonly string[];
  readonly description: string;
  /** Alias of the provider. */
  readonly provider: string;
  /** Name of the kind or operation. */
  readonly recipe: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined: one unit without a key. In document order. */
  readonly forEach: readonly EachEntry[] | undefined;
  /** Where the entries come from; absent when they are in the plan itself. */
  readonly inventory?: Inventory;
  readonly needs: readonly Need[];
  readonly with: ValueObject;
  /** The keys that the kind defines, see `Kind.optionsSchema`. A template like `with`. */
  readonly options: ValueObject;
  /**
   * Low-level operations only: whether to wait for the remote task that the call starts.
   *
   * @default true
   */
  readonly wait: boolean;
  readonly timeoutMs: number;
  readonly retry: RetryPolicy;
  readonly onFailure: 'continue' | 'stop';
  /** Why other units may write to the targets of this migration's units; undefined when they must not. */
  readonly sharedTarget: string | undefined;
}

/** A file of `for_each` entries. */
export interface Inventory {
  /** As the plan names it. */
  readonly path: string;
  /** As diagnostics name it. */
  readonly file: string;
  /** What `each.value` can be followed by: columns of the header, or every field that some row has. */
  readonly columns: readonly string[];
  /** The column that the keys come from. Absent: they are the keys of a map, or the rows themselves. */
  readonly keyColumn?: string;
  /** The place of the entry at an index of `forEach`, or of one of its fields; slow the first time, so for diagnostics only. */
  readonly locate: (entry: number, column?: string) => SourceRange;
}

export interface EachEntry {
  readonly key: string;
  readonly value: Json;
}

/** `needs: [orders]` waits for every unit of orders; `orders[a]` for that one. */
export interface Need {
  readonly migration: string;
  readonly key: string | undefined;
}

/** One thing to migrate. */
export interface Unit {
  /** `orders[orders-2024]`, or `sessions` without `for_each`. */
  readonly address: string;
  readonly migration: Migration;
  /** Addresses that it had before its key was renamed, oldest first, by the migration's present name. Absent: none. */
  readonly formerly?: readonly string[];
  /** What `each` stands for; undefined without `for_each`. */
  readonly entry: EachEntry | undefined;
  /** Of the entry. */
  readonly key: string | undefined;
  /** Inputs and `each` filled in, at every access: keep it where it is read more than once. */
  readonly with: ValueObject;
  /** The migration's, `each` filled in, at every access. */
  readonly options: ValueObject;
  /** Addresses of units that must succeed first: declared by `needs` or by a reference to their outputs. */
  readonly needs: readonly string[];
}
