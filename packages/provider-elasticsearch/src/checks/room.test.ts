import type { Json, JsonObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { checks } from './checks.ts';

const GB = 1_000_000_000;
const node = (name: string, parts: JsonObject): JsonObject => ({ node: name, shards: '1', ...parts });
const disk = (free: number, total: number): JsonObject => ({ 'disk.avail': `${free}`, 'disk.total': `${total}` });

describe('disk-room', () => {
  const ask = (needed: number | null, ...disks: readonly JsonObject[]) =>
    checks['disk-room']?.judge(
      [...disks.map((each, at) => node(`n${at}`, each)), { node: 'UNASSIGNED', shards: '3' }],
      {},
      {},
      [{ index: 'a', 'pri.store.size': needed === null ? null : `${needed}` }],
    );

  it('wants the primary shards to fit, and warns where the watermark would be passed', () => {
    expect(ask(10 * GB, disk(50 * GB, 100 * GB))).toMatchObject({ kind: 'passed' });
    expect(ask(40 * GB, disk(50 * GB, 100 * GB))).toMatchObject({
      kind: 'warning',
      detail: expect.stringContaining('90 % full') as unknown,
    });
    expect(ask(60 * GB, disk(50 * GB, 100 * GB))).toMatchObject({ kind: 'failed' });
    // Over all nodes.
    expect(ask(60 * GB, disk(50 * GB, 200 * GB), disk(150 * GB, 200 * GB))).toMatchObject({ kind: 'passed' });
  });

  it('says nothing where nodes or source do not say their sizes', () => {
    expect(ask(10 * GB, {})).toMatchObject({ kind: 'passed' });
    expect(ask(null, disk(1, 1))).toMatchObject({ kind: 'passed' });
  });
});

describe('shard-room', () => {
  const SEVEN = { defaults: { cluster: { max_shards_per_node: '1000', auto_shrink_voting_configuration: 'true' } } };
  const ask = (shards: string, settings: Json, wanted: Json = null) =>
    checks['shard-room']?.judge(
      [node('n', { shards }), { node: 'UNASSIGNED', shards: '10' }],
      {},
      { shards: wanted },
      settings,
    );

  it('counts shards that are on no node too', () => {
    expect(ask('989', SEVEN)).toMatchObject({ kind: 'passed' });
    expect(ask('990', SEVEN)).toMatchObject({ kind: 'failed' });
    expect(ask('985', SEVEN, '6')).toMatchObject({ kind: 'failed' });
    expect(ask('985', SEVEN, 5)).toMatchObject({ kind: 'passed' });
  });

  it('takes what was changed before the default, and only warns on 6.x', () => {
    const changed = { persistent: { cluster: { max_shards_per_node: '20' } } };
    expect(ask('9', { ...SEVEN, ...changed })).toMatchObject({ kind: 'passed' });
    expect(ask('10', { ...SEVEN, ...changed })).toMatchObject({ kind: 'failed' });
    expect(ask('10', changed)).toMatchObject({ kind: 'warning' });
    expect(ask('10', {})).toMatchObject({ kind: 'passed' });
  });
});
