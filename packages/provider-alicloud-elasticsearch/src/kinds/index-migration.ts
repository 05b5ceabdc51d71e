import {
  type AppliedUnit,
  type Blueprint,
  defined,
  isValueObject,
  type Kind,
  type KindInput,
  Reference,
  type StepBlueprint,
  type Value,
  type ValueObject,
  type Verification,
} from '@waybill/core';
import { kindSchemas, optionsSchemas } from '../generated/schemas.generated.ts';
import { pairArguments } from '../operations/completions.ts';
import { DATA_TASKS_POLL } from '../polls/data-tasks-poll.ts';
import { describeCopy } from './describe-copy.ts';
import { findDefinitionProblems } from './find-definition-problems.ts';
import { sinkAccess } from './sink-access.ts';
import { toJsonText } from './to-json-text.ts';
import {
  NOTHING,
  readVerification,
  VERIFICATION_LEVELS,
  verificationChecks,
  verificationProblems,
  verificationSteps,
} from './verification.ts';
import { writtenIndex } from './written-index.ts';

/** Copies one index with the vendor's data task: checks, creates, finds, waits, verifies, and cleans up when asked to. */
export const indexMigration: Kind = {
  name: 'index-migration',
  title: 'migrate an index into an Alibaba Cloud Elasticsearch instance',
  withSchema: kindSchemas['index-migration'],
  optionsSchema: optionsSchemas['index-migration'],
  outputs: ['task_id', 'index'],
  decisivePaths: [
    ['sinkCluster', 'type'],
    ['sinkCluster', 'settings'],
    ['sinkCluster', 'mapping'],
  ],
  writes: writtenIndex,
  describe: describeCopy,
  expand: expandIndexMigration,
  impact: (input) => {
    const planned = readVerification(input);
    const unseen = planned === undefined ? '' : ` ${planned.comparison.unseen(planned.pair)}`;
    return {
      downtime: 'None: the source stays readable and writable.',
      risk: `What is written to the source after the copy began may be missing in the sink.${unseen}`,
      wayBack:
        'Until clients use the sink: do nothing, the source is not changed. To try again, delete the index in the sink first.',
    };
  },
  verificationLevels: VERIFICATION_LEVELS,
  verification: verifyCopy,
  freshness: (applied, noted) => {
    const planned = readVerification(applied);
    return planned === undefined ? NOTHING : planned.comparison.freshness(planned.pair, noted);
  },
};

/** A copy that has ended, whatever was found then. */
function verifyCopy(applied: AppliedUnit, level: string | undefined): Verification {
  const planned = readVerification(applied);
  if (planned === undefined)
    return { kind: 'none', why: 'Its plan names no connections over which both sides are compared: verify.connect.' };
  if (applied.outputsOf('await') === undefined) return { kind: 'none', why: 'Its copy has not ended yet.' };
  return planned.comparison.again(planned.pair, level);
}

const UNIT_TOKENS = new Reference(['unit', 'tokens']);
const TASK_ID = new Reference(['steps', 'find', 'outputs', 'task_id']);

function expandIndexMigration(input: KindInput): Blueprint {
  const { with: given, options } = input;
  const task = buildTask(given);
  const instanceId = given['InstanceId'] ?? null;
  const planned = readVerification(input);
  const problems = [...findDefinitionProblems(task.sinkCluster), ...verificationProblems(planned, input)];
  return {
    steps: [
      ...checksBefore(task, instanceId),
      ...verificationChecks(planned),
      ...copySteps(task, instanceId),
      presenceStep(task, instanceId),
      ...verificationSteps(planned),
      ...(options['cleanup'] === 'delete' ? cleanupSteps(instanceId) : []),
    ],
    outputs: { task_id: TASK_ID, index: task.sinkCluster['index'] ?? null },
    activity: { opens: 'create', closes: 'await', target: instanceId },
    ...defined({ problems: problems.length === 0 ? undefined : problems }),
  };
}

interface DataTaskArguments {
  readonly sourceCluster: ValueObject;
  readonly sinkCluster: ValueObject;
  readonly migrateConfig?: Value;
}

function buildTask(given: ValueObject): DataTaskArguments {
  const source = isValueObject(given['sourceCluster']) ? given['sourceCluster'] : {};
  const sink = isValueObject(given['sinkCluster']) ? given['sinkCluster'] : {};
  return {
    sourceCluster: { dataSourceType: 'elasticsearch', ...source },
    sinkCluster: {
      dataSourceType: 'elasticsearch',
      ...sink,
      ...defined({
        settings: sink['settings'] === undefined ? undefined : toJsonText(sink['settings']),
        mapping: sink['mapping'] === undefined ? undefined : toJsonText(sink['mapping']),
      }),
    },
    ...defined({ migrateConfig: given['migrateConfig'] }),
  };
}

function checksBefore({ sourceCluster, sinkCluster }: DataTaskArguments, instanceId: Value): readonly StepBlueprint[] {
  const { type, ...source } = sourceCluster;
  return [
    {
      kind: 'check',
      name: 'check-instance',
      title: 'the sink instance is active and of a supported version',
      operation: 'DescribeInstance',
      arguments: { InstanceId: instanceId },
      check: 'instance-ready',
    },
    {
      kind: 'check',
      name: 'check-source',
      title: 'the source can be reached and has the index',
      operation: 'GetClusterDataInformation',
      arguments: source,
      check: 'source-index-present',
      expect: { type: type ?? null },
    },
    {
      kind: 'check',
      name: 'check-sink',
      title: 'the sink can be reached and does not have the index yet',
      operation: 'GetClusterDataInformation',
      arguments: sinkAccess(sinkCluster, instanceId),
      // A task that makes this very copy explains an index that is there.
      beside: { operation: 'ListDataTasks', arguments: { InstanceId: instanceId } },
      check: 'sink-index-absent',
      expect: {
        index: sinkCluster['index'] ?? null,
        copy: copyOf({ sourceCluster, sinkCluster }),
        tokens: UNIT_TOKENS,
      },
    },
  ];
}

function copySteps(task: DataTaskArguments, instanceId: Value): readonly StepBlueprint[] {
  const create: ValueObject = { InstanceId: instanceId, ...task };
  return [
    {
      kind: 'call',
      name: 'create',
      title: 'create the data task',
      operation: 'CreateDataTasks',
      arguments: create,
    },
    {
      kind: 'await',
      name: 'find',
      title: 'find the data task in the list',
      poll: DATA_TASKS_POLL,
      goal: 'found',
      arguments: pairArguments(create, 'create'),
    },
    {
      kind: 'await',
      name: 'await',
      title: 'wait until the data task has succeeded',
      poll: DATA_TASKS_POLL,
      goal: 'succeeded',
      arguments: { InstanceId: instanceId, taskId: TASK_ID },
    },
  ];
}

/** All that the vendor's API shows of a copy. */
function presenceStep({ sinkCluster }: DataTaskArguments, instanceId: Value): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-present',
    formerly: ['verify'],
    title: 'the sink has the index with the expected type',
    operation: 'GetClusterDataInformation',
    arguments: {
      ...sinkAccess(sinkCluster, instanceId),
      index: sinkCluster['index'] ?? null,
    },
    check: 'sink-index-present',
    expect: { type: sinkCluster['type'] ?? null },
  };
}

function cleanupSteps(instanceId: Value): readonly StepBlueprint[] {
  const task = { InstanceId: instanceId, taskId: TASK_ID };
  return [
    {
      kind: 'call',
      name: 'delete',
      title: 'delete the record of the data task',
      operation: 'DeleteDataTask',
      arguments: task,
    },
    {
      kind: 'await',
      name: 'await-deleted',
      title: 'wait until the data task is gone from the list',
      poll: DATA_TASKS_POLL,
      goal: 'absent',
      arguments: task,
    },
  ];
}

/** What tells one copy from another, as the arguments of CreateDataTasks have it: no passwords. */
function copyOf({ sourceCluster, sinkCluster }: DataTaskArguments): ValueObject {
  const { endpoint = null, index = null, type = null } = sourceCluster;
  return {
    sourceCluster: { endpoint, index, type },
    sinkCluster: { index: sinkCluster['index'] ?? null, type: sinkCluster['type'] ?? null },
  };
}
