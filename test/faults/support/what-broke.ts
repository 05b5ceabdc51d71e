import { roomOf } from './room-of.ts';
import type { Row } from './row.ts';
import type { FaultedRun } from './run-scenario.ts';

/** For a row that ends otherwise than it must: the room that decides it, and each step that did not end well, with its reason. */
export function whatBroke(row: Row, { results }: Pick<FaultedRun, 'results'>): string {
  const units = results.at(-1)?.units ?? [];
  const open = units.filter(({ status }) => status !== 'succeeded' && status !== 'skipped');
  const steps = open.map(({ address, status, step, failure }) => {
    const why = failure === undefined ? '' : `: ${failure.code}: ${failure.message}`;
    return `${step ?? address} is ${status}${why}`;
  });
  return [`Begin in ${roomOf(row)}.`, ...steps].join('\n');
}
