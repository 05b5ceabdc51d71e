import { defined, type StepBlueprint, type ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { PIPELINE_SETTINGS } from '../checks/surroundings.ts';
import { TOKEN_MARK, UNIT_TOKENS } from '../operations/mark-unit.ts';
import { copyStep, copyStepOf } from './bulk-steps.ts';
import { afterFirstRounds, firstRounds, notePositionSteps } from './catch-up-steps.ts';
import { type ReindexUnit, settingsWithout } from './read-reindex.ts';
import { atSource, ofSource, ownPipelines } from './sides.ts';

/** Settings with which an index takes documents fastest; it gets its own after the copy. */
const LOAD_PROFILE = { 'index.number_of_replicas': 0, 'index.refresh_interval': '-1' } as const;

/** Makes the index, refreshes the source, and copies. */
export function copySteps(unit: ReindexUnit): readonly StepBlueprint[] {
  return [
    ...notePositionSteps(unit),
    refreshSource(unit),
    createStep(unit),
    madeStep(unit, 'check-made'),
    allocatedStep(unit),
    prepareStep(unit),
    copyStep(unit),
    ...firstRounds(unit, [copyStepOf(unit)]),
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

/** The steps after which everything is in the copy. */
export function copiedAfter(unit: ReindexUnit): readonly string[] {
  return [copyStepOf(unit), ...afterFirstRounds(unit)];
}
