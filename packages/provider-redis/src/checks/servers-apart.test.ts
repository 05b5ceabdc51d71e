import { expect, it } from 'vitest';
import { serversApart } from './servers-apart.ts';

const server = (mode: string, ...ids: readonly string[]) => ({ mode, run_id: ids[0] ?? null, run_ids: [...ids] });

it.each([
  ['two servers', server('standalone', 'a'), server('standalone', 'b'), 'passed'],
  ['one server under two addresses', server('standalone', 'a'), server('standalone', 'a'), 'failed'],
  ['a master of the cluster that is the other side', server('standalone', 'b'), server('cluster', 'a', 'b'), 'failed'],
  ['two proxies that show the same server', server('proxy', 'a'), server('proxy', 'a'), 'warning'],
  ['a server without an id', server('standalone'), server('standalone', 'b'), 'warning'],
])('finds %s', (_, own, other, kind) => {
  expect(serversApart.judge(own, {}, {}, other)).toMatchObject({ kind });
});
