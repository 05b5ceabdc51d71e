// Import cycles that exist, type imports included. The lists are exact: whoever ends a cycle takes it out here, and a new
// one fails the test. Files and folders that reach each other are one entry.

export const KNOWN_CIRCLES: {
  /** Folders of core that reach each other. */
  readonly folders: readonly string[];
  /** Pairs of folders of core that import each other directly. */
  readonly pairs: readonly string[];
  /** Files within one package, below `packages/`. */
  readonly files: readonly string[];
} = {
  folders: [],
  pairs: [],
  files: [],
};
