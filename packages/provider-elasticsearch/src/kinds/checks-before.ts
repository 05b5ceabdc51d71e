import { type CheckBlueprint, defined, type KindInput, type StepBlueprint, type ValueObject } from '@waybill/core';
import { unreachableFrom } from '@waybill/provider-kit';
import { UNIT_TOKENS } from '../operations/mark-unit.ts';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { numberChecks } from './catch-up-steps.ts';
import { tryDefinitionStep } from './copy-steps.ts';
import { aliasChecks } from './cutover-steps.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { remoteOf } from './remote-of.ts';
import { atSource, atTarget } from './sides.ts';

/** Never made: the probe is refused for want of it, after everything else has been tried. */
const NO_SUCH_PIPELINE = 'waybill-no-such-pipeline';

/** Both sides are read until the end: one that this machine does not reach is found before anything is copied. */
export function reachChecks(unit: ReindexUnit, { connection, connections }: KindInput): readonly StepBlueprint[] {
  const reach = (side: 'source' | 'target', alias: string | undefined, namedAt: string): CheckBlueprint => ({
    kind: 'check',
    name: `reach-${side}`,
    title: `this machine reaches the cluster of the ${side}`,
    ...SHOW_VERSION,
    check: 'answers',
    unreachable: unreachableFrom('cluster', { alias, namedAt, ...defined({ connections }) }),
  });
  const target = reach('target', connection, 'uses');
  if (unit.sourceConnection === undefined) return [target];
  return [{ ...reach('source', unit.sourceConnection, 'source.connect'), ...atSource(unit) }, target];
}

/** Reads of both clusters, before anything is made. */
export function checksBefore(unit: ReindexUnit): readonly StepBlueprint[] {
  const { source, index, dest } = unit;
  return [
    {
      kind: 'check',
      name: 'check-source',
      title: 'the source is one index, and the target can take its definition',
      operation: 'GetIndex',
      arguments: { index: source.index },
      ...atSource(unit),
      // The step's own connection is the source's, so the target's is named.
      beside: { ...SHOW_VERSION, ...atTarget(unit) },
      check: 'source-definition',
      expect: {
        mappings: dest['mappings'] === undefined ? null : 'given',
        settings: dest['settings'] ?? null,
        ...expectedOfCutover(unit),
      },
    },
    openStep(unit),
    {
      kind: 'check',
      name: 'check-target',
      title: 'the name of the copy is free',
      operation: 'GetIndex',
      arguments: { index },
      check: 'target-index-absent',
      expect: { tokens: UNIT_TOKENS },
    },
    tryDefinitionStep(unit),
    ...readChecks(unit),
    ...probeSteps(unit),
    ...numberChecks(unit),
    ...aliasChecks(unit),
  ];
}

/** Absent where it makes no difference. */
function expectedOfCutover({ cutover }: ReindexUnit): ValueObject {
  if (cutover === undefined) return {};
  const { freezes, aliases } = cutover;
  return { ...(freezes ? { freezes } : {}), ...defined({ aliases: aliases.length === 0 ? undefined : aliases }) };
}

/** What is counted, and perhaps compared, at the end: the right to read it is asked for now. */
function readChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  const { source, index } = unit;
  return [
    {
      kind: 'check',
      name: 'read-source',
      title: 'documents of the source can be read',
      operation: 'CountDocuments',
      arguments: { index: source.index },
      ...atSource(unit),
      check: 'readable',
    },
    {
      kind: 'check',
      name: 'read-copy',
      title: 'documents of the copy can be read once there are any',
      operation: 'CountDocuments',
      arguments: { index },
      check: 'readable-once-made',
    },
  ];
}

/** The same whenever the source is about to be read or written by this unit. */
export function openStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-open',
    title: 'the source is open, and all its primary shards are allocated',
    ...listedSource(unit),
    ...atSource(unit),
    ...defined({ beside: chosenDocuments(unit) }),
    check: 'index-open',
  };
}

/** How many documents a query leaves to be copied; it also shows before anything is made that the source can answer it. */
function chosenDocuments(unit: ReindexUnit): CheckBlueprint['beside'] {
  const { index, query } = unit.source;
  if (query === undefined) return undefined;
  return { operation: 'CountDocuments', arguments: { index, query }, ...atSource(unit) };
}

/** Asked once for all that is judged by it. */
export function listedSource({ source }: ReindexUnit): Pick<CheckBlueprint, 'operation' | 'arguments'> {
  return {
    operation: 'ListIndices',
    arguments: { index: source.index, h: 'index,status,health,docs.count,pri.store.size' },
  };
}

function probeSteps(unit: ReindexUnit): readonly StepBlueprint[] {
  // Only a target that pulls by itself has to reach the source.
  if (unit.remote === undefined || unit.method === 'bulk') return [];
  return [
    {
      kind: 'check',
      ...(unit.method === 'auto'
        ? { name: 'choose-method', title: 'whether the target can copy by itself' }
        : { name: 'check-remote', title: 'the target can read documents of the source' }),
      operation: 'TryReindex',
      arguments: {
        source: { remote: remoteOf(unit.remote), index: unit.source.index, size: 1 },
        dest: { index: unit.index, pipeline: NO_SUCH_PIPELINE },
      },
      check: unit.method === 'auto' ? 'method-chosen' : 'remote-readable',
    },
  ];
}
