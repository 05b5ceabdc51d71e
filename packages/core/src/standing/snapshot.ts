import type { Graph, PlannedUnit } from '../graph/graph.ts';
import { hasEffect } from '../graph/steps/step-traits.ts';
import { type Checkpoint, CheckpointFold, type StepState } from '../journal/checkpoint.ts';
import type { StoredSnapshot } from '../journal/checkpoint-store.ts';
import type { JournalRecord, UnitDecided } from '../journal/record.ts';
import { digestHead, type PlanHead } from '../plan/load/plan-head.ts';
import type { Plan } from '../plan/plan.ts';
import { hasOpenTask } from '../progress/has-open-task.ts';
import { decisionOf } from './collect-decisions.ts';

/** Units of which nothing is left to do, with the number of their steps: every step succeeded as it is planned now. */
export type SettledUnits = ReadonlyMap<string, number>;

export const NONE_SETTLED: SettledUnits = new Map();

/** A checkpoint whose `steps` leave out those of settled units. */
export interface OpenCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly settled: SettledUnits;
  /** The latest records of what operators decided, oldest first. */
  readonly decisions: readonly JournalRecord[];
}

/** The plan that a snapshot was made with, or is read with. */
export interface SnapshotPlan {
  readonly graph: Graph;
  readonly digest: string;
  /** Of core and of provider types: another version may plan other steps. */
  readonly versionOf: (part: string) => string | undefined;
}

/** Changes with every change of what a body holds or means. */
const FORMAT = 3;

/** As many as views show. */
const KEPT_DECISIONS = 100;

interface Body {
  readonly format: number;
  /** Of the text and inputs of the plan: with the same ones, and the same versions, it need not be compiled. */
  readonly source: string;
  /** Of what a run needs to connect. */
  readonly head: string;
  /** In the order of the plan, also those without units. */
  readonly migrations: readonly (readonly [name: string, units: number])[];
  /** Names of the steps of a unit; the units of a migration mostly have the same. */
  readonly shapes: readonly (readonly string[])[];
  readonly settled: readonly (readonly [unit: string, shape: number])[];
  readonly steps: readonly (readonly [step: string, state: StepState])[];
  readonly decisions: readonly (readonly [unit: string, decided: UnitDecided])[];
  readonly generations: readonly (readonly [unit: string, generation: number])[];
  readonly leftBehind: readonly string[];
  readonly replacedIds: readonly string[];
  readonly latest: readonly JournalRecord[];
  /** What is JSON already. */
  readonly rest: Pick<Checkpoint, 'lastSeq' | 'lastRun' | 'runCount' | 'runs' | 'lastRecordAtMs'>;
}

/** The latest decisions of a journal, collected while it is folded. */
export class LatestDecisions {
  #records: JournalRecord[] = [];

  constructor(records: readonly JournalRecord[] = []) {
    this.#records = [...records];
  }

  add(record: JournalRecord): void {
    if (decisionOf(record) === undefined) return;
    this.#records.push(record);
    if (this.#records.length > KEPT_DECISIONS) this.#records.shift();
  }

  get records(): readonly JournalRecord[] {
    return this.#records;
  }
}

/** What a snapshot is made of. */
export interface SnapshotSource {
  readonly plan: Pick<Plan, 'sourceDigest' | 'migrations'> & PlanHead;
  readonly graph: Graph;
}

/**
 * The snapshot of a checkpoint, made by a run of the same plan: what had changed in it was accepted when the run began.
 * Pure. What belongs to settled units becomes one entry for each, so that a reader needs neither their states nor their
 * steps.
 */
export function takeSnapshot(
  { plan, graph }: SnapshotSource,
  checkpoint: Checkpoint,
  decisions: readonly JournalRecord[],
): StoredSnapshot {
  const { steps, decisions: decided, generations, leftBehind, replacedIds, ...rest } = checkpoint;
  const settled = graph.units.filter((unit) => isSettled(unit, checkpoint));
  const body: Body = {
    format: FORMAT,
    source: plan.sourceDigest,
    head: digestHead(plan),
    migrations: countUnits(plan, graph),
    ...describeShapes(settled),
    steps: stepsBeside(settled, graph, steps),
    decisions: [...decided],
    generations: [...generations],
    leftBehind: [...leftBehind],
    replacedIds: [...replacedIds],
    latest: decisions,
    rest,
  };
  return { seq: checkpoint.lastSeq, body: JSON.stringify(body) };
}

function countUnits({ migrations }: SnapshotSource['plan'], { units }: Graph): Body['migrations'] {
  const counts = new Map([...migrations.keys()].map((name) => [name, 0]));
  for (const { unit } of units) counts.set(unit.migration.name, (counts.get(unit.migration.name) ?? 0) + 1);
  return [...counts];
}

function describeShapes(units: readonly PlannedUnit[]): Pick<Body, 'shapes' | 'settled'> {
  const shapes = new Map<string, number>();
  const settled = units.map(({ address, steps }): readonly [string, number] => {
    const names = steps.map(({ name }) => name).join('\n');
    const shape = shapes.get(names) ?? shapes.size;
    shapes.set(names, shape);
    return [address, shape];
  });
  return { shapes: [...shapes.keys()].map((names) => names.split('\n')), settled };
}

/** In the order of the journal, which a comparison of plans shows. Also those that the plan does not have any more. */
function stepsBeside(
  settled: readonly PlannedUnit[],
  graph: Graph,
  steps: Checkpoint['steps'],
): readonly (readonly [string, StepState])[] {
  const names = new Set(settled.map(({ address }) => address));
  const open = graph.units.filter(({ address }) => !names.has(address));
  const openSteps = new Set(open.flatMap((unit) => unit.steps.map(({ address }) => address)));
  const settledCount = settled.reduce((sum, unit) => sum + unit.steps.length, 0);
  const kept: (readonly [string, StepState])[] = [];
  for (const entry of steps) {
    if (openSteps.has(entry[0]) || !graph.stepsByAddress.has(entry[0])) kept.push(entry);
    if (kept.length + settledCount === steps.size) break;
  }
  return kept;
}

/** Without an effect of its own a unit is checked again by every run. */
function isSettled(unit: PlannedUnit, checkpoint: Checkpoint): boolean {
  const { steps, decisions } = checkpoint;
  if (decisions.has(unit.address) || !unit.steps.some(hasEffect)) return false;
  const isDone = unit.steps.every((step) => {
    const state = steps.get(step.address);
    return state?.status === 'succeeded' && state.acceptedFingerprint === undefined;
  });
  return isDone && !hasOpenTask(unit, checkpoint);
}

/**
 * Continues a snapshot with the records after it. One that does not fit gives undefined, and then the whole journal is to be
 * folded: made with another plan, version or format, or followed by a record that concerns a settled unit.
 */
export async function resumeSnapshot(
  stored: StoredSnapshot,
  after: AsyncIterable<readonly JournalRecord[]>,
  plan: SnapshotPlan,
): Promise<OpenCheckpoint | undefined> {
  const body = parseBody(stored);
  if (body === undefined) return undefined;
  const unitOf = (step: string): string => plan.graph.stepsByAddress.get(step)?.unit ?? '';
  return await continueBody(body, after, { ...plan, unitOf });
}

interface Continuation extends Pick<SnapshotPlan, 'digest' | 'versionOf'> {
  readonly unitOf: (step: string) => string;
}

async function continueBody(
  body: Body,
  after: AsyncIterable<readonly JournalRecord[]>,
  plan: Continuation,
): Promise<OpenCheckpoint | undefined> {
  if (!fits(body.rest, plan)) return undefined;
  const settled = new Map(body.settled.map(([unit, shape]) => [unit, body.shapes[shape]?.length ?? 0]));
  const latest = new LatestDecisions(body.latest);
  const fold = CheckpointFold.from({
    ...body.rest,
    steps: new Map(body.steps),
    decisions: new Map(body.decisions),
    generations: new Map(body.generations),
    leftBehind: new Set(body.leftBehind),
    replacedIds: new Set(body.replacedIds),
  });
  for await (const records of after) {
    for (const record of records) {
      if (concernsSettled(record, settled, plan)) return undefined;
      fold.add(record);
      latest.add(record);
      if (record.kind === 'run.started' && !fits(fold.checkpoint(), plan)) return undefined;
    }
  }
  return { checkpoint: fold.checkpoint(), settled, decisions: latest.records };
}

function parseBody({ body: text }: StoredSnapshot): Body | undefined {
  const body = JSON.parse(text) as Body;
  return body.format === FORMAT ? body : undefined;
}

/** What a snapshot says of a plan that was not compiled. */
export interface UncompiledCheckpoint extends OpenCheckpoint {
  /** The digest of the plan's head, by `digestHead`. */
  readonly head: string;
  /** How many records came after the snapshot. */
  readonly recordsAfter: number;
  /** In the order of the plan, also those without units. */
  readonly migrations: readonly (readonly [name: string, units: number])[];
  /** Every unit of the plan is settled, and nothing else is recorded. */
  readonly isAllSettled: boolean;
  /** Addresses of the steps of a settled unit, in their order. */
  readonly stepsOf: (unit: string) => readonly string[];
}

/**
 * As `resumeSnapshot`, for a reader that has the plan's text and inputs only, as `digestSource` digests them. Those that
 * the snapshot was made of were compiled without an error by the run that made it, into what it says.
 */
export async function resumeUncompiled(
  stored: StoredSnapshot,
  after: AsyncIterable<readonly JournalRecord[]>,
  { source, versionOf }: { readonly source: string; readonly versionOf: SnapshotPlan['versionOf'] },
): Promise<UncompiledCheckpoint | undefined> {
  const body = parseBody(stored);
  if (body === undefined || body.source !== source) return undefined;
  const digest = body.rest.lastRun?.started.planDigest ?? '';
  const unitOf = (step: string): string => step.slice(0, Math.max(0, step.lastIndexOf('.')));
  const open = await continueBody(body, after, { digest, versionOf, unitOf });
  if (open === undefined) return undefined;
  const { checkpoint, settled } = open;
  const units = body.migrations.reduce((sum, [, count]) => sum + count, 0);
  const shapes = new Map(body.settled);
  return {
    ...open,
    head: body.head,
    recordsAfter: checkpoint.lastSeq - stored.seq,
    migrations: body.migrations,
    isAllSettled: settled.size === units && checkpoint.steps.size + checkpoint.decisions.size === 0,
    stepsOf: (unit) => (body.shapes[shapes.get(unit) ?? -1] ?? []).map((name) => `${unit}.${name}`),
  };
}

function fits({ lastRun }: Pick<Checkpoint, 'lastRun'>, { digest, versionOf }: Omit<Continuation, 'unitOf'>): boolean {
  if (lastRun?.started.planDigest !== digest) return false;
  return Object.entries(lastRun.started.versions).every(([part, version]) => versionOf(part) === version);
}

function concernsSettled(record: JournalRecord, settled: SettledUnits, { unitOf }: Continuation): boolean {
  switch (record.kind) {
    case 'run.started':
    case 'run.ended':
      return false;
    case 'plan.rebased':
      return true;
    case 'unit.decided':
    case 'unit.redone':
      return settled.has(record.unit);
    default:
      return settled.has(unitOf(record.step));
  }
}
