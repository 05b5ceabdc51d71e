import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { ShowClusterSettingsResponse } from '../generated/answers.generated.ts';
import { describeBytes } from './describe-bytes.ts';
import { unseen, unseenOrMissing } from './unseen.ts';

/** From here on clusters put no more shards on a node, unless they are set otherwise. Source: Elasticsearch Guide, "Disk-based shard allocation". */
const LOW_WATERMARK = 0.85;

/** The disks of the target have room for the primary shards of the source. `beside`: the source, as it is listed. */
export const diskRoom: Check = {
  judge: (response, _args, _expected, beside) => {
    const disks = nodesIn(response).flatMap((row) => {
      const [free, total] = [numberIn(row, 'disk.avail'), numberIn(row, 'disk.total')];
      return free === undefined || total === undefined ? [] : [{ free, total }];
    });
    const [source] = rowsOf<object>(beside);
    const needed = numberIn(source, 'pri.store.size');
    if (disks.length === 0 || needed === undefined)
      return { kind: 'passed', detail: 'The nodes of the target do not report how full their disks are.' };
    const [free, total] = [sumOf(disks.map((disk) => disk.free)), sumOf(disks.map((disk) => disk.total))];
    return judgeDisk({ needed, free, total });
  },
  judgeNotFound: unseenOrMissing('how full the disks of the target are'),
};

interface Disk {
  readonly needed: number;
  readonly free: number;
  readonly total: number;
}

function judgeDisk({ needed, free, total }: Disk): CheckFinding {
  const sizes = `the source has ${describeBytes(needed)} in its primary shards, the target ${describeBytes(free)} free of ${describeBytes(total)}`;
  if (needed > free)
    return {
      kind: 'failed',
      detail: `The disks of the target are too full: ${sizes}.`,
      hint: 'Add space or nodes, or delete what is not needed.',
    };
  const share = 1 - (free - needed) / total;
  if (share > LOW_WATERMARK)
    return {
      kind: 'warning',
      detail: `The disks of the target would be ${Math.floor(share * 100)} % full: ${sizes}.`,
      hint: 'With the default of cluster.routing.allocation.disk.watermark, nodes accept no new shards above 85 %, and no writes above 95 %. Each replica needs the same space again.',
    };
  return { kind: 'passed', detail: `There is room: ${sizes}.` };
}

/** The cluster takes more shards. `beside`: its settings. `expected`: what the plan says of the index. */
export const shardRoom: Check = {
  judge: (response, _args, { shards }, beside) => {
    const nodes = nodesIn(response).length;
    const open = sumOf(rowsOf<object>(response).map((row) => numberIn(row, 'shards') ?? 0));
    const most = settingIn(beside, 'max_shards_per_node');
    if (nodes === 0 || most === undefined)
      return { kind: 'passed', detail: 'The target has no shard limit, or does not report one.' };
    const [wanted, limit] = [Number(shards ?? 1) || 1, most * nodes];
    const counts = `${open} of ${limit} shards are in use, with ${most} per node on ${nodes === 1 ? 'one node' : `${nodes} nodes`}`;
    if (open + wanted <= limit) return { kind: 'passed', detail: `There is room for shards: ${counts}.` };
    const hint = 'Delete or merge indices, add nodes, or raise cluster.max_shards_per_node.';
    const detail = `The target has no room for ${wanted === 1 ? 'another shard' : `${wanted} more shards`}: ${counts}.`;
    // 6.x only warns.
    return { kind: isEnforced(beside) ? 'failed' : 'warning', detail, hint };
  },
  judgeNotFound: (_args, _expected, refusal) => unseen('how many shards the target accepts', refusal),
};

/** Versions from 7 on have this setting of `cluster`, and refuse what is over the limit. */
export const SINCE_SEVEN = 'auto_shrink_voting_configuration';

function isEnforced(settings: Json | undefined): boolean {
  const { defaults, persistent, transient } = fieldsOf<ShowClusterSettingsResponse>(settings);
  return [defaults, persistent, transient].some((part) => clusterIn(part)[SINCE_SEVEN] !== undefined);
}

/** The settings below `cluster`, in one of the places where settings are. */
function clusterIn(part: Json | undefined): JsonObject {
  return objectOf(objectOf(part)['cluster']);
}

/** The first place that has it counts. */
function settingIn(settings: Json | undefined, name: string): number | undefined {
  const { transient, persistent, defaults } = fieldsOf<ShowClusterSettingsResponse>(settings);
  const found = [transient, persistent, defaults]
    .map((part) => clusterIn(part)[name])
    .find((value) => value !== undefined && value !== null);
  const number = Number(found ?? Number.NaN);
  return Number.isNaN(number) ? undefined : number;
}

/** Without the row of shards that are on no node. */
function nodesIn(response: Json): ReturnType<typeof rowsOf<{ node?: string }>> {
  return rowsOf<{ node?: string }>(response).filter(({ node }) => textOf(node) !== 'UNASSIGNED');
}

/** Numbers come as texts. */
function numberIn(row: object | undefined, column: string): number | undefined {
  const text = textOf((row as { readonly [name: string]: Json } | undefined)?.[column]);
  return text === undefined || text === '' || Number.isNaN(Number(text)) ? undefined : Number(text);
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
