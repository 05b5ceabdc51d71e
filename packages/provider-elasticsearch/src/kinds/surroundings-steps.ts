import type { StepBlueprint } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { SINCE_SEVEN } from '../checks/room.ts';
import { listedSource } from './checks-before.ts';
import { type ReindexUnit, settingIn } from './read-reindex.ts';
import { atSource, atTarget, ownOrOfSource, ownPipelines } from './sides.ts';

const STATE = {
  operation: 'ShowClusterState',
  arguments: {
    filter_path: [
      'cluster_uuid',
      'metadata.templates.*.index_patterns',
      'metadata.index_template.index_template.*.index_patterns',
      'metadata.index_template.index_template.*.priority',
      'metadata.ingest.pipeline.id',
    ].join(','),
  },
} as const;

const ALLOCATION = { operation: 'ListAllocation', arguments: { h: 'node,shards,disk.avail,disk.total' } } as const;

const LIMITS = {
  operation: 'ShowClusterSettings',
  arguments: {
    include_defaults: true,
    filter_path: `*.cluster.max_shards_per_node,*.cluster.${SINCE_SEVEN}`,
  },
} as const;

/** What the target has beside indices, and whether it has room: reads alone, which a preview shows. */
export function surroundingsChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  const { index, dest, source } = unit;
  return [
    {
      kind: 'check',
      name: 'check-pipelines',
      title: 'the target has the ingest pipelines of the index',
      operation: 'GetIndex',
      arguments: { index: source.index },
      ...atSource(unit),
      beside: { ...STATE, ...atTarget(unit) },
      check: 'pipelines-there',
      expect: { settings: dest['settings'] ?? null },
    },
    {
      kind: 'check',
      name: 'check-templates',
      title: 'index templates of the target that match the name of the copy',
      ...STATE,
      check: 'templates-shown',
      expect: { index },
    },
    ...roomChecks(unit),
  ];
}

/** Before any other check: one that finds the name of the copy taken would send users the wrong way. */
export function apartChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  if (unit.remote === undefined) return [];
  return [
    {
      kind: 'check',
      name: 'check-clusters',
      title: 'source and target are two clusters',
      ...STATE,
      ...atSource(unit),
      beside: { ...STATE, ...atTarget(unit) },
      check: 'clusters-apart',
      expect: { source: unit.source.index, dest: unit.index },
    },
  ];
}

function roomChecks(unit: ReindexUnit): readonly StepBlueprint[] {
  const shards = settingIn(objectIn(unit.dest['settings']), 'number_of_shards');
  return [
    {
      kind: 'check',
      name: 'check-disk',
      title: 'the disks of the target have room for the copy',
      ...ALLOCATION,
      beside: { ...listedSource(unit), ...atSource(unit) },
      check: 'disk-room',
    },
    {
      kind: 'check',
      name: 'check-shards',
      title: 'the target accepts more shards',
      ...ALLOCATION,
      beside: LIMITS,
      check: 'shard-room',
      expect: { shards: shards ?? null },
    },
  ];
}

/**
 * Gives the index its ingest pipelines, once nothing is copied into it any more: documents have passed them at the source.
 * Null where there is none, which is not sent.
 */
export function pipelinesStep(unit: ReindexUnit): StepBlueprint {
  return {
    kind: 'call',
    name: 'restore-pipelines',
    title: 'give the index its ingest pipelines',
    operation: 'PutSettings',
    arguments: {
      index: unit.index,
      // A change of nothing would be refused.
      settings: { index: { refresh_interval: ownOrOfSource(unit, 'refresh_interval') } },
      present: ownPipelines(unit),
    },
  };
}
