/** Modules of providers beside the built-in ones. */
export interface ProviderFlags {
  readonly provider?: readonly string[];
}

/** Options that say which plan is meant, and with which inputs and providers. */
export interface VariableFlags extends ProviderFlags {
  readonly var?: readonly string[];
  readonly varFile?: readonly string[];
  /** The environment that the plan is read for. */
  readonly env?: string;
}

export interface StateFlag {
  readonly state?: string;
}

/** Options that every command has. */
export interface CommonFlags {
  /** False for `--no-color`. */
  readonly color?: boolean;
  readonly debug?: boolean;
}

export interface JsonFlag {
  readonly json?: boolean;
}

/** Which units are meant. */
export interface SelectionFlags {
  readonly target?: readonly string[];
  readonly exclude?: readonly string[];
}
