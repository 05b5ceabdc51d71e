import type { Clock } from '../clock.ts';
import type { ConnectedProviders } from '../connect/connect-providers.ts';
import { type ProviderWork, type WithProvidersOptions, withProviders } from '../connect/with-providers.ts';
import { assertInvariant } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { type Checkpoint, type CheckpointFold, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import type { CheckpointStore, Lease } from '../journal/checkpoint-store.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { isAllToBeSeen } from '../journal/left-behind.ts';
import { readJournal } from '../journal/read-journal.ts';
import type { OrphansSwept, Owner } from '../journal/record.ts';
import { OUTSIDE_A_RUN, PRIORITY } from '../limits/channel.ts';
import { guardTransport } from '../limits/guard-transport.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { Transport } from '../provider/transport.ts';
import type { Redactor } from '../redact/redactor.ts';
import { taskScopeOf } from '../steps/task-ids.ts';
import { findOrphans, isAsSure, type Orphan, type OrphanReason } from './find-orphans.ts';

export interface SweepOptions extends WithProvidersOptions {
  readonly graph: Graph;
  /** Undefined: the plan has no state. */
  readonly store: CheckpointStore | undefined;
  readonly transport: Transport;
}

export interface ListedOrphan extends Orphan {
  /** Alias of the provider. */
  readonly provider: string;
}

/** A task as it was listed when it was chosen. */
export interface ChosenOrphan {
  readonly id: string;
  /** Alias of the provider: in another account another task may have the id. */
  readonly provider: string;
  readonly reason: OrphanReason;
}

export interface OrphanList {
  readonly orphans: readonly ListedOrphan[];
  /** Providers whose tasks do not say who created them. */
  readonly unmarked: readonly string[];
  /** Units that were started over, of which nothing from before is left; those recorded as such are not named again. */
  readonly cleared: readonly string[];
  /** Units that were started over and whose earlier tasks cannot be listed. */
  readonly unlisted: readonly UnlistedUnit[];
}

export interface UnlistedUnit {
  readonly unit: string;
  /** Ids that the journal has of its earlier tasks. */
  readonly taskIds: readonly string[];
  /** The state has it that they cannot be listed. */
  readonly isRecorded: boolean;
}

/** Without an outcome: it was not tried. */
export interface SweptOrphan extends ListedOrphan {
  readonly outcome?: SweepOutcome;
}

export type SweepOutcome =
  | { readonly kind: 'deleted' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** What the list under the lock showed, in its order, and what became of each. */
export interface Sweep extends OrphanList {
  readonly orphans: readonly SweptOrphan[];
}

/** Lists the remote tasks of a plan that no unit owns any more. Reads only. */
export async function listOrphans(options: SweepOptions): Promise<OrphanList> {
  return await withProviders(options, {
    transport: options.transport,
    work: async (connected) => listWith(connected, await checkpointOf(options.store, options.graph), options),
  });
}

/**
 * Deletes those of `chosen` that are still orphans, for a reason that is as sure as then, when they are listed again under
 * the state's lock, and that the vendor deletes as they are; never one that an operator has to decide on. A stop lets the
 * call under way end and tries no more. What is left of units that were started over is recorded then; when that is cut
 * off, the next one finds and records it.
 *
 * @throws StateLockedError while a run is in progress
 */
export async function deleteOrphans(
  options: SweepOptions & {
    readonly store: CheckpointStore;
    readonly owner: Owner;
    readonly chosen: readonly ChosenOrphan[];
  },
): Promise<Sweep> {
  await using lease = await options.store.acquire(options.owner);
  const work: ProviderWork<Sweep>['work'] = async (connected, redactor) => {
    // Nothing else is written under the lock: one reading serves until the sweep is recorded.
    const fold = await readJournal(options.store, options.graph.renames);
    const checkpoint = fold.checkpoint();
    const { orphans, ...listed } = await listWith(connected, checkpoint, options);
    const swept: SweptOrphan[] = [];
    for (const orphan of orphans) {
      const { reason } = orphan;
      // Its unit may have stopped because of it since it was chosen.
      const isOpen = reason !== 'undecided' && !options.signal.aborted;
      const isMeant = isOpen && options.chosen.some((one) => isChosen(orphan, one, connected));
      const outcome = isMeant ? await deleteOne(orphan, connected, { redactor, signal: options.signal }) : undefined;
      swept.push(outcome === undefined ? orphan : { ...orphan, outcome });
    }
    const left = swept.filter(({ outcome }) => outcome?.kind !== 'deleted');
    const cleared = findCleared({ orphans: left, unmarked: listed.unmarked }, checkpoint, options);
    const sweep = { ...listed, orphans: swept, cleared };
    await recordSweep(sweep, fold, { ...options, lease });
    return sweep;
  };
  return await withProviders(options, { transport: guardTransport(options.transport, lease), work });
}

/** Each listing may name an account by another of its providers. */
function isChosen(
  { task, provider, reason }: ListedOrphan,
  chosen: ChosenOrphan,
  { byAlias }: ConnectedProviders,
): boolean {
  const [at, chosenAt] = [byAlias.get(provider), byAlias.get(chosen.provider)];
  if (at === undefined || chosenAt === undefined) return false;
  return chosen.id === task.id && scopeOf(at) === scopeOf(chosenAt) && isAsSure(reason, chosen.reason);
}

/** Nothing new is not written. */
async function recordSweep(
  { orphans, cleared, unlisted }: Sweep,
  fold: CheckpointFold,
  { lease, clock, owner }: { readonly lease: Lease; readonly clock: Clock; readonly owner: Owner },
): Promise<void> {
  const newlyUnlisted = unlisted.filter(({ isRecorded }) => !isRecorded).map(({ unit }) => unit);
  const deleted = orphans.flatMap(({ task, outcome }) => (outcome?.kind === 'deleted' ? [task.id] : []));
  if (deleted.length + cleared.length + newlyUnlisted.length === 0) return;
  const withGenerations = (units: readonly string[]): OrphansSwept['cleared'] =>
    Object.fromEntries(units.map((unit) => [unit, fold.generation(unit)]));
  const writer = new JournalWriter(lease, clock, fold);
  await writer.append({
    kind: 'orphans.swept',
    cleared: withGenerations(cleared),
    unlisted: withGenerations(newlyUnlisted),
    deleted,
    by: `${owner.user}@${owner.host}`,
  });
}

async function deleteOne(
  { provider, task: { deleteWith } }: ListedOrphan,
  { byAlias }: ConnectedProviders,
  { redactor, signal }: { readonly redactor: Redactor; readonly signal: AbortSignal },
): Promise<SweepOutcome | undefined> {
  const channel = byAlias.get(provider)?.channel;
  assertInvariant(channel !== undefined, `an orphan is of a connected provider: ${provider}`);
  if (deleteWith === undefined) return undefined;
  try {
    await channel.call(deleteWith.operation, deleteWith.arguments, PRIORITY.fresh);
    return { kind: 'deleted' };
  } catch (error) {
    // Stopped before its turn came: nothing was sent.
    if (signal.aborted && error === signal.reason) return undefined;
    if (!(error instanceof ProviderError)) throw error;
    return { kind: 'failed', code: error.vendorCode, message: redactor.text(error.message) };
  }
}

async function listWith(
  { byAlias }: ConnectedProviders,
  checkpoint: Checkpoint,
  options: SweepOptions,
): Promise<OrphanList> {
  const { plan, graph, store } = options;
  const orphans = new Map<string, ListedOrphan>();
  const unmarked: string[] = [];
  for (const [provider, connected] of byAlias) {
    const { channel } = connected;
    const scope = scopeOf(connected);
    const tasks = await channel.session.listMarked?.((operation, args) =>
      channel.readShared(operation, args, OUTSIDE_A_RUN),
    );
    if (tasks === undefined) unmarked.push(provider);
    const found = findOrphans({
      plan: plan.name,
      graph,
      checkpoint,
      stateId: store?.header.stateId,
      tasks: tasks ?? [],
      isHere: (alias) => {
        const other = byAlias.get(alias);
        return other === undefined || scopeOf(other) === scope;
      },
    });
    // Providers on one project list the same tasks.
    for (const orphan of found) {
      const key = `${scope}\n${orphan.task.id}`;
      if (!orphans.has(key)) orphans.set(key, { ...orphan, provider });
    }
  }
  const listed = { orphans: [...orphans.values()], unmarked };
  return {
    ...listed,
    cleared: findCleared(listed, checkpoint, options),
    unlisted: findUnlisted(unmarked, checkpoint, options),
  };
}

function scopeOf({ provider, channel }: RunProvider): string {
  return taskScopeOf(provider, channel.session);
}

/** Units of which no earlier task is listed any more, nor can appear. */
function findCleared(
  { orphans, unmarked }: Pick<OrphanList, 'orphans' | 'unmarked'>,
  checkpoint: Checkpoint,
  { graph, clock }: SweepOptions,
): readonly string[] {
  const left = new Set(orphans.filter(({ reason }) => reason !== 'other-state').map(({ unit }) => unit));
  return [...checkpoint.leftBehind].flatMap(([unit, behind]) => {
    const isCleared =
      behind.sweep !== 'cleared' &&
      !left.has(unit) &&
      !cannotBeListed(unit, unmarked, graph) &&
      isAllToBeSeen(behind, clock.now());
    return isCleared ? [unit] : [];
  });
}

function findUnlisted(
  unmarked: readonly string[],
  { leftBehind }: Checkpoint,
  { graph }: SweepOptions,
): readonly UnlistedUnit[] {
  return [...leftBehind].flatMap(([unit, { taskIds, sweep }]) =>
    sweep !== 'cleared' && cannotBeListed(unit, unmarked, graph)
      ? [{ unit, taskIds, isRecorded: sweep === 'unlisted' }]
      : [],
  );
}

/** Of a unit that the plan does not have any more, nothing says whose it was. */
function cannotBeListed(unit: string, unmarked: readonly string[], graph: Graph): boolean {
  const provider = graph.unitsByAddress.get(unit)?.unit.migration.provider;
  return provider === undefined ? unmarked.length > 0 : unmarked.includes(provider);
}

/** What is known where there is a state; otherwise nothing. */
export async function checkpointOf(
  store: CheckpointStore | undefined,
  { renames }: Pick<Graph, 'renames'>,
): Promise<Checkpoint> {
  return store === undefined ? EMPTY_CHECKPOINT : (await readJournal(store, renames)).checkpoint();
}
