import { isValueObject, Reference, type Value } from '../../value/value.ts';
import type { NotifyEvent, NotifyTarget } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';

/** `notify:` → data. What has another form was reported by the shape check, and is left out. */
export function buildNotify(value: Value | undefined, findings: Findings): readonly NotifyTarget[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((entry: Value, index): readonly NotifyTarget[] => {
    if (!isValueObject(entry)) return [];
    const { webhook, on } = entry;
    const secret = secretNamed(webhook);
    if (secret === undefined) {
      if (webhook !== undefined) reportLiteral(['notify', index, 'webhook'], findings);
      return [];
    }
    return [
      { secret, on: Array.isArray(on) ? (on as unknown as readonly NotifyEvent[]) : ['gate', 'failed', 'ended'] },
    ];
  });
}

/** The name of the secret that a value is, and is nothing else. */
function secretNamed(value: Value | undefined): string | undefined {
  if (!(value instanceof Reference)) return undefined;
  const [root, name, ...rest] = value.path;
  return root === 'secrets' && rest.length === 0 ? name : undefined;
}

function reportLiteral(path: readonly (string | number)[], findings: Findings): void {
  findings.add({
    code: 'PLAN_WEBHOOK',
    path,
    summary: 'a webhook that is not one secret',
    detail: 'The URL of a webhook lets whoever has it post messages, so that it is a secret as a whole.',
    hint: 'Declare it under secrets:, and write ${{ secrets.<name> }}.',
    isSecret: true,
  });
}
