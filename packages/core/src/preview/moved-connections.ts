import type { MovedConnection } from '../journal/record.ts';
import type { PreviewWarning } from './preview.ts';

/** Providers of steps that were done or begun, and that lead somewhere else now: a run refuses until that is accepted. */
export function movedConnections(moved: readonly MovedConnection[]): readonly PreviewWarning[] {
  const byProvider = Map.groupBy(moved, ({ provider }) => provider);
  return [...byProvider].map(([provider, changes]) => ({
    code: 'PREVIEW_CONNECTION_MOVED',
    summary: `${provider} leads elsewhere than in the last run`,
    detail: `Steps of it were done or begun there: ${changes.map(({ what, before, after }) => `${what} was ${before} and is ${after}`).join('; ')}. Their remote tasks are not found elsewhere.`,
    hint: 'Undo the change, or run with --keep-changed if what was begun is known at the new place too.',
    path: `providers.${provider}`,
    moved: changes,
  }));
}
