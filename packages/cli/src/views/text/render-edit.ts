import type { JsonEdit } from '../documents/json-objects.ts';
import { counted } from '../folds/counted.ts';
import { describeRunningOrphans } from '../folds/describe-running-orphans.ts';
import { listUnits, paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { padEnd } from './visible-text.ts';

export function editTitle(edit: JsonEdit): string {
  return edit.is_same_plan
    ? 'Kept as it was done, although the plan is different now'
    : 'The plan or its inputs changed since the last run';
}

/** A table of what becomes of the steps of a plan that was edited since its last run. */
export function renderEdit(edit: JsonEdit, style: Style): readonly string[] {
  return [...renderRows(edit, style), ...renderRunningOrphans(edit, style), ...renderGoneMigrations(edit, style)];
}

/** Nothing else shows them: they are in no count, and no run waits for them. */
function renderRunningOrphans({ running_orphans: running = [] }: JsonEdit, style: Style): readonly string[] {
  if (running.length === 0) return [];
  return paragraph(describeRunningOrphans(running), `  ${style.symbols.warning} `, style).map((line) =>
    style.paint('yellow', line),
  );
}

function renderGoneMigrations({ gone_migrations: gone = [] }: JsonEdit, style: Style): readonly string[] {
  if (gone.length === 0) return [];
  const [left, their] = gone.length === 1 ? [`${gone[0]} left`, 'its'] : [`${listUnits(gone, style)} left`, 'their'];
  const text = `${left} the plan as a whole: nothing shows whether ${their} remote tasks run, and they take no places of active. Check them at the vendor.`;
  return paragraph(text, '  ', style);
}

function renderRows(edit: JsonEdit, style: Style): readonly string[] {
  const { implied = [] } = edit;
  const rows: readonly (readonly [what: string, count: number, means: string])[] = [
    ['keep', edit.keep - edit.accepted.length, 'done or begun, and unchanged'],
    ['accepted', edit.accepted.length, `changed, and kept as done: ${listUnits(edit.accepted, style)}`],
    ['redo needed', edit.redo_needed.length, `done or begun, and changed: ${listUnits(edit.redo_needed, style)}`],
    ['orphan', edit.orphaned.length, `no longer in the plan, left as done: ${listUnits(edit.orphaned, style)}`],
    ['implied', implied.length, `new before done ones, and count as done: ${listUnits(implied, style)}`],
    ['new', edit.new - implied.length, 'nothing recorded yet'],
  ];
  return rows
    .filter(([, count]) => count > 0)
    .flatMap(([what, count, means]) => {
      const lead = `  ${padEnd(what, 11)}  ${padEnd(counted(count, 'step'), 9)}  `;
      const lines = paragraph(means, lead, style);
      return what === 'redo needed' ? lines.map((line) => style.paint('yellow', line)) : lines;
    });
}
