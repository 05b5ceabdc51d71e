import type { ApprovedJson, JsonStatus } from '../documents/json-objects.ts';
import { formatTime } from './format-time.ts';
import { listUnits, paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** Gates that are approved and that no run has passed yet, by who approved them. */
export function renderApproved({ gates, running }: JsonStatus, style: Style): readonly string[] {
  const approved = gates.flatMap(({ step, approved: by }) => (by === undefined ? [] : [{ step, says: describe(by) }]));
  if (approved.length === 0) return [];
  const lines = [...Map.groupBy(approved, ({ says }) => says)].flatMap(([says, members]) => [
    ...paragraph(
      listUnits(
        members.map(({ step }) => step),
        style,
      ),
      `  ${style.symbols.done} `,
      style,
    ),
    ...paragraph(visibleText(says), '    ', style),
  ]);
  return ['', style.paint('bold', `Approved; ${WHO_PASSES[running]}`), ...lines];
}

/** Nobody is advised to approve again what may be approved. */
export function renderUnreadable({ gates, approvals_unreadable: why }: JsonStatus, style: Style): readonly string[] {
  if (why === undefined || gates.length === 0) return [];
  const text = `Approvals could not be read: ${why}${/[.!?]$/.test(why) ? '' : '.'} Gates may be approved although they are listed as waiting.`;
  return ['', ...paragraph(visibleText(text), `${style.symbols.warning} `, style)];
}

const WHO_PASSES: Readonly<Record<JsonStatus['running'], string>> = {
  yes: 'the run that is in progress passes them within a second',
  no: 'the next run passes them',
  unknown: 'the run on the other host passes them, or the next one',
};

function describe({ by, at, reason }: ApprovedJson): string {
  const when = at === undefined ? '' : ` at ${formatTime(Date.parse(at))}`;
  return `by ${by}${when}${reason === undefined ? '' : `: ${reason}`}`;
}
