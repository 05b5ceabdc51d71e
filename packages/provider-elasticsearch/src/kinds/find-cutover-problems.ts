import type { BlueprintProblem } from '@waybill/core';
import type { Cutover } from './read-cutover.ts';
import type { ReindexUnit } from './read-reindex.ts';

/** Ways to the copy that do not fit where source and copy are. */
export function findCutoverProblems(unit: ReindexUnit): readonly BlueprintProblem[] {
  const { cutover, remote } = unit;
  if (cutover === undefined) return unit.catchUp === undefined ? [] : [withoutEnd];
  if (cutover.mode === 'alias') return remote === undefined ? aliasProblems(cutover) : [acrossClusters];
  return remote === undefined ? [withinCluster] : clientsProblems(cutover, unit);
}

const withoutEnd: BlueprintProblem = {
  severity: 'warning',
  path: ['catch_up'],
  summary: 'nothing stops the writers',
  detail:
    'What is written to the source after the last round is missing in the copy, and fails the comparison at the end.',
  hint: 'Add cutover, which freezes the source before the last difference, or stop the writers yourself.',
};

const acrossClusters: BlueprintProblem = {
  severity: 'error',
  path: ['cutover'],
  summary: 'an alias cannot move clients from one cluster to another',
  detail: 'With mode: alias, cutover moves an alias within one cluster, but the source is on another one.',
  hint: 'Set mode: clients, and list the aliases that the copy gets under aliases.',
};

const withinCluster: BlueprintProblem = {
  severity: 'error',
  path: ['cutover', 'mode'],
  summary: 'clients stay on the same cluster',
  detail: 'mode: clients is for two clusters, but source and copy are on one.',
  hint: 'Set mode: alias, with the alias that clients use.',
};

function aliasProblems({ alias, aliases }: Cutover): readonly BlueprintProblem[] {
  const problem = (path: readonly string[], summary: string, detail: string): BlueprintProblem => ({
    severity: 'error',
    path,
    summary,
    detail,
    hint: 'Name the alias that clients of the source use: cutover: { alias: orders }.',
  });
  if (aliases.length > 0)
    return [
      problem(['cutover', 'aliases'], 'only one alias moves', 'aliases are what a copy on another cluster gets.'),
    ];
  if (alias === undefined)
    return [problem(['cutover'], 'no alias is named', 'Within one cluster, cutover moves an alias.')];
  return [];
}

function clientsProblems({ alias, aliases }: Cutover, { index }: ReindexUnit): readonly BlueprintProblem[] {
  if (alias !== undefined)
    return [
      {
        severity: 'error',
        path: ['cutover', 'alias'],
        summary: 'an alias cannot move clients from one cluster to another',
        detail: 'cutover.alias moves within one cluster, but the source is on another one.',
        hint: 'List the aliases that the copy gets: aliases: [orders].',
      },
    ];
  if (typeof index !== 'string' || !aliases.includes(index)) return [];
  return [
    {
      severity: 'error',
      path: ['cutover', 'aliases'],
      summary: 'an alias cannot have the name of an index',
      detail: `The copy itself is called ${index}.`,
      hint: 'Choose another name for dest.index, or leave the alias out.',
    },
  ];
}
