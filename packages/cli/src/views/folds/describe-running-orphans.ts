import type { RunningOrphan } from '@waybill/core/internal';
import { visibleText } from '../text/visible-text.ts';
import { counted, formatCount } from './counted.ts';

/** Units that are named with their tasks; JSON lists them all. */
const SHOWN = 5;

/** Units that left the plan while their tasks ran, and what can be done about it. */
export function describeRunningOrphans(running: readonly RunningOrphan[]): string {
  const named = running
    .slice(0, SHOWN)
    .map(({ unit, task_ids: [id] }) => (id === undefined ? unit : `${unit} (${id})`));
  const more = running.length > SHOWN ? ` and ${formatCount(running.length - SHOWN)} more` : '';
  const left = `${counted(running.length, 'unit')} left the plan with a remote task that may be running, and no run waits for it`;
  return `${left}: ${visibleText(named.join(', '))}${more}. Each keeps its place of active. To continue, restore what was removed; or stop the task at the vendor and give up the unit with waybill skip.`;
}
