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
  folders: ['diagnostics plan provider', 'estimate journal preflight preview progress report run select'],
  pairs: [
    'diagnostics plan',
    'estimate preview',
    'journal report',
    'journal run',
    'plan provider',
    'preflight preview',
    'preview run',
    'preview select',
    'progress run',
  ],
  files: [
    'cli/src/completion/list-addresses.ts cli/src/completion/list-candidates.ts',
    'cli/src/forecast.ts cli/src/views/run-progress.ts',
    'cli/src/views/preview/render-migrations.ts cli/src/views/preview/render-preview.ts',
    'core/src/plan/build-value.ts core/src/plan/plan-source.ts core/src/plan/plan.ts core/src/plan/written-scalar.ts',
    'core/src/preview/preview.ts core/src/run/gauges.ts core/src/run/ledger.ts',
    'provider-huaweicloud-dcs/src/poll/duplicates.ts provider-huaweicloud-dcs/src/poll/task-facts.ts',
  ],
};
