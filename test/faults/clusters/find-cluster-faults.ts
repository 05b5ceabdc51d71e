import { isDeepStrictEqual } from 'node:util';
import type { JournalRecord } from '@waybill/core';
import { CANARY } from './cluster-faults.ts';
import type { ClusterScenario } from './cluster-scenarios.ts';
import { type ClusterWorld, MOVED_CLIENT, OWN_SETTINGS } from './cluster-world.ts';

/** What no fault may bring about once the scenario has come to its end, by reads that share nothing with the product. */
export async function findClusterFaults(
  world: ClusterWorld,
  { end, plan }: ClusterScenario,
): Promise<readonly string[]> {
  const wrong = await Promise.all(end.copies.map((pair) => compareSides(world, pair)));
  return [
    ...wrong.flat(),
    ...(await findWrongAliases(world, end.aliases)),
    ...(await findFrozen(world, end.frozen)),
    ...findTwice(world),
    ...findSecrets(world),
    ...(plan === 'verify.yaml' ? findWrites(world) : []),
  ];
}

async function compareSides(
  world: ClusterWorld,
  [source, copy]: readonly [string, string],
): Promise<readonly string[]> {
  const [left, right] = [await readAll(world, source), await readAll(world, copy)];
  const isGone = world.copiesWritten.includes(copy) && !right.delete(`${MOVED_CLIENT}/`);
  const ids = [...new Set([...left.keys(), ...right.keys()])];
  const differ = ids.filter((id) => left.get(id) !== right.get(id)).map((id) => `${copy} differs in ${id}`);
  const settings = await settingsOf(world, copy);
  const own = Object.fromEntries(Object.keys(OWN_SETTINGS).map((name) => [name, settings[name]]));
  const isAsItWas = isDeepStrictEqual(own, OWN_SETTINGS);
  return [
    ...differ,
    ...(isGone ? [`${copy} has lost what a client has written to it`] : []),
    ...(left.size === 0 ? [`${source} has no documents`] : []),
    ...(isAsItWas ? [] : [`${copy} is left with the settings ${JSON.stringify(own)}`]),
    ...(settings['blocks'] === undefined ? [] : [`${copy} is blocked`]),
  ];
}

/** By id and routing. */
async function readAll(world: ClusterWorld, place: string): Promise<Map<string, string>> {
  await world.request('POST', place, '/_refresh');
  const { hits } = (await world.request('POST', place, '/_search', '{"size":10000}')) as unknown as {
    hits: { hits: readonly { _id: string; _routing?: string; _source: unknown }[] };
  };
  return new Map(hits.hits.map(({ _id, _routing = '', _source }) => [`${_id}/${_routing}`, JSON.stringify(_source)]));
}

/** By short names; nothing where there is no index. */
export async function settingsOf(world: ClusterWorld, place: string): Promise<Readonly<Record<string, unknown>>> {
  const [, index = ''] = place.split('/');
  const found = (await world.request('GET', place, '')) as Record<string, { settings: { index: object } }> | undefined;
  return { ...found?.[index]?.settings.index };
}

async function findWrongAliases(world: ClusterWorld, expected: ClusterScenario['end']['aliases']) {
  const wrong: string[] = [];
  for (const [alias, indices] of Object.entries(expected)) {
    const seen = Object.keys((await world.request('GET', 'new', `/_alias/${alias}`)) ?? {});
    if (!isDeepStrictEqual(seen, indices)) wrong.push(`the alias ${alias} is of ${seen.join() || 'nothing'}`);
  }
  return wrong;
}

/** Sources refuse writes exactly where they are to. */
async function findFrozen(world: ClusterWorld, expected: readonly string[]): Promise<readonly string[]> {
  const seen = await frozenIndices(world);
  return isDeepStrictEqual(seen, expected)
    ? []
    : [`frozen: ${seen.join() || 'nothing'}, not ${expected.join() || 'nothing'}`];
}

export async function frozenIndices(world: ClusterWorld): Promise<readonly string[]> {
  const { clusters } = world.sandbox.control.state().elasticsearch;
  const places = clusters.flatMap(({ name, indices }) =>
    indices.map((index) => `${name.startsWith('10.20.0.5') ? 'old' : 'new'}/${index.name}`),
  );
  const frozen: string[] = [];
  for (const place of places) {
    const { blocks } = (await settingsOf(world, place)) as { blocks?: { write?: string } };
    if (blocks?.write === 'true') frozen.push(place);
  }
  return frozen.toSorted((a, b) => (a.startsWith('old') ? -1 : 1) - (b.startsWith('old') ? -1 : 1));
}

/** Each index is made once, each slice recorded once, and no copy is under way any more. */
function findTwice(world: ClusterWorld): readonly string[] {
  const { clusters } = world.sandbox.control.state().elasticsearch;
  return clusters
    .flatMap(({ name, createdIndices, tasks }) => {
      const twice = createdIndices.filter((index, at) => createdIndices.indexOf(index) !== at);
      const running = tasks.filter(({ status }) => status === 'running');
      return [
        ...twice.map((index) => `${name} was asked twice to make ${index}, and did`),
        ...running.map(({ destinationIndex }) => `a copy into ${destinationIndex} is still under way`),
      ];
    })
    .concat(slicesTwice(world.main.records));
}

/** A unit that is started over does its slices again. */
function slicesTwice(records: readonly JournalRecord[]): readonly string[] {
  const done = new Set<string>();
  const twice: string[] = [];
  for (const record of records) {
    if (record.kind === 'unit.redone')
      for (const key of done) if (record.steps.some((step) => key.startsWith(`${step} `))) done.delete(key);
    if (record.kind === 'step.retried') for (const key of done) if (key.startsWith(`${record.step} `)) done.delete(key);
    if (record.kind !== 'slice.done') continue;
    const key = `${record.step} ${record.slice}`;
    if (done.has(key)) twice.push(`the slice ${key} is recorded twice`);
    done.add(key);
  }
  return twice;
}

function findSecrets({ main, events }: ClusterWorld): readonly string[] {
  return JSON.stringify([main.records, events]).includes(CANARY) ? [`the secret ${CANARY} was written`] : [];
}

/** A plan that only compares changes nothing. */
function findWrites(world: ClusterWorld): readonly string[] {
  const effective = world.sandbox.control
    .requests()
    .filter(({ effects, operation }) => effects > 0 && operation !== 'RefreshIndex');
  return effective.map(({ operation, subject }) => `${operation} of ${subject ?? ''} had an effect`);
}
