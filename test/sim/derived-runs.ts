import type { JournalRecord } from '@waybill/core';
import type { OpenPlan } from '@waybill/node';
import { saysDone } from '../e2e/support/journal-facts.ts';
import { type Counts, DerivedWorld, type Disturbance, pointsOf } from './derived-world.ts';

const [OLD, NEW] = ['https://10.20.0.5:9200', 'https://10.20.0.9:9200'];

/** Gates and effects of one unit that lead its clients over, in order. */
const CUTTING_OVER = ['orders.approve-cutover', 'orders.freeze', 'orders.add-aliases', 'orders.confirm-clients'];

/** What is there when a command has come to its end, and where it could have been disturbed. */
export interface Ended {
  readonly counts: Counts;
  readonly found: Readonly<Record<string, unknown>>;
}

/** Work that an operator begins by a command of its own, disturbed at one point or not at all. */
export type Command = (point: Disturbance | undefined) => Promise<Ended>;

export interface ExploredCommand {
  readonly calm: Ended;
  readonly triedCount: number;
  /** Points after which something else was there, with what was. */
  readonly differences: readonly { readonly point: Disturbance; readonly found: Ended['found'] }[];
}

/** Disturbs the command at every point, or at so many of them, each time in a world of its own. */
export async function exploreCommand(command: Command, most = Number.POSITIVE_INFINITY): Promise<ExploredCommand> {
  const calm = await command(undefined);
  const points = pointsOf(calm.counts, most);
  const differences: { point: Disturbance; found: Ended['found'] }[] = [];
  for (const point of points) {
    const { found } = await command(point);
    if (JSON.stringify(found) !== JSON.stringify(calm.found)) differences.push({ point, found });
  }
  return { calm, triedCount: points.length, differences };
}

/** `waybill verify` of everything that was copied. */
export const compareAgain: Command = async (point) => {
  const world = new DerivedWorld('reindex.yaml');
  await world.apply();
  const before = world.main.records.length;
  world.disturb(point);
  await world.toTheEnd(async (opened, signal) => {
    await using derived = await opened.verification({ level: 'digest' });
    return await derived.apply({ signal });
  });
  const { counts } = world;
  const since = world.main.records.slice(before);
  const verified = since.flatMap((record) => (record.kind === 'unit.verified' ? [record] : []));
  const results = verified.map(({ unit, result }) => [unit.replace(/^orders\[(.*)\]$/, '$1'), result] as const);
  const found = {
    results: Object.fromEntries(results.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    main: [...new Set(since.map(({ kind }) => kind))],
    twice: twiceDone(world.derived('verify').records),
  };
  return { counts, found };
};

/** `waybill cutover` at both of its gates, while another unit waits at its own. */
export const cutOver: Command = async (point) => {
  const world = new DerivedWorld('live-index.yaml');
  await world.apply('approve-cutover');
  world.disturb(point);
  await world.toTheEnd(async (opened, signal) => {
    for (let isGated = true; isGated; ) {
      const gates = await gatesOf(opened);
      const posted = await opened.pendingApprovals();
      await opened.approve(gates.filter((gate) => !posted.has(gate)));
      const { units } = await opened.apply({ signal, target: ['orders'] });
      isGated = units.some(({ address, status }) => address === 'orders' && status === 'gated');
    }
  });
  const { counts } = world;
  const done = world.main.records.flatMap((record) =>
    'step' in record && saysDone(record) && CUTTING_OVER.includes(record.step) ? [record.step] : [],
  );
  return { counts, found: { ...(await whereClientsAre(world)), done, twice: twiceDone(world.main.records) } };
};

/** Gates at which the unit waits now. */
async function gatesOf(opened: OpenPlan): Promise<readonly string[]> {
  const standing = await opened.standing();
  return CUTTING_OVER.filter((step) => standing.step(step) === 'gated');
}

/** `waybill rollback`: one unit waits for its clients with its source frozen, and the alias of the other one has moved. */
export const rollBack: Command = async (point) => {
  const world = new DerivedWorld('live-index.yaml');
  await world.apply('confirm-clients');
  world.disturb(point);
  await rollBackBoth(world, { deletesTarget: true });
  const { counts } = world;
  return { counts, found: { ...(await whereClientsAre(world)), decided: decidedIn(world) } };
};

/** `waybill rollback --copy-back` from there, once clients have written to both copies. */
export const copyBack: Command = async (point) => {
  const world = new DerivedWorld('live-index.yaml');
  await world.apply('confirm-clients');
  const copies = BOTH.map((unit) => `${NEW}/${unit}-v2`);
  for (const unit of BOTH) await world.ask(`${NEW}/${unit}-v2/_bulk`, changesOf(`${unit}-v1`));
  world.disturb(point);
  await rollBackBoth(world, { copiesBack: true });
  const { counts } = world;
  const sources = [`${OLD}/orders-v1`, `${NEW}/customers-v1`];
  const sides = [...sources, ...copies];
  const found = {
    ...(await whereClientsAre(world)),
    frozenCopies: await Promise.all(copies.map((url) => isFrozen(world, url))),
    documents: await Promise.all(sides.map((url, at) => documentsOf(world, url, `${BOTH[at % 2]}-v1`))),
    isSame: await Promise.all(
      sources.map(async (url, at) => (await countOf(world, url)) === (await countOf(world, copies[at] ?? ''))),
    ),
    decided: decidedIn(world),
  };
  return { counts, found };
};

const BOTH = ['orders', 'customers'] as const;

async function rollBackBoth(
  world: DerivedWorld,
  how: { readonly copiesBack?: boolean; readonly deletesTarget?: boolean },
): Promise<void> {
  await world.toTheEnd(async (opened, signal) => {
    const left = await opened.checkpoint();
    const target = BOTH.filter((unit) => left.decisions.get(unit)?.rollback !== 'ended');
    if (target.length === 0) return;
    await using derived = await opened.rollback({ target, ...how, reason: 'tried' });
    await derived.apply({ signal });
  });
}

function decidedIn({ main }: DerivedWorld): readonly string[] {
  return main.records.flatMap((record) =>
    record.kind === 'unit.decided' ? [`${record.unit} ${record.rollback ?? ''}`] : [],
  );
}

/** A new document, a changed one, and one that is deleted. `origin`: what the ids of the others begin with. */
function changesOf(origin: string): string {
  const lines = [
    { index: { _id: 'new' } },
    { n: 1 },
    { index: { _id: `${origin}-1` } },
    { n: 2 },
    { delete: { _id: `${origin}-0` } },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Null where a document is not there. */
async function documentsOf(world: DerivedWorld, url: string, origin: string) {
  await world.ask(`${url}/_refresh`, '');
  const sourceOf = async (id: string): Promise<unknown> => {
    const found = await world.ask(`${url}/_search`, JSON.stringify({ query: { ids: { values: [id] } }, size: 10 }));
    const { hits } = found as { readonly hits: { readonly hits: readonly { readonly _source: unknown }[] } };
    return hits.hits[0]?._source ?? null;
  };
  return {
    new: await sourceOf('new'),
    changed: await sourceOf(`${origin}-1`),
    deleted: await sourceOf(`${origin}-0`),
  };
}

async function countOf(world: DerivedWorld, url: string): Promise<number> {
  return Number((await world.ask(`${url}/_count`))?.['count']);
}

async function isFrozen(world: DerivedWorld, url: string): Promise<boolean> {
  return JSON.stringify(await world.ask(url)).includes('"write":"true"');
}

/** By reads past every disturbance. */
async function whereClientsAre(world: DerivedWorld) {
  const aliased = async (alias: string) => Object.keys((await world.ask(`${NEW}/_alias/${alias}`)) ?? {});
  const isThere = async (index: string) => (await world.ask(`${NEW}/${index}`)) !== undefined;
  return {
    isFrozen: await isFrozen(world, `${OLD}/orders-v1`),
    orders: await aliased('orders'),
    customers: await aliased('customers'),
    copies: [await isThere('orders-v2'), await isThere('customers-v2')],
  };
}

/** Slices whose result counts twice. A unit that is started over does them again. */
function twiceDone(records: readonly JournalRecord[]): readonly string[] {
  const done = new Map<string, number>();
  for (const record of records) {
    if (record.kind === 'unit.redone')
      for (const step of record.steps) for (const key of done.keys()) if (key.startsWith(`${step} `)) done.delete(key);
    if (record.kind !== 'slice.done') continue;
    const key = `${record.step} ${record.slice}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  return [...done].flatMap(([key, count]) => (count > 1 ? [key] : []));
}
