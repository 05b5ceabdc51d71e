import { defined, type JobConnection, type JsonObject } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { expect, it } from 'vitest';
import { planSlices } from './plan-slices.ts';

/** A server that says no more of its keys than `databases`. */
function silent(mode: 'standalone' | 'proxy', databases: JsonObject[] = []): JobConnection {
  const masters = [{ address: { origin: 'redis://one:6379', prefix: '' }, slots: [] }];
  const answers = {
    ShowLayout: { mode, version: '5.0.14', masters },
    CountKeys: { databases: [], keys: 0, nodes: [{ node: 'redis://one:6379', databases }] },
  };
  const connection: Pick<JobConnection, 'read'> = {
    read: async (operation) => answers[operation as keyof typeof answers],
  };
  return connection as JobConnection;
}

it('scans a proxy that does not say how many keys are behind it', async () => {
  const plan = async (mode: 'standalone' | 'proxy') =>
    await planSlices({
      connections: [silent(mode), silent('standalone')],
      input: { level: 'digest' },
      clock: new VirtualClock(),
    });
  expect(await plan('standalone')).toEqual([]);
  expect(await plan('proxy')).toMatchObject([{ arguments: { side: 'source', database: 0, bits: 0, part: 0 } }]);
});

it('scans the databases that a proxy leaves out beside others', async () => {
  const counts = [{ database: 1, keys: 3, expires: 0 }];
  const plan = async (mode: 'standalone' | 'proxy', databases?: readonly number[]) => {
    const input = { level: 'digest', ...defined({ databases: databases && [...databases] }) };
    const connections = [silent(mode, counts), silent('standalone')];
    const slices = await planSlices({ connections, input, clock: new VirtualClock() });
    return slices.map(({ arguments: args }) => [args['database'], args['there']]);
  };
  expect(await plan('proxy', [1, 2])).toEqual([
    [1, 3],
    [2, undefined],
  ]);
  expect(await plan('proxy', [1])).toEqual([[1, 3]]);
  expect(await plan('proxy')).toEqual([
    [1, 3],
    [0, undefined],
  ]);
  expect(await plan('standalone', [1, 2])).toEqual([[1, 3]]);
});

it('says how many keys each slice is expected to have, of a sample those that are drawn, and of unknown ones nothing', async () => {
  const counts = [{ database: 0, keys: 1_000_001, expires: 7 }];
  const keysOf = async (input: JsonObject, ...connections: readonly JobConnection[]) => {
    const slices = await planSlices({ connections, input: { level: 'digest', ...input }, clock: new VirtualClock() });
    return slices.map(({ arguments: args }) => args['keys']);
  };
  const [full, empty] = [silent('standalone', counts), silent('standalone')];
  expect(await keysOf({}, full, empty)).toEqual(Array.from({ length: 8 }, () => 125_001));
  expect(await keysOf({ sample: 1_000 }, full, empty)).toEqual(Array.from({ length: 8 }, () => 125));
  expect(await keysOf({}, silent('proxy'), empty)).toEqual([undefined]);
});
