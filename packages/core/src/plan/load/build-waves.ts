import { isValueObject, type Value, type ValueObject } from '../../value/value.ts';
import type { FailureBudget, WaveOrder, WaveShare, Waves } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import { readDurationMs } from './read-plan-value.ts';

/** The keys that say something about waves. */
const OF_WAVES = ['soak', 'max_failures', 'order', 'size'] as const;

/** Field of an inventory that `order` compares, unless `size` names another one. */
const DEFAULT_SIZE = 'bytes';

/** `rollout.waves` and what belongs to it → data. What has another form was reported by the shape check, and is left out. */
export function buildWaves(rollout: ValueObject, findings: Findings): Waves | undefined {
  const { waves, soak, max_failures: maxFailures } = rollout;
  if (waves === undefined) {
    for (const key of OF_WAVES) if (rollout[key] !== undefined) reportNoWaves(key, findings);
    return undefined;
  }
  if (!Array.isArray(waves)) return undefined;
  const shares = waves.map(shareIn);
  checkShares(shares, findings);
  const known = shares.filter((share) => share !== undefined);
  return {
    shares: known,
    soakMs: readDurationMs(soak, ['rollout', 'soak'], findings) ?? 0,
    maxFailures: budgetIn(maxFailures),
    order: orderIn(rollout, findings),
  };
}

function reportNoWaves(key: string, findings: Findings): void {
  findings.add({
    code: 'PLAN_NO_WAVES',
    path: ['rollout', key],
    at: 'key',
    summary: `\`${key}\` without waves`,
    detail: `\`${key}\` says something about the waves of a rollout, and the plan has none.`,
    hint: 'Add `waves: [1, 10%, rest]`; for one wave of all units `waves: [rest]`.',
  });
}

/** Undefined where it has another form. */
function shareIn(value: Value): WaveShare | undefined {
  if (typeof value === 'number') return { kind: 'count', count: value };
  if (value === 'rest') return { kind: 'rest' };
  const percent = percentIn(value);
  if (percent !== undefined) return { kind: 'percent', percent };
  const label = isValueObject(value) && typeof value['label'] === 'string' ? value['label'] : '';
  const end = label.indexOf('=');
  return end < 1 ? undefined : { kind: 'label', name: label.slice(0, end), value: label.slice(end + 1) };
}

function percentIn(value: Value | undefined): number | undefined {
  const match = typeof value === 'string' ? /^(\d{1,2}|100)%$/.exec(value) : null;
  return match === null ? undefined : Number(match[1]);
}

/** What can be said without knowing the units. */
function checkShares(shares: readonly (WaveShare | undefined)[], findings: Findings): void {
  let percent = 0;
  for (const [index, share] of shares.entries()) {
    const path = ['rollout', 'waves', index];
    if (share?.kind === 'rest' && index < shares.length - 1)
      findings.add({
        code: 'PLAN_WAVE_REST',
        path,
        summary: '`rest` is not the last wave',
        detail: '`rest` takes all units that are left, so a wave after it could have none.',
        hint: 'Move `rest` to the end of the list, once.',
      });
    if (share?.kind !== 'percent') continue;
    const before = percent;
    percent += share.percent;
    if (percent <= 100 || before > 100) continue;
    findings.add({
      code: 'PLAN_WAVE_SUM',
      path,
      summary: `the waves add up to ${percent} %`,
      detail: 'Percentages are of all units of the plan, so together they are at most 100 %.',
      hint: 'Write smaller percentages, or `rest` for the last wave.',
    });
  }
}

function budgetIn(value: Value | undefined): FailureBudget {
  const percent = percentIn(value);
  if (percent !== undefined) return { kind: 'percent', percent };
  return { kind: 'count', count: typeof value === 'number' ? value : 0 };
}

function orderIn({ order, size }: ValueObject, findings: Findings): WaveOrder {
  if (order === 'largest-first' || order === 'smallest-first') {
    const first = order === 'largest-first' ? 'largest' : 'smallest';
    return { kind: 'size', first, field: typeof size === 'string' ? size : DEFAULT_SIZE };
  }
  if (size !== undefined)
    findings.add({
      severity: 'warning',
      code: 'PLAN_WAVE_SIZE',
      path: ['rollout', 'size'],
      at: 'key',
      summary: '`size` without an order by size',
      detail: 'Waves take units in the order of the plan, so `size` changes nothing.',
      hint: 'Add `order: largest-first`, or remove `size`.',
    });
  return { kind: 'plan' };
}
