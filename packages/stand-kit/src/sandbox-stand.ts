import type { ActiveInterval } from './active-intervals.ts';
import type { DataPlane } from './data-plane.ts';
import type { Gateway, Operation } from './gateway.ts';
import type { OperationSchema } from './generated/operation-schema.generated.ts';
import type { ThrottleStatus } from './rate-limit.ts';
import type { Schema } from './schema.ts';
import type { StandWorld } from './stand-world.ts';

/** The types that are a vendor's own. */
export interface StandTypes {
  /** The name of the stand in settings, credentials, limits and reports. */
  readonly name: string;
  /** The names of its services in fault scripts, the request log and metrics. */
  readonly service: string;
  readonly credentials: object;
  readonly settings: object;
  readonly settingsPatch: object;
  /** Milliseconds by name. The names are shared by all stands, so they say which vendor's work they are about. */
  readonly durations: object;
  readonly report: object;
  /** The real servers that it can have behind its instances. */
  readonly data?: DataPlane;
}

/** One vendor in the sandbox: everything that the rest of the sandbox needs to know of it. */
export interface SandboxStand<Types extends StandTypes = StandTypes> {
  readonly name: Types['name'];
  readonly serviceNames: readonly Types['service'][];
  /** Accepted unless a start gives others. */
  readonly credentials: Types['credentials'];
  /** In force unless a start or a control request gives others. */
  readonly settings: Types['settings'];
  /** What a control request may change of the settings. */
  readonly settingsSchema: Schema;
  readonly durations: Types['durations'];
  /** HTTP status with which the vendor documents that a limit is exceeded. */
  readonly throttleStyle: ThrottleStatus;
  /**
   * Which real servers it can have behind its instances.
   *
   * @default none: what moves is always simulated
   */
  readonly dataKind?: DataOf<Types>['kind'];
  mergeSettings(base: Types['settings'], patch: Types['settingsPatch']): Types['settings'];
  /** The credentials in the spelling of a plan, for the ready line. */
  describeCredentials(credentials: Types['credentials']): Readonly<Record<string, string>>;
  /** The environment variables from which the vendor's clients take these credentials. */
  env(credentials: Types['credentials']): Readonly<Record<string, string>>;
  /** What a plan takes for granted: with it the plan runs as it is. Absent: any plan does. */
  readonly suit?: (plan: SuitedPlan) => {
    readonly settings?: Types['settingsPatch'];
    readonly credentials?: Partial<Types['credentials']>;
  };
  /** The tasks of a report, under one name for the same work. */
  listTasks(report: Types['report']): readonly ReportedTask[];
  /** Begins with nothing: no tasks, no tokens, no calls counted. */
  open(
    world: StandWorld<Types['settings'], DurationNames<Types>, DataOf<Types>>,
    credentials: Types['credentials'],
  ): OpenStand<Types>;
}

type DataOf<Types extends StandTypes> = Types extends { readonly data: infer Data extends DataPlane }
  ? Data
  : DataPlane;

/** As much of a plan as a stand may need to know. What the values refer to is not filled in. */
export interface SuitedPlan {
  /** `with:` of each unit. */
  readonly units: readonly Readonly<Record<string, unknown>>[];
  /** The entries under `providers:`. */
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  /** The same entries by alias. */
  readonly connections?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The same units with what surrounds `with:`. */
  readonly moves?: readonly SuitedUnit[];
}

export interface SuitedUnit {
  /** Alias of the entry that it uses. */
  readonly connection: string;
  /** Name of its kind or operation. */
  readonly target: string;
  readonly with: Readonly<Record<string, unknown>>;
  /** The keys that its kind defines. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ReportedTask {
  readonly name: string;
  readonly status: string;
  readonly isDeleted: boolean;
}

type DurationNames<Types extends StandTypes> = keyof Types['durations'] & string;

/** A stand in one running sandbox. */
export interface OpenStand<Types extends StandTypes = StandTypes> {
  /** One for each of the `serviceNames`. */
  readonly services: readonly StandService[];
  /** Every task as it is now, without secrets. */
  report(): Types['report'];
  /** Back to nothing. */
  reset(): void;
}

/** Operations behind one gateway, which are limited and counted together. */
export interface StandService {
  readonly name: string;
  /** Paths below it that are no operation get this gateway's error. */
  readonly pathPrefix: string;
  /**
   * For a vendor whose services are at addresses of the users' own: a request to `http://HOST/PATH`, where PATH is nobody's, is
   * served as one for this path, followed by `HOST/PATH`. Only a sandbox without a socket can do that, as it sees every address.
   *
   * @default such a request is not found
   */
  readonly addressedBelow?: string;
  /**
   * Of the addresses that are served so, each with its colon: `['archive:']`.
   *
   * @default http: and https:
   */
  readonly schemes?: readonly string[];
  readonly gateway: Gateway;
  readonly operations: readonly Operation[];
  /** By operation; arguments of operations without a schema are not checked. */
  readonly schemas: Readonly<Record<string, OperationSchema>>;
  activity(): Activity;
}

/** When tasks were active, up to now and as far as it is known beyond. */
export interface Activity {
  readonly tasks: readonly ActiveInterval[];
  readonly onTargets: readonly TargetInterval[];
}

export interface TargetInterval extends ActiveInterval {
  /** What data is moved into: an instance, or a server. */
  readonly target: string;
}

export const NO_ACTIVITY: Activity = { tasks: [], onTargets: [] };
