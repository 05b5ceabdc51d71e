import type { Check, CheckFinding, Json } from '@waybill/core';
import { fieldsOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { CountKeysResponse, ShowServerResponse } from '../generated/answers.generated.ts';
import { databasesOf, isCounted, isPartial, wantedIn } from './key-counts.ts';

/** What one side has in other databases than 0 cannot be in a cluster. `beside`: the counts of the other side. */
export const databasesThere: Check = {
  judge: (response, _args, { databases, side }, beside) => {
    const { mode } = fieldsOf<ShowServerResponse>(response);
    if (!isCounted(beside))
      return notCounted(textOf(side) === 'target' ? 'source' : 'target', databases, textOf(mode) === 'cluster');
    const counts = databasesOf(rowsOf(fieldsOf<CountKeysResponse>(beside).databases ?? null));
    const others = [...counts.keys()].filter((database) => wantedIn(database, databases));
    const keys = others.reduce((sum, database) => sum + (counts.get(database)?.keys ?? 0), 0);
    const shown = `${keys} keys in ${others.length === 1 ? `database ${others[0]}` : `databases ${others.join(', ')}`}`;
    const elsewhere = others.filter((database) => database !== 0);
    if (textOf(mode) !== 'cluster' || elsewhere.length === 0) {
      // What a target is asked beside is the source, without whose keys nothing is compared.
      if (textOf(side) === 'target')
        return isPartial(beside) ? partlyCounted(counts, databases) : sourceFinding(counts, databases, shown);
      return {
        kind: 'passed',
        detail: others.length === 0 ? 'There are no keys yet.' : `There are ${shown} to compare.`,
      };
    }
    return {
      kind: 'failed',
      detail: `The ${textOf(side) ?? 'server'} is a cluster, which has only database 0; the other side has keys in ${elsewhere.join(', ')}.`,
      hint: 'If only database 0 was copied, set databases: [0].',
    };
  },
};

function sourceFinding(counts: ReturnType<typeof databasesOf>, wanted: Json | undefined, shown: string): CheckFinding {
  const named = Array.isArray(wanted) ? wanted.map(Number) : [];
  const empty = named.filter((database) => (counts.get(database)?.keys ?? 0) === 0);
  const hasNone = [...counts].every(([database, { keys }]) => keys === 0 || !wantedIn(database, wanted));
  if (!hasNone && empty.length === 0) return { kind: 'passed', detail: `There are ${shown} to compare.` };
  const where = named.length === 0 ? '' : ` in ${named.length === 1 ? 'database' : 'databases'} ${empty.join(', ')}`;
  return {
    kind: 'warning',
    detail: `The source has no keys${where}: nothing is compared there.`,
    hint: 'Check that the connection leads to the server that was copied, and the numbers under databases.',
  };
}

/** A proxy names some: those that the plan names are read whether it names them or not, and no others. */
function partlyCounted(counts: ReturnType<typeof databasesOf>, wanted: Json | undefined): CheckFinding {
  const named = Array.isArray(wanted) ? wanted.map(Number) : [];
  const said = [...counts].filter(([database]) => wantedIn(database, wanted));
  const keys = said.reduce((sum, [, count]) => sum + count.keys, 0);
  const shown = `The proxy of the source reports ${keys} keys in ${listed(said.map(([database]) => database))}.`;
  const unsaid = named.filter((database) => !counts.has(database));
  if (unsaid.length > 0) {
    const known = said.length === 0 ? 'The proxy of the source reports' : `${shown} It reports`;
    const are = unsaid.length === 1 ? 'is' : 'are';
    const detail = `${known} nothing of ${listed(unsaid)}, which ${are} compared anyway, except at level counts.`;
    return { kind: 'passed', detail };
  }
  if (named.length > 0) return { kind: 'passed', detail: shown };
  return {
    kind: 'passed',
    detail: `${shown} Others, which it may leave out, are compared where databases names them.`,
  };
}

function listed(databases: readonly number[]): string {
  return `${databases.length === 1 ? 'database' : 'databases'} ${databases.join(', ')}`;
}

function notCounted(side: string, wanted: Json | undefined, isBesideCluster: boolean): CheckFinding {
  const detail = `The ${side} is behind a proxy that does not say which databases have keys, nor how many.`;
  const named = Array.isArray(wanted) ? wanted.map(Number) : [];
  const elsewhere = isBesideCluster ? named.filter((database) => database !== 0) : [];
  if (named.length > 0 && elsewhere.length === 0) {
    const shown = named.length === 1 ? `Database ${named[0]} is` : `Databases ${named.join(', ')} are`;
    return { kind: 'passed', detail: `${detail} ${shown} compared, except at level counts.` };
  }
  if (elsewhere.length > 0) {
    return {
      kind: 'warning',
      detail: `${detail} The other side is a cluster, which has only database 0.`,
      hint: 'If only database 0 was copied, set databases: [0].',
      isUnknown: true,
    };
  }
  return {
    kind: 'warning',
    detail,
    hint: 'Name those that are to be compared under databases: otherwise database 0 is. Level counts compares nothing there.',
    isUnknown: true,
  };
}
