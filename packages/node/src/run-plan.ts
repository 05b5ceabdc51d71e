import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ApplyOptions,
  applyPlan,
  type Checkpoint,
  type CheckpointStore,
  comparePreview,
  computeStanding,
  defined,
  EMPTY_CHECKPOINT,
  type JournalRecord,
  type Preview,
  type PreviewDifference,
  PreviewStaleError,
  type RunEvent,
  type RunResult,
  type SelectOptions,
  type Transport,
} from '@waybill/core';
import {
  buildPreviewSliced,
  DurationLearner,
  describeEdit,
  forecastRunSliced,
  hasBeenApplied,
  inSlices,
  type LearnedDurations,
  type PlanEdit,
  RunningSlices,
  type Selection,
  selectUnits,
  UnitStates,
} from '@waybill/core/internal';
import type { CompiledPlan } from './check-plan.ts';
import { commandRunner } from './command-runner.ts';
import { buildLive } from './live/build-live.ts';
import { Forecast } from './live/forecast.ts';
import { LiveNote } from './live/live-note.ts';
import { RunProgress } from './live/run-progress.ts';
import type { ServedMetrics } from './metrics/serve-metrics.ts';
import { Webhooks } from './notify/webhooks.ts';
import { refuseSecretCommands } from './run-secret-commands.ts';
import { DecisionNotes } from './state/decision-notes.ts';
import type { PlanState } from './state/plan-state.ts';
import type { JournaledState } from './state/read-journaled-state.ts';
import type { PlanSurroundings } from './surroundings.ts';

/** Which units, and how the run goes: events, cancellation and limits. */
export interface RunOptions
  extends SelectOptions,
    Pick<
      ApplyOptions,
      | 'onEvent'
      | 'onGauges'
      | 'onCall'
      | 'onAccounts'
      | 'signal'
      | 'retryFailed'
      | 'keepChanged'
      | 'maxFailures'
      | 'maxRuntimeMs'
      | 'parallelism'
      | 'waitsForWindows'
    > {
  /**
   * Serves the metrics of the run in the text format of Prometheus, at `/metrics` of this address, until it has ended: a port, or an
   * IP address and a port, such as `127.0.0.1:9464`. Without an address only this machine can connect.
   *
   * @default no metrics are served
   */
  readonly metrics?: string;
  /** Called with the URL at which metrics are served, before anything is opened. */
  readonly onMetrics?: (url: string) => void;
  /**
   * A preview that was approved: exactly it is carried out, with its own `target` and `exclude`. `PreviewStaleError` when
   * the plan, the state or a version differs; the run that it began can be resumed with it.
   */
  readonly preview?: Preview;
  /**
   * Until when the preview can be applied, in milliseconds since 1970. A run that it began can be resumed later.
   *
   * @default for ever
   */
  readonly previewExpiresAtMs?: number;
  /**
   * The same providers were called a moment ago: their rate windows count as used up.
   *
   * @default whether this open plan asked them: for a preview, or how fresh or used units are
   */
  readonly hasJustCalled?: boolean;
  /**
   * Runs the commands that secrets of the plan come from; where nothing is left to do, those of connections alone. Without
   * it, a run that needs one is refused before anything is done. Where `readSecret` is given, it is given these secrets too, and no command is run.
   *
   * @default false
   */
  readonly allowsSecretCommands?: boolean;
  /**
   * Called once, when the state is locked and its journal read, before anything is sent. The run begins when what it
   * returns is settled, and what it throws refuses the run.
   */
  readonly onReady?: (ready: RunReady) => void | Promise<void>;
}

/** A run that is about to begin. */
export interface RunReady extends JournaledState {
  /** What a view shows of the run: each event is in it before `onEvent` is called. */
  readonly progress: RunProgress;
  /** What becomes of what was done, where the plan was edited since. Undefined: it was not. */
  readonly edit: PlanEdit | undefined;
}

export interface RunParts {
  readonly compiled: CompiledPlan;
  readonly state: PlanState;
  readonly surroundings: PlanSurroundings;
  readonly transport: Transport;
  readonly signal: AbortSignal;
  /** Of the state that is created where there is none. */
  readonly newStateId: string;
}

/** Wires a run: its state, its live status for other processes, and the fold that views show. The journal is read once. */
export async function runPlan(options: RunOptions, parts: RunParts): Promise<RunResult> {
  const { compiled, state, surroundings, transport, signal, newStateId } = parts;
  const { preview, previewExpiresAtMs, target = [], exclude = [], onReady, allowsSecretCommands, ...run } = options;
  const selection = selectUnits(compiled.graph, preview?.binding.selection ?? { target, exclude });
  const approved = preview === undefined ? undefined : { preview, expiresAtMs: previewExpiresAtMs };
  // Before a state is made; of one that is there, its journal says whether anything is left that needs them.
  if (surroundings.readsSecretsItself && allowsSecretCommands !== true && !(await state.exists()))
    refuseSecretCommands(compiled.plan);
  // A refused preview creates no state.
  if (approved !== undefined && !(await state.exists())) await refuseStale(approved, undefined, parts);
  using shown = new ShownRun(parts, { selection, parallelism: options.parallelism });
  // A port that is taken refuses the run, and creates no state.
  await using metrics = await serveMetrics(options, shown.progress, surroundings);
  const stateExisted = await state.existsOutside();
  const store = await state.open(preview?.binding.state?.id ?? newStateId);
  await using _note = new LiveNote({ store, clock: surroundings.clock, build: () => shown.live() });
  let webhooks: Webhooks | undefined;
  let knownGates: ReadonlySet<string> = new Set();
  const work = applyPlan({
    ...compiled,
    ...surroundings,
    ...run,
    ...commandRunner(surroundings, { allowsSecretCommands, signal }),
    ...defined({ preview }),
    transport,
    store,
    stateExisted,
    selection,
    signal,
    pause: nextTurn,
    onRecord: (record) => shown.add(record),
    onJournalRead: async (checkpoint, comparison) => {
      if (approved !== undefined) await refuseStale(approved, { store, checkpoint }, parts);
      if (compiled.plan.notify !== undefined) knownGates = announcedGates(compiled, checkpoint);
      const edit = describeEdit(comparison, { graph: compiled.graph, checkpoint });
      await onReady?.({ ...(await shown.begin(checkpoint)), edit });
    },
    onWebhooks: (targets) => {
      if (targets.length > 0) webhooks = new Webhooks(targets, knownGates);
    },
    onState: (read) => shown.onState(read),
    onGauges: (read) => {
      shown.progress.onGauges(read);
      run.onGauges?.(read);
    },
    ...defined({ onCall: metrics && watchCalls(metrics, run.onCall) }),
    onEvent: (event: RunEvent) => {
      shown.hear(event);
      metrics?.add(event);
      webhooks?.hear(event);
      run.onEvent?.(event);
    },
  });
  try {
    return await work;
  } finally {
    for (const warning of (await webhooks?.end()) ?? []) surroundings.onWarning(warning);
  }
}

/** Gates that waited when the last run ended in order: it said so. */
function announcedGates({ graph }: CompiledPlan, checkpoint: Checkpoint): ReadonlySet<string> {
  if (checkpoint.lastRun?.ended === undefined) return new Set();
  const standing = computeStanding(graph, checkpoint);
  const waiting = graph.units.filter(({ address }) => standing.unit(address) === 'gated');
  const gates = waiting.flatMap(({ steps }) => steps.filter(({ address }) => standing.step(address) === 'gated'));
  return new Set(gates.map(({ address }) => address));
}

async function serveMetrics(
  { metrics: address, onMetrics }: Pick<RunOptions, 'metrics' | 'onMetrics'>,
  progress: RunProgress,
  { clock }: Pick<PlanSurroundings, 'clock'>,
): Promise<ServedMetrics | undefined> {
  if (address === undefined) return undefined;
  const { serveMetrics: serve } = await import('./metrics/serve-metrics.ts');
  const served = await serve(address, { progress, nowMs: () => clock.now() });
  onMetrics?.(served.url);
  return served;
}

function watchCalls(metrics: ServedMetrics, onCall: RunOptions['onCall']): NonNullable<RunOptions['onCall']> {
  return (call) => {
    metrics.called(call);
    onCall?.(call);
  };
}

/** A preview as it was approved. */
export interface ApprovedPreview {
  readonly preview: Preview;
  readonly expiresAtMs: number | undefined;
}

interface KnownJournal {
  readonly store: CheckpointStore;
  readonly checkpoint: Checkpoint;
}

async function refuseStale(approved: ApprovedPreview, known: KnownJournal | undefined, parts: RunParts): Promise<void> {
  const differences = await compareApproved(approved, known, parts);
  if (differences.length > 0) throw new PreviewStaleError(approved.preview.digest, differences);
}

/** In what an approved preview differs from what its plan would do now; empty when it may be applied. Pure but for the time. */
export async function compareApproved(
  { preview, expiresAtMs }: ApprovedPreview,
  known: KnownJournal | undefined,
  { compiled, surroundings, newStateId }: Pick<RunParts, 'compiled' | 'surroundings' | 'newStateId'>,
): Promise<readonly PreviewDifference[]> {
  const checkpoint = known?.checkpoint ?? EMPTY_CHECKPOINT;
  const stateId = known?.store.header.stateId;
  const selection = selectUnits(compiled.graph, preview.binding.selection);
  const building = buildPreviewSliced({
    ...compiled,
    stateId: stateId ?? newStateId,
    ...defined({ checkpoint: known?.checkpoint }),
    selection,
    detail: 'outline',
  });
  const current = await inSlices(building, nextTurn);
  const isExpired = expiresAtMs !== undefined && expiresAtMs <= surroundings.clock.now();
  return [
    ...comparePreview(preview, { preview: current, graph: compiled.graph, stateId, checkpoint }),
    ...(isExpired && !hasBeenApplied(preview.digest, checkpoint) ? [expired(expiresAtMs)] : []),
  ];
}

function expired(expiresAtMs: number): PreviewDifference {
  return { what: 'expired', detail: `It expired at ${new Date(expiresAtMs).toISOString()}.` };
}

/** What a run says of itself, to its own views and to other processes. */
class ShownRun implements Disposable {
  readonly progress: RunProgress;
  readonly #forecast: Forecast;
  readonly #parts: RunParts;
  readonly #run: { readonly selection: Selection; readonly parallelism: number | undefined };
  readonly #notes = new DecisionNotes();
  /** Until the journal is read: of a long one it keeps a moment for each step. */
  #learner: DurationLearner | undefined;
  readonly #slices: RunningSlices;
  #learned: LearnedDurations | undefined;
  #readState: () => Checkpoint = () => EMPTY_CHECKPOINT;
  #isUnderWay = false;

  constructor(parts: RunParts, run: { readonly selection: Selection; readonly parallelism: number | undefined }) {
    this.#parts = parts;
    this.#run = run;
    this.#learner = new DurationLearner(parts.compiled);
    this.#slices = new RunningSlices(parts.compiled);
    const { clock } = parts.surroundings;
    this.#forecast = new Forecast({ clock, simulate: (nowMs) => this.#simulate(nowMs), pause: nextTurn });
    this.progress = new RunProgress(this.#forecast);
  }

  [Symbol.dispose](): void {
    this.#forecast[Symbol.dispose]();
  }

  add(record: JournalRecord): void {
    this.#notes.add(record);
    this.#learner?.add(record);
  }

  hear(event: RunEvent): void {
    this.#slices.add(event);
    this.progress.add(event);
  }

  async begin(checkpoint: Checkpoint): Promise<Omit<RunReady, 'edit'>> {
    this.#learned = this.#learner?.learned();
    this.#learner = undefined;
    this.#readState = () => checkpoint;
    const states = await inSlices(UnitStates.ofSliced(this.#parts.compiled.graph, checkpoint), nextTurn);
    this.progress.begin(states.counts);
    return { checkpoint, decisions: this.#notes.latest, progress: this.progress };
  }

  onState(read: () => Checkpoint): void {
    this.#readState = read;
    this.#isUnderWay = true;
  }

  /** Nothing before the run has begun: until then, the note may be that of another process. */
  live(): ReturnType<typeof buildLive> | undefined {
    if (this.progress.run === '') return undefined;
    const { clock, owner } = this.#parts.surroundings;
    return buildLive(this.progress, { now: clock.now(), host: owner.host, pid: owner.pid });
  }

  #simulate(nowMs: number): ReturnType<typeof forecastRunSliced> {
    const progressOf = (step: string): number | undefined => this.progress.progressOf(step);
    const restMsOf = (step: string): number | undefined => this.progress.restMsOf(step, nowMs);
    const underWay = { nowMs, progressOf, restMsOf, slices: this.#slices };
    return forecastRunSliced({
      ...this.#parts.compiled,
      checkpoint: this.#readState(),
      selection: this.#run.selection,
      ...defined({ learned: this.#learned, parallelism: this.#run.parallelism }),
      ...(this.#isUnderWay ? { underWay } : {}),
    });
  }
}
