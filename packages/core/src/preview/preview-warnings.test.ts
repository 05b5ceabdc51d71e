import { describe, expect, it } from 'vitest';
import type { Graph } from '../graph/graph.ts';
import type { Plan } from '../plan/plan.ts';
import { collectWarnings, type WarningSources } from './preview-warnings.ts';

const HOUR_MS = 3_600_000;
const END = { atMs: Date.UTC(2026, 0, 15, 9), leftMs: HOUR_MS };

describe('credentials that end', () => {
  it('before half of the simulated runs have ended are a warning that says when', () => {
    const [warning] = warnings({ credentialsEnd: new Map([['search', END]]), p50Ms: HOUR_MS + 1 });
    expect(warning).toMatchObject({
      code: 'PREVIEW_CREDENTIALS_END',
      summary: 'the credentials of search end before the run does',
      detail: 'They end at 2026-01-15 09:00 UTC, and half of the simulated runs take longer than 1h.',
    });
  });

  it('later, or at a time that nothing says, are none', () => {
    expect(warnings({ credentialsEnd: new Map([['search', END]]), p50Ms: HOUR_MS })).toEqual([]);
    expect(warnings({ credentialsEnd: new Map([['search', END]]), p50Ms: undefined })).toEqual([]);
    expect(warnings({ p50Ms: 10 * HOUR_MS })).toEqual([]);
  });
});

function warnings(sources: Partial<WarningSources>): ReturnType<typeof collectWarnings> {
  return collectWarnings({
    // Only its migrations are read.
    plan: { migrations: new Map() } as unknown as Plan,
    graph: { units: [] } as unknown as Graph,
    nowMs: undefined,
    diagnostics: [],
    problems: [],
    operations: [],
    credentialsEnd: new Map(),
    p50Ms: undefined,
    secretFlaws: new Map(),
    ...sources,
  });
}
