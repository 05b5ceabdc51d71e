import { type Blueprint, type Kind, type KindInput, Reference } from '@waybill/core';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { writtenIndex } from '../operations/operations.ts';
import { checksBefore } from './checks-before.ts';
import { copySteps } from './copy-steps.ts';
import { cutoverSteps } from './cutover-steps.ts';
import { describeReindex } from './describe-reindex.ts';
import { findReindexProblems } from './find-reindex-problems.ts';
import { finishSteps } from './finish-steps.ts';
import { objectIn, type ReindexUnit, readReindex } from './read-reindex.ts';

/**
 * Copies one index into a new one, with the clusters' own `_reindex` or by reading and writing its documents: checks both
 * sides, makes the index as the source's is, copies, gives it its settings, and counts. Within one cluster an alias can be moved to the copy.
 */
export const reindex: Kind = {
  name: 'reindex',
  title: 'copy an index into a new one, on the same cluster or from another one',
  withSchema: kindSchemas.reindex,
  optionsSchema: optionsSchemas.reindex,
  outputs: ['index', 'documents'],
  decisivePaths: [
    ['source', 'index'],
    ['source', 'connection'],
    ['dest', 'index'],
    ['dest', 'mappings'],
    ['dest', 'settings'],
    ['method'],
    ['parts'],
  ],
  writes: ({ dest }) => writtenIndex(objectIn(dest)['index'], ['dest', 'index']),
  describe: describeReindex,
  expand: (input) => expandReindex(readReindex(input), input),
  impact: ({ options }) => ({
    downtime:
      options['cutover'] === undefined ? 'None: the source stays as it is.' : 'None: the alias moves in one step.',
    risk: 'What is written to the source after the copy began may be missing in the copy.',
    wayBack:
      options['cutover'] === undefined
        ? 'Until clients use the copy: do nothing, the source is not changed.'
        : 'Move the alias back with UpdateAliases; what was written to the copy since is missing in the source.',
  }),
};

function expandReindex(unit: ReindexUnit, input: KindInput): Blueprint {
  const problems = findReindexProblems(unit, input);
  return {
    steps: [...checksBefore(unit), ...copySteps(unit), ...finishSteps(unit), ...cutoverSteps(unit)],
    outputs: { index: unit.index, documents: new Reference(['steps', 'count', 'outputs', 'documents']) },
    ...activityOf(unit),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

/** Of the tasks at the cluster, until all parts have ended; own work has none. */
function activityOf(unit: ReindexUnit): Pick<Blueprint, 'activity'> {
  if (unit.method === 'bulk') return {};
  return { activity: { opens: 'copy', closes: 'restore', target: unit.index } };
}
