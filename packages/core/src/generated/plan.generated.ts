// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

/**
 * A declarative migration plan for Elasticsearch and Redis. References are written ${{ path }}.
 */
export interface PlanDocument {
  /**
   * Version of the plan language. Always 1.
   */
  version: 1;
  /**
   * Names the plan's state file: two plans with one name in one directory are the same plan to Waybill.
   */
  name: string;
  /**
   * What the plan is for, shown in previews and reports.
   */
  description?: string;
  /**
   * Values that may differ between uses of the plan. Set with --var or --var-file; referred to as ${{ inputs.<name> }}.
   */
  inputs?: {
    /**
     * An input without a default has to be given on the command line.
     */
    [k: string]: InputDocument;
  };
  /**
   * Where secret values come from. Values never reach the plan, its preview, state, logs or reports. Referred to as ${{ secrets.<name> }}.
   */
  secrets?: {
    /**
     * Exactly one of an environment variable and a file.
     */
    [k: string]: SecretDocument;
  };
  /**
   * The remote systems that the plan talks to, by an alias of your choice.
   */
  providers: {
    /**
     * One account or project of a remote system. The keys beside type, limits and polling depend on the type.
     */
    [k: string]: ProviderDocument;
  };
  /**
   * Values for every migration that does not state its own.
   */
  defaults?: DefaultsDocument;
  /**
   * What is to be migrated, by a name of your choice.
   */
  migrations: {
    /**
     * One thing to migrate, or with for_each many alike.
     */
    [k: string]: MigrationDocument;
  };
}

/**
 * An input without a default has to be given on the command line.
 */
export interface InputDocument {
  /**
   * What the input means, shown when it is missing.
   */
  description?: string;
  /**
   * Type of the value. Text from the command line is converted to it.
   */
  type?: 'string' | 'number' | 'boolean';
  /**
   * The value when none is given. It has to be of the input's type.
   */
  default?: string | number | boolean;
}

/**
 * Exactly one of an environment variable and a file.
 */
export interface SecretDocument {
  /**
   * Name of the environment variable that holds the value.
   */
  env?: string;
  /**
   * Path of the file that holds the value. One line end at the end of the file is left out.
   */
  file?: string;
}

/**
 * One account or project of a remote system. The keys beside type, limits and polling depend on the type.
 */
export interface ProviderDocument {
  /**
   * Which remote system this is.
   */
  type: string;
  /**
   * What may be asked of the provider's API. All limits hold together, over retries, polls and resumed runs. Each one left out takes the provider's documented default.
   */
  limits?: LimitsDocument;
  /**
   * How often waiting tasks are polled. The interval grows from the first to the last while nothing changes.
   */
  polling?: PollingDocument;
  [k: string]: unknown;
}

/**
 * Values for every migration that does not state its own.
 */
export interface DefaultsDocument {
  /**
   * How long to wait for one remote task. The task itself is not stopped when the time is over.
   */
  timeout?: string;
  /**
   * How a failed API call is tried again when it is safe to do so.
   */
  retry?: RetryDocument;
  /**
   * continue: set the failed unit and what depends on it aside and continue with the others. stop: start nothing more.
   */
  on_failure?: 'continue' | 'stop';
}

/**
 * One thing to migrate, or with for_each many alike.
 */
export interface MigrationDocument {
  /**
   * Provider alias, a dot, and one of the provider's kinds or operations.
   */
  uses: string;
  /**
   * What is migrated, shown in previews and reports.
   */
  description?: string;
  /**
   * Names and values that --target and --exclude can select by.
   */
  labels?: {
    /**
     * Value of the label.
     */
    [k: string]: string;
  };
  /**
   * One unit per item: a list of texts or numbers (each.key and each.value are the item), or a map of key to value.
   */
  for_each?:
    | (string | number)[]
    | {
        [k: string]: unknown;
      };
  /**
   * Migrations that have to succeed first: a name for all of its units, or name[key] for one of them.
   *
   * Items: A migration's name, or name[key].
   */
  needs?: string[];
  /**
   * Arguments of the kind or operation, in the vendor's own field names and casing.
   */
  with: {
    [k: string]: unknown;
  };
  /**
   * Names that the migration had, the first one first: its units continue where they were, and are selected by these names too.
   *
   * Items: Names the migration in addresses such as orders[orders-2024].create.
   */
  formerly?: string[];
  /**
   * For operations only: whether to wait for the remote task that the call starts.
   */
  wait?: boolean;
  /**
   * How long to wait for one remote task. The task itself is not stopped when the time is over.
   */
  timeout?: string;
  /**
   * How a failed API call is tried again when it is safe to do so.
   */
  retry?: RetryDocument;
  /**
   * continue: set the failed unit and what depends on it aside and continue with the others. stop: start nothing more.
   */
  on_failure?: 'continue' | 'stop';
  /**
   * Why another unit may write to the same target as units of this migration. Without a reason two units with one target are refused.
   */
  shared_target?: string;
  [k: string]: unknown;
}

/**
 * What may be asked of the provider's API. All limits hold together, over retries, polls and resumed runs. Each one left out takes the provider's documented default.
 */
export interface LimitsDocument {
  /**
   * The highest number of API calls in any window of that length, as the server counts them.
   */
  requests?: string;
  /**
   * API calls waiting for their answer at the same time.
   */
  in_flight?: number;
  /**
   * Remote migration tasks running at the same time.
   */
  active?: number;
  /**
   * Remote migration tasks running at the same time on one target instance.
   */
  active_per_target?: number;
  /**
   * Slices of own work on data, such as copying and comparing, that use the connection at the same time. Their calls count against the other limits as well.
   */
  slices?: number;
}

/**
 * How often waiting tasks are polled. The interval grows from the first to the last while nothing changes.
 */
export interface PollingDocument {
  /**
   * Time between the first polls of a task.
   */
  initial_interval?: string;
  /**
   * Time between polls of a task on which nothing changes.
   */
  max_interval?: string;
}

/**
 * How a failed API call is tried again when it is safe to do so.
 */
export interface RetryDocument {
  /**
   * Attempts in all, the first included.
   */
  max_attempts?: number;
  /**
   * Wait before the second attempt.
   */
  initial_interval?: string;
  /**
   * Factor by which the wait grows from attempt to attempt.
   */
  backoff_coefficient?: number;
  /**
   * Upper bound of the wait between two attempts.
   */
  max_interval?: string;
}
