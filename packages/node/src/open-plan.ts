import {
  type ApplyOptions,
  applyPlan,
  assertInvariant,
  type BuildPreviewOptions,
  buildPreview,
  buildReport,
  type Checkpoint,
  type CheckpointStore,
  type Clock,
  comparePreview,
  computeStanding,
  type Decision,
  DecisionRefusedError,
  defined,
  EMPTY_CHECKPOINT,
  type Graph,
  needsApproval,
  type Owner,
  type Plan,
  type Preview,
  PreviewStaleError,
  type Random,
  type Report,
  type RunResult,
  readRecords,
  recordDecisions,
  type SecretReader,
  type SelectOptions,
  type Standing,
  selectUnits,
  type Transport,
} from '@waybill/core';
import { createUndiciTransport } from '@waybill/transport';
import type { CompiledPlan } from './check-plan.ts';
import { createSecretReader } from './create-secret-reader.ts';
import { describeOldPlace, locateState } from './default-state-path.ts';
import type { Environment } from './environment.ts';
import { describeHost, describeOwner } from './host.ts';
import { drawStateId, type KnownState, makePreview, readKnownState } from './make-preview.ts';
import { hasState, openStore, resolveLocation } from './open-store.ts';
import { systemClock } from './system-clock.ts';
import { systemRandom } from './system-random.ts';

/** Everything a plan touches outside of its own text. What is left out is what the command line would use. */
export interface OpenPlanOptions {
  /**
   * The state: where it is (a path, or a URL as `openStore` takes it), or an open store, which stays yours to dispose. Default:
   * `.waybill/<plan name>.db` beside the plan file, as for the command line, so that either resumes what the other began.
   * A state that is found only below `cwd`, where earlier versions kept it, is used with a warning.
   */
  readonly state?: string | CheckpointStore;
  /**
   * The directory that relative paths start from.
   *
   * @default the current one
   */
  readonly cwd?: string;
  /**
   * Where the vendors' usual credentials, and secrets from `env:`, come from.
   *
   * @default the process's environment
   */
  readonly env?: Environment;
  /**
   * The values behind `secrets:`, asked at the start of every run.
   *
   * @default the environment and files
   */
  readonly readSecret?: SecretReader;
  /**
   * How requests are sent; it stays yours to dispose.
   *
   * @default undici
   */
  readonly transport?: Transport;
  /** @default the machine's */
  readonly clock?: Clock;
  /** @default the operating system's cryptographic randomness */
  readonly random?: Random;
  /**
   * Receives what an operator should know and nothing throws for.
   *
   * @default process.emitWarning
   */
  readonly onWarning?: (message: string) => void;
  /**
   * Who runs it, for others who find the state in use.
   *
   * @default this process and its CI job
   */
  readonly owner?: Owner;
}

/** Which units, how much of each, and what is found out for it. */
export interface PreviewOptions extends SelectOptions, Pick<BuildPreviewOptions, 'detail'> {
  /**
   * Asks the APIs what can be asked beforehand, by reads only and inside the declared limits.
   *
   * @default false
   */
  readonly asksApis?: boolean;
  /**
   * Simulates runs to say how long it takes.
   *
   * @default false
   */
  readonly estimates?: boolean;
  /** Ends the asking: `preview` rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Which units, and how the run goes: events, cancellation and limits. */
export interface RunOptions
  extends SelectOptions,
    Pick<ApplyOptions, 'onEvent' | 'signal' | 'retryFailed' | 'keepChanged' | 'maxFailures' | 'maxRuntimeMs'> {
  /**
   * A preview that was approved: exactly it is carried out, with its own `target` and `exclude`. `PreviewStaleError` when
   * the plan, the state or a version differs; the run that it began can be resumed with it.
   */
  readonly preview?: Preview;
}

/** A plan together with its state. Disposing it stops a run under way, waits for its end, and closes what it opened. */
export interface OpenPlan extends AsyncDisposable {
  readonly plan: Plan;
  readonly graph: Graph;
  /** What applying would do now. Asks no API unless `asksApis` is set, and creates no state. */
  preview(options?: PreviewOptions): Promise<Preview>;
  /**
   * Carries the plan out, or resumes where an earlier run of any process stopped. Resolves when nothing more can be
   * done: failed units and gates are in the result and are not thrown.
   *
   * @throws StateLockedError while another process runs the plan
   * @throws StateUnusableError when the state is damaged, of another plan, or of a newer version
   * @throws PlanChangedError when steps changed that were done or begun, without `keepChanged`
   * @throws PreviewStaleError when the given preview is not what would be done now
   * @throws NothingSelectedError when `target` and `exclude` leave no unit
   * @throws SecretsMissingError when a secret of the plan has no value
   * @throws CredentialsError when a provider finds no credentials
   * @throws LeaseLostError when another process took the state over
   * @throws JournalWriteError when the state cannot be written
   */
  apply(options?: RunOptions): Promise<RunResult>;
  /**
   * What became of the plan, as its journal says, beside what was to be done: the preview that was applied, or the plan
   * as it is.
   */
  report(preview?: Preview): Promise<Report>;
  /**
   * Opens gates, by the addresses of their steps: for the run under way, in whatever process, or for the next one.
   *
   * @throws DecisionRefusedError when one is no gate of the plan; then none is opened
   */
  approve(gates: readonly string[], by?: string): Promise<void>;
  /**
   * Journals what an operator decided on failed or unknown units and steps, all or none.
   *
   * @throws StateLockedError while a run is under way
   * @throws DecisionRefusedError when one of them cannot be taken; then none is
   */
  decide(decisions: readonly Decision[]): Promise<void>;
  /** The status of every step and unit, also while another process runs the plan. */
  standing(): Promise<Standing>;
  /** All that the state knows. Takes no lock. */
  checkpoint(): Promise<Checkpoint>;
}

/**
 * Opens a plan with its state. Nothing is read, written or sent before one of its functions is called.
 *
 * @example
 * ```ts
 * const { compiled, diagnostics } = await checkPlanFile('shop.yaml');
 * if (compiled === undefined) throw new Error(renderDiagnostics(diagnostics, new Map()));
 * await using plan = openPlan(compiled);
 * const { outcome } = await plan.apply({ onEvent: ({ kind }) => console.log(kind) });
 * ```
 */
export function openPlan(compiled: CompiledPlan, options: OpenPlanOptions = {}): OpenPlan {
  return new PlanWithState(compiled, options);
}

class PlanWithState implements OpenPlan {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly #compiled: CompiledPlan;
  readonly #surroundings: Surroundings;
  /** Where it is, once that is known, or the store itself. */
  readonly #state: () => Promise<string | CheckpointStore>;
  #store: Promise<CheckpointStore> | undefined;
  #drawnStateId: string | undefined;
  /** What was opened here. Given stores and transports are not. */
  readonly #owned: AsyncDisposableStack = new AsyncDisposableStack();
  readonly #closing = new AbortController();
  readonly #runs = new Set<Promise<RunResult>>();
  /** A preview asked the APIs: the next run cannot know how full their windows are. */
  #hasAsked = false;

  constructor(compiled: CompiledPlan, options: OpenPlanOptions) {
    const { cwd = process.cwd() } = options;
    this.plan = compiled.plan;
    this.graph = compiled.graph;
    this.#compiled = compiled;
    this.#state = once(async () => await locate(compiled.plan, cwd, options));
    this.#surroundings = {
      ...describeSurroundings(options, cwd),
      transport: options.transport ?? this.#owned.use(createUndiciTransport()),
    };
  }

  async preview(options: PreviewOptions = {}): Promise<Preview> {
    const { detail = 'full', asksApis = false, estimates = false, signal, ...selected } = options;
    this.#hasAsked ||= asksApis;
    const asking = { ...this.#surroundings, ...defined({ signal }) };
    return await makePreview({
      compiled: this.#compiled,
      known: await this.#known(),
      newStateId: this.#newStateId(),
      selection: selectUnits(this.graph, selected),
      detail,
      estimates,
      ...(asksApis ? { asking } : {}),
    });
  }

  async report(preview?: Preview): Promise<Report> {
    const store = await this.#openState();
    return buildReport({
      preview: preview ?? buildPreview(this.#compiled),
      isRebuilt: preview === undefined,
      graph: this.graph,
      header: store.header,
      records: await readRecords(store),
      how: 'SHA-256 of the lines of exportJournal',
    });
  }

  async apply(options: RunOptions = {}): Promise<RunResult> {
    const run = this.#run(options);
    this.#runs.add(run);
    try {
      return await run;
    } finally {
      this.#runs.delete(run);
    }
  }

  async #run({ signal, preview, target, exclude, ...options }: RunOptions): Promise<RunResult> {
    const selected = preview?.binding.selection ?? { target: target ?? [], exclude: exclude ?? [] };
    if (preview !== undefined) await this.#refuseStale(preview);
    return await applyPlan({
      ...this.#compiled,
      ...this.#surroundings,
      ...options,
      ...defined({ preview }),
      hasJustCalled: this.#hasAsked,
      selection: selectUnits(this.graph, selected),
      store: await this.#openState(preview?.binding.state?.id),
      signal: AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]),
    });
  }

  /** Checked before a state is created; that nothing moves meanwhile is asked again under the lock. */
  async #refuseStale(approved: Preview): Promise<void> {
    const { target, exclude } = approved.binding.selection;
    const preview = await this.preview({ detail: 'outline', target, exclude });
    const known = await this.#known();
    const checkpoint = known?.checkpoint ?? EMPTY_CHECKPOINT;
    const differences = comparePreview(approved, {
      preview,
      graph: this.graph,
      stateId: known?.stateId,
      checkpoint,
    });
    if (differences.length > 0) throw new PreviewStaleError(approved.digest, differences);
  }

  async approve(gates: readonly string[], by: string = nameOf(this.#surroundings.owner)): Promise<void> {
    for (const gate of gates) {
      const step = this.graph.stepsByAddress.get(gate);
      if (step !== undefined && needsApproval(step)) continue;
      throw new DecisionRefusedError(
        `${gate} is no gate of plan ${this.plan.name}.`,
        "Give the address of the gate's step, as the result of a run names it.",
      );
    }
    const store = await this.#openState();
    for (const step of gates) await store.post({ kind: 'approve', step, by });
  }

  async decide(decisions: readonly Decision[]): Promise<void> {
    const { clock, owner } = this.#surroundings;
    await recordDecisions(decisions, { graph: this.graph, store: await this.#openState(), clock, owner });
  }

  async standing(): Promise<Standing> {
    return computeStanding(this.graph, await this.checkpoint());
  }

  async checkpoint(): Promise<Checkpoint> {
    return (await this.#known())?.checkpoint ?? EMPTY_CHECKPOINT;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#runs);
    await this.#owned.disposeAsync();
  }

  /** What the state says; nothing when there is none yet. */
  async #known(): Promise<KnownState | undefined> {
    return (await this.#hasState()) ? await readKnownState(await this.#openState(), this.#compiled) : undefined;
  }

  async #hasState(): Promise<boolean> {
    const state = await this.#state();
    return typeof state !== 'string' || this.#store !== undefined || (await hasState(state));
  }

  /** Drawn once, so that the previews of a plan without a state are the same. */
  #newStateId(): string {
    this.#drawnStateId ??= drawStateId(this.#surroundings.random);
    return this.#drawnStateId;
  }

  /** The state is created when something is to be written, so that looking at a plan leaves no trace. */
  async #openState(stateId: string = this.#newStateId()): Promise<CheckpointStore> {
    assertInvariant(!this.#closing.signal.aborted, 'a plan is used while it is open');
    const state = await this.#state();
    if (typeof state !== 'string') return state;
    this.#store ??= this.#open(state, stateId).catch((error: unknown) => {
      // The next use may find it repaired.
      this.#store = undefined;
      throw error;
    });
    return await this.#store;
  }

  async #open(location: string, stateId: string): Promise<CheckpointStore> {
    const { random } = this.#surroundings;
    return this.#owned.use(await openStore(location, { plan: this.plan.name, random, stateId }));
  }
}

async function locate(
  plan: Plan,
  cwd: string,
  { state, onWarning = warn }: OpenPlanOptions,
): Promise<string | CheckpointStore> {
  if (state !== undefined) return typeof state === 'string' ? resolveLocation(cwd, state) : state;
  const { path, isInOldPlace } = await locateState(plan, cwd);
  if (isInOldPlace) onWarning(describeOldPlace(plan, path));
  return resolveLocation(cwd, path);
}

function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return async () => {
    found ??= find();
    return await found;
  };
}

function warn(message: string): void {
  process.emitWarning(message, { type: 'WaybillWarning' });
}

type Surroundings = Pick<ApplyOptions, 'transport' | 'clock' | 'random' | 'env' | 'readSecret' | 'owner'>;

function describeSurroundings(options: OpenPlanOptions, cwd: string): Omit<Surroundings, 'transport'> {
  const env = options.env ?? process.env;
  return {
    clock: options.clock ?? systemClock,
    random: options.random ?? systemRandom,
    env,
    readSecret: options.readSecret ?? createSecretReader({ env, cwd }),
    owner: options.owner ?? describeOwner({ env, host: describeHost() }),
  };
}

function nameOf({ user, host }: Owner): string {
  return `${user}@${host}`;
}
