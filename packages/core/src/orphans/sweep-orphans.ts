import type { Clock, Random } from '../clock.ts';
import { assertInvariant } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { type Checkpoint, EMPTY_CHECKPOINT } from '../journal/checkpoint.ts';
import type { CheckpointStore } from '../journal/checkpoint-store.ts';
import type { Owner } from '../journal/record.ts';
import type { Plan } from '../plan/plan.ts';
import { ProviderError } from '../provider/provider-error.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { readJournal } from '../run/apply-plan.ts';
import { PRIORITY } from '../run/channel.ts';
import { type ConnectedProviders, connectProviders } from '../run/connect-providers.ts';
import { guardTransport } from '../run/guard-transport.ts';
import { literalSecrets } from '../run/literal-secrets.ts';
import { readSecrets, type SecretReader } from '../run/read-secrets.ts';
import { redactError } from '../run/redact-error.ts';
import { environmentSecrets, Redactor } from '../run/redactor.ts';
import { findOrphans, type Orphan } from './find-orphans.ts';

export interface SweepOptions {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** Undefined: the plan has no state. */
  readonly store: CheckpointStore | undefined;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readSecret: SecretReader;
  readonly signal: AbortSignal;
}

export interface ListedOrphan extends Orphan {
  /** Alias of the provider. */
  readonly provider: string;
}

export interface OrphanList {
  readonly orphans: readonly ListedOrphan[];
  /** Providers whose tasks do not say who created them. */
  readonly unmarked: readonly string[];
}

export interface SweptOrphan extends ListedOrphan {
  readonly outcome:
    | { readonly kind: 'deleted' }
    | { readonly kind: 'failed'; readonly code: string; readonly message: string };
}

/** Lists the remote tasks of a plan that no unit owns any more. Reads only. */
export async function listOrphans(options: SweepOptions): Promise<OrphanList> {
  return await withProviders(options, options.transport, (connected) => listWith(connected, options));
}

/**
 * Deletes those of `chosen` (task ids) that are still orphans when they are listed again under the state's lock, and that
 * the vendor deletes as they are. Throws `StateLockedError` while a run is going on.
 */
export async function deleteOrphans(
  options: SweepOptions & {
    readonly store: CheckpointStore;
    readonly owner: Owner;
    readonly chosen: readonly string[];
  },
): Promise<readonly SweptOrphan[]> {
  await using lease = await options.store.acquire(options.owner);
  return await withProviders(options, guardTransport(options.transport, lease), async (connected, redactor) => {
    const { orphans } = await listWith(connected, options);
    const swept: SweptOrphan[] = [];
    for (const orphan of orphans.filter(({ task }) => options.chosen.includes(task.id))) {
      if (options.signal.aborted) break;
      const outcome = await deleteOne(orphan, connected, redactor);
      if (outcome !== undefined) swept.push({ ...orphan, outcome });
    }
    return swept;
  });
}

async function deleteOne(
  { provider, task: { deleteWith } }: ListedOrphan,
  { byAlias }: ConnectedProviders,
  redactor: Redactor,
): Promise<SweptOrphan['outcome'] | undefined> {
  const channel = byAlias.get(provider)?.channel;
  assertInvariant(channel !== undefined, `an orphan is of a connected provider: ${provider}`);
  if (deleteWith === undefined) return undefined;
  try {
    await channel.inTurn(PRIORITY.fresh, (send) => send(deleteWith.operation, deleteWith.arguments));
    return { kind: 'deleted' };
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    return { kind: 'failed', code: error.vendorCode, message: redactor.text(error.message) };
  }
}

async function listWith({ byAlias }: ConnectedProviders, options: SweepOptions): Promise<OrphanList> {
  const { plan, graph, store } = options;
  const checkpoint = await checkpointOf(store);
  const orphans = new Map<string, ListedOrphan>();
  const unmarked: string[] = [];
  for (const [provider, { channel }] of byAlias) {
    const tasks = await channel.session.listMarked?.((operation, args) =>
      channel.readShared(operation, args, PRIORITY.fresh),
    );
    if (tasks === undefined) unmarked.push(provider);
    const found = findOrphans({
      plan: plan.name,
      graph,
      checkpoint,
      stateId: store?.header.stateId,
      tasks: tasks ?? [],
    });
    // Providers on one project list the same tasks.
    for (const orphan of found) if (!orphans.has(orphan.task.id)) orphans.set(orphan.task.id, { ...orphan, provider });
  }
  return { orphans: [...orphans.values()], unmarked };
}

async function checkpointOf(store: CheckpointStore | undefined): Promise<Checkpoint> {
  return store === undefined ? EMPTY_CHECKPOINT : (await readJournal(store)).checkpoint();
}

/** Connects for as long as `work` takes. What it throws is clean. */
export async function withProviders<Result>(
  options: SweepOptions,
  transport: Transport,
  work: (connected: ConnectedProviders, redactor: Redactor, secrets: ReadonlyMap<string, string>) => Promise<Result>,
): Promise<Result> {
  const redactor = new Redactor([], environmentSecrets(options.env));
  try {
    const secrets = readSecrets(options.plan, options.readSecret);
    for (const secret of [...secrets.values(), ...literalSecrets(options.plan)]) redactor.learn(secret);
    await using connected = await connectProviders({
      ...options,
      transport,
      secrets,
      stopping: options.signal,
      // A run, or the list before this one, may have called a moment ago.
      assumeFullWindows: true,
      onThrottled: () => {},
    });
    redactor.alsoFrom(() => connected.secrets);
    return await work(connected, redactor, secrets);
  } catch (error) {
    throw redactError(error, redactor);
  }
}
