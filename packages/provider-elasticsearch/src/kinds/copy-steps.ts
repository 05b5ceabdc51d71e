import { defined, Interpolation, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { PIPELINE_SETTINGS } from '../checks/surroundings.ts';
import { TOKEN_MARK, UNIT_TOKEN, UNIT_TOKENS } from '../operations/mark-unit.ts';
import { REINDEX_TASKS_POLL } from '../polls/reindex-tasks-poll.ts';
import { bulkCopyStep } from './bulk-steps.ts';
import { afterFirstRounds, firstRounds, notePositionSteps } from './catch-up-steps.ts';
import { isCopiedByJob, type ReindexUnit, settingsWithout } from './read-reindex.ts';
import { remoteOf } from './remote-of.ts';
import { atSource, ofSource, ownPipelines } from './sides.ts';

const HIGHEST = new Reference(['steps', 'position', 'outputs', 'max_seq_no']);

/** What the checks have seen of the source, where they have an answer: without one a batch is that of clusters. */
const SOURCE_SIZE: ValueObject = {
  documents: new Reference(['steps', 'read-source', 'kept', 'documents']),
  bytes: new Reference(['steps', 'check-open', 'kept', 'bytes']),
  // A unit that is started over takes smaller ones.
  tokens: UNIT_TOKENS,
};

/** Settings with which an index takes documents fastest; it gets its own after the copy. */
const LOAD_PROFILE = { 'index.number_of_replicas': 0, 'index.refresh_interval': '-1' } as const;

/** Makes the index, refreshes the source, and copies: in one part, or in several side by side. */
export function copySteps(unit: ReindexUnit): readonly StepBlueprint[] {
  const copies = isCopiedByJob(unit) ? [bulkCopyStep(unit)] : partsOf(unit).flatMap((part) => copyPart(part, unit));
  return [
    ...notePositionSteps(unit),
    refreshSource(unit),
    createStep(unit),
    madeStep(unit, 'check-made'),
    allocatedStep(unit),
    prepareStep(unit),
    ...positionSteps(unit),
    ...copies,
    ...firstRounds(unit, awaitNames(unit)),
  ];
}

function createStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'call',
    name: 'create',
    title: 'create the index like the source’s, set up for fast writing',
    operation: 'CreateIndex',
    arguments: {
      index: unit.index,
      ...definitionOf(unit),
      mark: TOKEN_MARK,
      // A unit that is started over continues with what it has made.
      earlier_tokens: UNIT_TOKENS,
    },
  };
}

/** Asks the target what it makes of the definition; before anything is made. */
export function tryDefinitionStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: 'try-definition',
    title: 'the target accepts the definition of the copy',
    operation: 'TryDefinition',
    arguments: definitionOf(unit),
    check: 'definition-tried',
    expect: { index: unit.index },
  };
}

/** As it is sent; the check of the index that was made compares with it. */
function definitionOf({ dest }: ReindexUnit): ValueObject {
  return {
    like: {
      settings: ofSource('settings'),
      mappings: ofSource('mappings'),
      version: ofSource('target_version'),
      ...defined({ type: dest['type'] }),
    },
    settings: { ...settingsWithout(objectIn(dest['settings']), PIPELINE_SETTINGS), ...LOAD_PROFILE },
    ...defined({ mappings: dest['mappings'] }),
  };
}

/**
 * Without a refresh a copy is made of what searches see: perhaps nothing, and no error. It comes before the index is made, so
 * that a user who may not do it has made nothing.
 */
function refreshSource(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'call',
    name: 'refresh-source',
    title: 'refresh the source, so that everything written to it is visible',
    operation: 'RefreshIndex',
    arguments: { index: unit.source.index },
    ...atSource(unit),
  };
}

/** The index is the one that this unit has made, as it is meant to be: templates of the target add to what is asked for. */
export function madeStep(unit: ReindexUnit, name: 'check-made' | 'check-copy'): StepBlueprint {
  return {
    kind: 'check',
    name,
    title: name === 'check-made' ? 'the index was created as intended' : 'the index is still the one that was created',
    ...(name === 'check-made' ? { repeats: RESTORED_SINCE } : {}),
    operation: 'GetIndex',
    arguments: { index: unit.index },
    check: 'index-as-made',
    expect: {
      tokens: UNIT_TOKENS,
      definition: definitionOf(unit),
      ...(name === 'check-made' ? { pipelines: ownPipelines(unit) } : {}),
    },
  };
}

/** A unit that failed between `create` and `prepare` has given the index its settings, and `prepare` takes them away. */
const RESTORED_SINCE: readonly string[] = ['restore'];

function allocatedStep({ index }: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-allocated',
    title: 'documents can be written: every primary shard of the index is allocated',
    repeats: RESTORED_SINCE,
    operation: 'ShowIndexHealth',
    arguments: { index, wait_for_status: 'yellow', timeout: '10s' },
    check: 'primaries-active',
  };
}

/**
 * An index that an earlier attempt has made may have its own settings by now, and its ingest pipelines, which documents have
 * passed at the source.
 */
function prepareStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'call',
    name: 'prepare',
    title: 'remove what an earlier attempt set on the index: its own settings, its ingest pipelines',
    // A unit that failed here has given the index its settings.
    repeats: ['restore'],
    operation: 'PutSettings',
    arguments: { index: unit.index, settings: LOAD_PROFILE, absent: ownPipelines(unit) },
  };
}

function positionSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  // The job cuts its slices by itself.
  if (unit.parts === 1 || isCopiedByJob(unit)) return [];
  return [
    {
      kind: 'check',
      name: 'position',
      title: 'the write position of the source',
      operation: 'ShowIndexStats',
      arguments: { index: unit.source.index, level: 'shards' },
      ...atSource(unit),
      check: 'index-position',
    },
  ];
}

interface Part {
  readonly number: number;
  /** Of its steps: nothing of the first part, which every copy has. */
  readonly suffix: string;
}

function partsOf({ parts }: ReindexUnit): readonly Part[] {
  return Array.from({ length: parts }, (_, index) => ({
    number: index + 1,
    suffix: index === 0 ? '' : `-${index + 1}`,
  }));
}

/** The steps after which everything is in the copy. */
export function copiedAfter(unit: ReindexUnit): readonly string[] {
  return [...awaitNames(unit), ...afterFirstRounds(unit)];
}

/** The steps after which everything is copied: the wait of each part, of which the last one closes the activity. */
function awaitNames(unit: ReindexUnit): readonly string[] {
  if (isCopiedByJob(unit)) return ['copy'];
  return partsOf(unit).map(({ suffix }) => `await${suffix}`);
}

/** How many documents they have is known only once the checks have seen the source. */
function batchesOf(given: ReindexUnit['givenBatch']): string {
  if (given !== undefined) return typeof given === 'number' ? `in batches of ${given}` : 'in batches as the plan says';
  return 'in batches of 2 MB, 2,000 documents at most; a quarter of that once the unit is started over, then a sixteenth';
}

function copyPart({ number, suffix }: Part, unit: ReindexUnit): readonly StepBlueprint[] {
  const { parts, requestsPerSecond, index, givenBatch, source, dest } = unit;
  const opaqueId = new Interpolation(['waybill-', UNIT_TOKEN, suffix === '' ? '-1' : suffix]);
  const ofParts = parts === 1 ? '' : `, part ${number} of ${parts}`;
  // Also of several parts: a copy that an earlier version began without `prepare` is refused, because that would come after it.
  const begin = parts === 1 ? ['prepare'] : ['prepare', 'position'];
  const part = parts === 1 ? undefined : { number, of: parts, max_seq_no: HIGHEST };
  const from: ValueObject = {
    ...defined({ remote: unit.remote && remoteOf(unit.remote) }),
    index: source.index,
    ...(givenBatch === undefined ? { fits: SOURCE_SIZE } : { size: givenBatch }),
    ...defined({ query: source.query, part }),
  };
  return [
    {
      kind: 'call',
      name: `copy${suffix}`,
      title: `start the copy${ofParts}, ${batchesOf(givenBatch)}`,
      needs: begin,
      operation: 'Reindex',
      arguments: {
        x_opaque_id: opaqueId,
        conflicts: 'proceed',
        source: from,
        dest: { index, op_type: 'create', version: ofSource('target_version'), ...defined({ type: dest['type'] }) },
        // Parts that end first do it while others copy; the step `refresh` then has hardly anything left to do.
        ...(parts === 1 ? {} : { refresh: true }),
        ...defined({ requests_per_second: requestsPerSecond }),
      },
    },
    {
      kind: 'await',
      name: `await${suffix}`,
      title: `wait until everything is copied${ofParts}`,
      poll: REINDEX_TASKS_POLL,
      goal: 'copied',
      arguments: {
        task_id: new Reference(['steps', `copy${suffix}`, 'outputs', 'task_id']),
        x_opaque_id: opaqueId,
        ...defined({ requests_per_second: requestsPerSecond }),
      },
    },
  ];
}
