import { defined } from '@waybill/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { SandboxSession } from './testing/sandbox-session.ts';
import { BETWEEN, openTwoClusters, WITHIN } from './testing/two-clusters.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const UNFROZEN = BETWEEN.replace('mode: clients', 'mode: clients, freeze: false');

/** At its first gate. */
async function open(unit: string): Promise<void> {
  session = await openTwoClusters(unit);
  expect((await session.run('apply', ['--auto-approve'])).code).toBe(3);
}

interface Told {
  readonly code: number;
  /** One line, however wide the terminal is. */
  readonly text: string;
}

async function tell(command: string, ...more: readonly string[]): Promise<Told> {
  const { code, stdout, stderr } = await session.run(command, more);
  return { code, text: (stdout + stderr).replace(/\s+/g, ' ') };
}

const cutOver = (): Promise<Told> => tell('cutover', '--auto-approve');
const retry = (): Promise<Told> => tell('resume', '--retry-failed', '--auto-approve');
const rollBack = (): Promise<Told> => tell('rollback', '--target', 'orders', '--reason', 'CHG-1', '--auto-approve');

const send = async (method: string, path: string, body?: string | object): Promise<object> => {
  const headers = { 'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json' };
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const url = `${session.sandbox.url}/clusters${path}`;
  const answer = await fetch(url, { method, headers, ...defined({ body: text }) });
  return (await answer.json()) as object;
};

const write = (index: string, id: string, total = 99): Promise<object> =>
  send('POST', `${index}/_bulk`, `{"index":{"_id":"${id}"}}\n{"total":${total}}\n`);

const block = (isOn: boolean): Promise<object> =>
  send('PUT', '/old/orders/_settings', { 'index.blocks.write': isOn ? true : null });

async function isFrozen(): Promise<boolean> {
  return JSON.stringify(await send('GET', '/old/orders')).includes('"write":"true"');
}

const refused = (operation: string, nth?: number): void =>
  session.sandbox.control.setFaults([
    { operation, fault: { kind: 'status', status: 403, when: 'before' }, ...defined({ nth }) },
  ]);
const mended = (): void => session.sandbox.control.setFaults([]);

/** What the copy says of a document. */
async function copied(id: string): Promise<unknown> {
  await send('POST', '/new/copy/_refresh');
  const found = (await send('POST', '/new/copy/_search', { size: 100 })) as {
    hits: { hits: readonly { _id: string; _source: unknown }[] };
  };
  return found.hits.hits.find(({ _id }) => _id === id)?._source;
}

const holds = async (): Promise<JsonStatus['holds']> =>
  (JSON.parse((await session.run('status', ['--json'])).stdout) as JsonStatus).holds;

describe('a source that was written while the unit waited for its clients', () => {
  test('is named once they have moved, and frozen again: what was written is not copied over what they write', async () => {
    await open(BETWEEN);
    expect((await cutOver()).code).toBe(3);
    await block(false);
    await write('/old/orders', 'd1');
    await write('/old/orders', 'stray');
    await write('/new/copy', 'd1', 500);

    const moved = await cutOver();
    expect(moved.code).toBe(5);
    expect(moved.text).toContain('The source orders was written to 2 times since the last difference was copied');
    expect(moved.text).toContain('waybill verify --differences');
    for (const again of [undefined, retry]) {
      if (again !== undefined) expect((await again()).code).toBe(5);
      expect(await isFrozen()).toBe(true);
      expect([await copied('d1'), await copied('stray')]).toEqual([{ total: 500 }, undefined]);
    }
    expect((await tell('accept', 'orders', '--reason', 'stray was written by hand')).code).toBe(0);
    expect((await tell('resume', '--auto-approve')).code).toBe(0);
    expect(await isFrozen()).toBe(true);
  });

  test('and frozen again before the gate is opened is found all the same', async () => {
    await open(BETWEEN);
    expect((await cutOver()).code).toBe(3);
    await block(false);
    await write('/old/orders', 'stray');
    await block(true);
    const moved = await cutOver();
    expect([moved.code, moved.text]).toEqual([
      5,
      expect.stringContaining('The source orders was written to once since'),
    ]);
  });

  test('that no freeze protects is named, and fails nothing', async () => {
    await open(UNFROZEN);
    expect((await cutOver()).code).toBe(3);
    await write('/old/orders', 'stray');
    const moved = await tell('cutover', '--auto-approve', '--json');
    expect([moved.code, moved.text]).toEqual([
      0,
      expect.stringContaining('The source orders was written to once since'),
    ]);
  });

  test('is not led over at all where somebody lifts the freeze before', async () => {
    await open(BETWEEN);
    session.sandbox.control.setFaults([{ operation: 'PutSettings', nth: 1, fault: { kind: 'hold', when: 'before' } }]);
    const under = cutOver();
    // The pipelines of the copy are given back after the last difference: until then it is frozen.
    while (session.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
    await block(false);
    await write('/old/orders', 'stray');
    await block(true);
    session.sandbox.control.release();
    const stopped = await under;
    expect([stopped.code, stopped.text]).toEqual([
      5,
      expect.stringContaining('The source orders was written to once since'),
    ]);
    mended();
    expect((await retry()).code).toBe(3);
    expect(await copied('stray')).toEqual({ total: 99 });
  });
});

test('a write while the alias moves, because somebody has lifted the freeze by hand, is named, and the source frozen again', async () => {
  await open(WITHIN);
  session.sandbox.control.setFaults([{ operation: 'UpdateAliases', fault: { kind: 'hold', when: 'before' } }]);
  const under = cutOver();
  while (session.sandbox.control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  await block(false);
  expect(await write('/old/orders', 'stray')).toMatchObject({ errors: false });
  session.sandbox.control.release();
  const moved = await under;
  expect([moved.code, moved.text]).toEqual([5, expect.stringContaining('The source orders was written to once since')]);
  expect(moved.text).toContain('`waybill accept`');
  expect([await send('GET', '/old/_alias/shop'), await isFrozen()]).toEqual([{ copy: expect.anything() }, true]);
  mended();
  expect((await retry()).code).toBe(5);
  expect([(await rollBack()).code, await isFrozen()]).toEqual([0, false]);
  expect(await send('GET', '/old/_alias/shop')).toEqual({ orders: expect.anything() });
});

describe('a step that fails after clients have moved', () => {
  test.each([
    ['what watches the source', 'ShowIndexUsage'],
    ['the freeze for good', 'AddIndexBlock'],
  ])('leaves the source frozen between two clusters: %s', async (_name, operation) => {
    await open(BETWEEN);
    expect((await cutOver()).code).toBe(3);
    refused(operation);
    expect((await cutOver()).code).toBe(5);
    mended();
    expect([await isFrozen(), await holds()]).toEqual([true, [expect.objectContaining({ step: 'orders.freeze' })]]);
    expect(await write('/old/orders', 'stray')).toMatchObject({ errors: true });

    const again = await retry();
    expect(again.code, again.text).toBe(0);
    expect([await isFrozen(), await holds()]).toEqual([true, undefined]);
  });

  test('leaves it frozen within one cluster, once the alias has moved', async () => {
    await open(WITHIN);
    refused('AddIndexBlock', 2);
    expect((await cutOver()).code).toBe(5);
    mended();
    expect(await send('GET', '/old/_alias/shop')).toHaveProperty('copy');
    expect([await isFrozen(), await holds()]).toEqual([true, [expect.objectContaining({ step: 'orders.freeze' })]]);
    const again = await retry();
    expect(again.code, again.text).toBe(0);
    expect(await isFrozen()).toBe(true);
  });

  test.each([
    ['between two clusters', BETWEEN],
    ['within one', WITHIN],
  ])('can be rolled back, which lifts the freeze: %s', async (_name, unit) => {
    await open(unit);
    if (unit === BETWEEN) expect((await cutOver()).code).toBe(3);
    refused('AddIndexBlock', unit === BETWEEN ? undefined : 2);
    expect((await cutOver()).code).toBe(5);
    mended();
    const back = await rollBack();
    expect(back.code, back.text).toBe(0);
    expect(await isFrozen()).toBe(false);
    if (unit === WITHIN) expect(await send('GET', '/old/_alias/shop')).toHaveProperty('orders');
  });
});

test('a freeze of somebody else is not taken for its own by a unit that is tried again', async () => {
  await open(BETWEEN);
  refused('UpdateAliases');
  expect((await cutOver()).code).toBe(5);
  mended();
  expect(await isFrozen()).toBe(false);
  await block(true);
  for (const way of [retry, retry]) {
    const again = await way();
    expect([again.code, again.text]).toEqual([5, expect.stringContaining('orders already refuses writes')]);
    expect(await isFrozen()).toBe(true);
  }
  expect(await holds()).toBeUndefined();
  const back = await rollBack();
  expect([back.code, await isFrozen()]).toEqual([0, true]);
});

describe('a unit whose alias was moved by hand, after its own call was refused', () => {
  const move = (from: string, to: string): Promise<object> =>
    send('POST', '/old/_aliases', {
      actions: [{ remove: { index: from, alias: 'shop' } }, { add: { index: to, alias: 'shop' } }],
    });

  test('can be rolled back, once the alias is where it was', async () => {
    await open(WITHIN);
    refused('UpdateAliases');
    expect((await cutOver()).code).toBe(5);
    mended();
    await move('orders', 'copy');
    expect((await retry()).code).toBe(5);

    const stopped = await rollBack();
    expect([stopped.code, stopped.text]).toEqual([
      5,
      expect.stringContaining('Alias shop points to copy, not only to orders'),
    ]);
    await move('copy', 'orders');
    const back = await rollBack();
    expect(back.code, back.text).toBe(0);
    expect(await isFrozen()).toBe(false);
  });
});

test.each([
  ['between clusters', BETWEEN, 3],
  ['within one', WITHIN, undefined],
] as const)('a source that was made anew meanwhile is not frozen: %s', async (_where, unit, atGate) => {
  await open(unit);
  if (atGate === undefined) {
    // The alias has moved, and what comes after is cut off.
    refused('AddIndexBlock', 2);
    expect((await cutOver()).code).toBe(5);
    mended();
  } else expect((await cutOver()).code).toBe(atGate);
  await send('DELETE', '/old/orders');
  await send('PUT', '/old/orders', {});
  const { code, text } = await (atGate === undefined ? retry() : cutOver());
  expect([code, text]).toEqual([5, expect.stringContaining('The source orders is not the index that was copied')]);
  expect(await isFrozen()).toBe(false);
});
