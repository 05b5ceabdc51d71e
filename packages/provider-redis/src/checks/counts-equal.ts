import type { Check, CheckFinding } from '@waybill/core';
import { fieldsOf, rowsOf } from '@waybill/provider-kit';
import type { CountKeysResponse } from '../generated/answers.generated.ts';
import { databasesOf, isCounted, isPartial, wantedIn } from './key-counts.ts';

/** Of two sides without keys, and of databases that nobody has. */
const NOTHING_COUNTED: CheckFinding = {
  kind: 'warning',
  detail: 'Nothing was compared: neither side has keys there.',
  hint: 'Check both addresses, and the numbers under databases.',
};

/**
 * Both sides have the same number of keys that do not expire, in each database: those that do are counted until somebody
 * removes them. `beside`: the source's. `superset`: the target may have more. `most`: keys that may be otherwise. `alone`: by
 * nothing else are the sides compared, so that without counts nothing is known of them.
 */
export const countsEqual: Check = {
  judge: (response, _args, { databases, superset, most, alone }, beside) => {
    const silent = [...(isCounted(beside) ? [] : ['source']), ...(isCounted(response) ? [] : ['target'])];
    if (silent.length > 0) return notCounted(silent, alone === true);
    const target = databasesOf(rowsOf(fieldsOf<CountKeysResponse>(response).databases ?? null));
    const source = databasesOf(rowsOf(fieldsOf<CountKeysResponse>(beside).databases ?? null));
    const all = [...new Set([...source.keys(), ...target.keys()])].filter((each) => wantedIn(each, databases));
    const named = Array.isArray(databases) ? databases.map(Number) : [];
    const unsaid = [...new Set([...all, ...named])].filter(
      (each) => (isPartial(beside) && !source.has(each)) || (isPartial(response) && !target.has(each)),
    );
    if (unsaid.length > 0) {
      const sides = [...(isPartial(beside) ? ['source'] : []), ...(isPartial(response) ? ['target'] : [])];
      return notCounted(sides, alone === true, ` in database ${unsaid.join(', ')}`);
    }
    const rows = all
      .toSorted((left, right) => left - right)
      .map((database) => ({
        database,
        from: source.get(database)?.persistent ?? 0,
        to: target.get(database)?.persistent ?? 0,
      }));
    const differing = rows.filter(({ from, to }) => (superset === true ? to < from : to !== from));
    const difference = differing.reduce((sum, { from, to }) => sum + Math.abs(from - to), 0);
    if (difference <= Number(most ?? 0)) {
      const total = rows.reduce((sum, { from }) => sum + from, 0);
      const keys = all.reduce((sum, each) => sum + (source.get(each)?.keys ?? 0) + (target.get(each)?.keys ?? 0), 0);
      if (keys === 0) return NOTHING_COUNTED;
      return { kind: 'passed', detail: `Both sides have ${total} keys that do not expire.` };
    }
    const texts = differing.map(
      ({ database, from, to }) => `database ${database}: ${from} at the source, ${to} at the target`,
    );
    return {
      kind: 'failed',
      detail: `Keys that do not expire: ${texts.join('; ')}.`,
      result: 'different',
      hint: 'Level digest names the keys that differ. If the source is being written to, wait until the target has caught up.',
    };
  },
  outputs: { keys: '/response/keys' },
};

function notCounted(sides: readonly string[], isAlone: boolean, where = ''): CheckFinding {
  const [who, is] = sides.length === 1 ? [`The ${sides[0]}`, 'is'] : ['Source and target', 'are'];
  const detail = `${who} ${is} behind a proxy that does not report how many keys there are${where}: it is not known whether both sides have the same number.`;
  if (isAlone)
    return { kind: 'failed', detail, hint: 'Compare by level keys or digest, which read the keys themselves.' };
  return { kind: 'warning', detail, hint: 'What the comparison of keys finds is valid nevertheless.', isUnknown: true };
}
