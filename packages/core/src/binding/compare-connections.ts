import type { Graph } from '../graph/graph.ts';
import type { Checkpoint } from '../journal/checkpoint.ts';
import type { MovedConnection, RecordedConnection } from '../journal/record.ts';
import type { ConnectionIdentity } from '../provider/session.ts';
import { isRepeatedOnResume } from '../provider/steps/step-traits.ts';
import { NONE_SETTLED, type SettledUnits } from '../standing/snapshot.ts';
import { atOnce, eachSliced, type Sliced } from '../value/sliced.ts';
import { formerAlias } from './former-alias.ts';

/**
 * Compares what both the last run and the plan as it is now say: what only one of them says (a project that is found by
 * connecting, a journal of an older version) moves nothing. `settled`: units whose steps the checkpoint leaves out. Pure.
 */
export function findMovedConnections(
  graph: Graph,
  checkpoint: Checkpoint,
  now: ReadonlyMap<string, ConnectionIdentity>,
  settled: SettledUnits = NONE_SETTLED,
): readonly MovedConnection[] {
  return atOnce(findMovedConnectionsSliced(graph, checkpoint, now, settled));
}

/** Some milliseconds of work. */
const STEPS_PER_SLICE = 1_000;

/** What `findMovedConnections` gives. */
export function* findMovedConnectionsSliced(
  graph: Graph,
  checkpoint: Checkpoint,
  now: ReadonlyMap<string, ConnectionIdentity>,
  settled: SettledUnits = NONE_SETTLED,
): Sliced<readonly MovedConnection[]> {
  const recorded = checkpoint.lastRun?.started.connections;
  if (recorded === undefined) return [];
  const isRenamed = [...now.keys()].some((alias) => recorded[alias] === undefined);
  const formerly = isRenamed ? yield* formerAliases(graph, checkpoint) : undefined;
  const moved = [...now].flatMap(([provider, identity]) => {
    const before = recorded[provider] ?? recorded[formerly?.get(provider) ?? ''];
    return compareIdentities(before?.identity ?? {}, identity).map((change) => ({ provider, ...change }));
  });
  if (moved.length === 0) return [];
  const begun = yield* begunProviders(graph, checkpoint, settled);
  return moved.filter(({ provider }) => begun.has(provider));
}

/** Aliases of now that steps were begun by another name of → that one. */
function* formerAliases(graph: Graph, { steps, runs }: Checkpoint): Sliced<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  yield* eachSliced(steps, STEPS_PER_SLICE, ([address, state]) => {
    const step = graph.stepsByAddress.get(address);
    if (step === undefined || found.has(step.provider)) return;
    const former = formerAlias(step, state, { unit: graph.unitsByAddress.get(step.unit)?.unit, runs });
    if (former !== undefined) found.set(step.provider, former.alias);
  });
  return found;
}

/** What differs between two identities, of the names that both have. */
export function compareIdentities(
  before: ConnectionIdentity,
  after: ConnectionIdentity,
): readonly Omit<MovedConnection, 'provider'>[] {
  return Object.entries(after).flatMap(([what, value]) => {
    const earlier = before[what];
    return earlier === undefined || earlier === value ? [] : [{ what, before: earlier, after: value }];
  });
}

/** `region of cache was eu-de and is eu-nl`, for each that moved. */
export function describeMoved(moved: readonly MovedConnection[]): string {
  return moved
    .map(({ provider, what, before, after }) => `${what} of ${provider} was ${before} and is ${after}`)
    .join('; ');
}

/** Aliases whose credentials are of another lasting key than in the last run. */
export function findOtherKeys(
  checkpoint: Checkpoint,
  now: Readonly<Record<string, RecordedConnection>>,
): readonly string[] {
  const recorded = checkpoint.lastRun?.started.connections ?? {};
  return Object.entries(now).flatMap(([alias, { key }]) => {
    const before = recorded[alias]?.key;
    return key === undefined || before === undefined || before === key ? [] : [alias];
  });
}

/** Providers of which something was done or begun: checks and approvals bind nobody. */
function* begunProviders(graph: Graph, { steps }: Checkpoint, settled: SettledUnits): Sliced<ReadonlySet<string>> {
  const begun = new Set<string>();
  yield* eachSliced(steps, STEPS_PER_SLICE, ([address, { fingerprint }]) => {
    const step = graph.stepsByAddress.get(address);
    if (step !== undefined && !isRepeatedOnResume(step) && fingerprint !== '') begun.add(step.provider);
  });
  yield* eachSliced(settled.keys(), STEPS_PER_SLICE, (address) => {
    const unit = graph.unitsByAddress.get(address);
    for (const step of unit?.steps ?? []) if (!isRepeatedOnResume(step)) begun.add(step.provider);
  });
  return begun;
}
