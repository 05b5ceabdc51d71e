import { defined, type KindInput, type StepBlueprint, type Value, type ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { COPY_BY_CLUSTER } from '../jobs/copy-by-cluster.ts';
import { COPY_BY_METHOD } from '../jobs/copy-by-method.ts';
import { DELETE_MISSING } from '../jobs/delete-missing.ts';
import { jobs } from '../jobs/jobs.ts';
import type { VerifiedSides } from './both-sides.ts';

const READ = 'indices:data/read/search';
const WRITE = ['indices:data/write/bulk', 'indices:data/write/index'];
const DELETE = 'indices:data/write/delete';
const ALIASES = 'indices:admin/aliases';
const STATISTICS = 'indices:monitor/stats';
const SETTINGS = 'indices:admin/settings/update';
/** The index in which a cluster keeps the results of tasks: a copy that has ended is found there after a lost answer. */
const TASK_RESULTS = '.tasks';

/** Actions of calls. One that a version does not have is allowed by the privilege of its neighbours. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  // Before 7.9 the block is a setting.
  AddIndexBlock: ['indices:admin/block/add', SETTINGS],
  CountDocuments: [READ],
  // A cluster reads an action as the beginning of others, which the privilege does not have.
  CreateIndex: ['create_index', 'indices:admin/create'],
  PutSettings: [SETTINGS],
  RefreshIndex: ['indices:admin/refresh'],
  ShowIndexStats: [STATISTICS],
  ShowIndexUsage: [STATISTICS],
  UpdateAliases: [ALIASES],
};

/** Whose rights are asked for: one side, at its connection. */
interface Side {
  readonly name: 'source' | 'copy';
  readonly index: Value;
  readonly at: string | undefined;
}

/**
 * Asks either cluster whether the user of its connection may do what the steps will: a right that is missing is found before
 * the copy and not at the freeze. Reads alone; clusters with other users than Elasticsearch's say nothing, and where nobody
 * logs in nothing is asked.
 */
export function rightsSteps(
  { source, index, at }: Pick<VerifiedSides, 'source' | 'index' | 'at'>,
  steps: readonly StepBlueprint[],
  { connection, connections, prefix = 'check-rights' }: RightsOptions,
): readonly StepBlueprint[] {
  const sides: readonly Side[] = [
    { name: 'source', index: source.index, at: at.source },
    { name: 'copy', index, at: at.copy },
  ];
  const isLoggedIn = ({ at: alias = connection }: Side): boolean => {
    const { password, api_key: apiKey, headers } = connections?.get(alias ?? '')?.config ?? {};
    return (password ?? apiKey ?? headers) !== undefined;
  };
  const isPaced = [at.source, at.copy].some(
    (alias) => objectIn(connections?.get(alias ?? connection ?? '')?.config['pace'])['documents'] !== undefined,
  );
  return sides.filter(isLoggedIn).map((side) => rightsStep(side, steps, { prefix, isPaced }));
}

interface RightsOptions extends Pick<KindInput, 'connections'> {
  /** Where a side names none. */
  readonly connection?: string | undefined;
  /**
   * How the names of the steps begin.
   *
   * @default check-rights
   */
  readonly prefix?: string;
}

function rightsStep(
  side: Side,
  steps: readonly StepBlueprint[],
  { prefix, isPaced }: { readonly prefix: string; readonly isPaced: boolean },
): StepBlueprint {
  const cluster = side.name === 'copy' ? clusterActions(steps, isPaced) : [];
  const aliases = side.name === 'copy' ? aliasesIn(steps) : [];
  const copies = side.name === 'copy' && steps.some(isCopyOfCluster);
  return {
    kind: 'check',
    name: `${prefix}-${side.name}`,
    title: `the user has the privileges on the ${side.name} that the plan needs`,
    operation: 'HasPrivileges',
    arguments: {
      ...defined({ cluster: cluster.length === 0 ? undefined : cluster }),
      index: [
        { names: [side.index], privileges: actionsAt(side, steps) },
        ...(aliases.length === 0 ? [] : [{ names: aliases, privileges: [ALIASES] }]),
        ...(copies ? [{ names: [TASK_RESULTS], privileges: [READ] }] : []),
      ],
    },
    ...defined({ connection: side.at }),
    check: 'rights-held',
    ...(copies && steps.some(isChosen) ? { expect: { is_chosen: true } } : {}),
  };
}

function actionsAt({ name, index }: Side, steps: readonly StepBlueprint[]): readonly string[] {
  const called = steps
    .flatMap(callsOf)
    .filter(({ arguments: args }) => isOn(args, index))
    .flatMap(({ operation }) => ACTIONS[operation] ?? []);
  const written = name === 'copy' && steps.some(writes) ? WRITE : [];
  const deleted = name === 'copy' && steps.some(deletes) ? [DELETE] : [];
  return [...new Set([READ, ...called, ...written, ...deleted])];
}

interface Called {
  readonly operation: string;
  readonly arguments: ValueObject;
}

function callsOf(step: StepBlueprint): readonly Called[] {
  if (step.kind === 'call') return [{ operation: step.operation, arguments: step.arguments }];
  if (step.kind !== 'check') return [];
  const { operation, arguments: own, beside } = step;
  return [{ operation, arguments: own }, ...(beside === undefined ? [] : [{ ...beside }])];
}

function writes(step: StepBlueprint): boolean {
  return step.kind === 'job' && jobs[step.job]?.access?.some((access) => access !== 'reads') === true;
}

function deletes(step: StepBlueprint): boolean {
  return step.kind === 'job' && step.job === DELETE_MISSING;
}

/** By its index, or by that of one of its actions. */
function isOn(args: ValueObject, index: Value): boolean {
  const named = actionsIn(args).map((one) => one['index']);
  return [args['index'], ...named].some((each) => JSON.stringify(each) === JSON.stringify(index));
}

/** What is said of each alias that is added or removed. */
function actionsIn({ actions }: ValueObject): readonly ValueObject[] {
  if (!Array.isArray(actions)) return [];
  return actions.flatMap((action) => Object.values(objectIn(action as Value)).map((one) => objectIn(one)));
}

function aliasesIn(steps: readonly StepBlueprint[]): readonly Value[] {
  const named = steps
    .flatMap(callsOf)
    .flatMap(({ arguments: args }) => actionsIn(args).flatMap(({ alias }) => alias ?? []));
  return [...new Map(named.map((alias) => [JSON.stringify(alias), alias] as const)).values()];
}

/** `isPaced`: copies that the cluster makes share a pace, and so are made slower and faster. */
function clusterActions(steps: readonly StepBlueprint[], isPaced: boolean): readonly string[] {
  const operations = steps.flatMap(callsOf).map(({ operation }) => operation);
  return [
    ...(operations.includes('ShowIndexHealth') ? ['cluster:monitor/health'] : []),
    ...(steps.some(isCopyOfCluster) ? ['cluster:monitor/task/get', 'cluster:monitor/tasks/lists'] : []),
    ...(isPaced && steps.some(isCopyOfCluster) ? ['cluster:admin/reindex/rethrottle'] : []),
  ];
}

function isCopyOfCluster(step: StepBlueprint): boolean {
  return isChosen(step) || (step.kind === 'job' && step.job === COPY_BY_CLUSTER);
}

/** Whether the cluster copies is found out later. */
function isChosen(step: StepBlueprint): boolean {
  return step.kind === 'job' && step.job === COPY_BY_METHOD;
}
