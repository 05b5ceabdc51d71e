import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { UnitShape } from '../graph/unit-shape.ts';
import { type Checkpoint, CheckpointFold, type StepState, type VerifiedUnit } from '../journal/checkpoint.ts';
import type { SnapshotDraft, StoredSnapshot } from '../journal/checkpoint-store.ts';
import type { HeldTime } from '../journal/held-times.ts';
import type { LeftBehind } from '../journal/left-behind.ts';
import type { StepOmission } from '../journal/omissions.ts';
import type { JournalRecord, UnitDecided } from '../journal/record.ts';
import { type CopiedStates, StepStates } from '../journal/step-states.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import type { StepWarning } from '../journal/warnings.ts';
import { sourceFilesOf } from '../plan/digest-source.ts';
import { digestHead, type PlanHead } from '../plan/load/plan-head.ts';
import type { Plan } from '../plan/plan.ts';
import { familyOf } from '../plan/secret-family.ts';
import { atOnce } from '../value/sliced.ts';
import { decisionOf } from './collect-decisions.ts';
import { SettledTracker } from './settled-tracker.ts';

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
const FORMAT = 13;

/** As many as views show. */
const KEPT_DECISIONS = 100;

interface Body {
  readonly format: number;
  /** Of the text and inputs of the plan: with the same ones, and the same versions, it need not be compiled. */
  readonly source: string;
  /** The other files that it was compiled from, by their paths from its folder. */
  readonly files: readonly string[];
  /** Members of families of secrets that its migrations refer to. */
  readonly members: readonly string[];
  /** Of what a run needs to connect. */
  readonly head: string;
  /** In the order of the plan, also those without units. */
  readonly migrations: readonly (readonly [name: string, units: number])[];
  /** Names of the steps of a unit; the units of a migration mostly have the same. */
  readonly shapes: readonly (readonly string[])[];
  readonly settled: readonly (readonly [unit: string, shape: number])[];
  readonly steps: readonly (readonly [step: string, state: StepState])[];
  readonly decisions: readonly (readonly [unit: string, decided: UnitDecided])[];
  readonly verifications: readonly (readonly [unit: string, verified: VerifiedUnit])[];
  readonly omissions: readonly (readonly [step: string, omission: StepOmission])[];
  readonly warnings: readonly (readonly [step: string, warning: StepWarning])[];
  readonly heldTimes: readonly (readonly [unit: string, held: HeldTime])[];
  readonly generations: readonly (readonly [unit: string, generation: number])[];
  readonly leftBehind: readonly (readonly [unit: string, left: LeftBehind])[];
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
  readonly plan: Pick<Plan, 'sourceDigest' | 'migrations' | 'environment'> & PlanHead;
  readonly graph: Graph;
}

/**
 * The snapshot of a checkpoint, made by a run of the same plan: what had changed in it was accepted when the run began.
 * Pure. What belongs to settled units becomes one entry for each, so that a reader needs neither their states nor their
 * steps. What changes during the run is copied at once.
 *
 * `settled`: the units that are settled by the checkpoint; by default they are found in it.
 */
export function takeSnapshot(
  source: SnapshotSource,
  checkpoint: Checkpoint,
  decisions: readonly JournalRecord[],
  settled: readonly PlannedUnit[] = atOnce(SettledTracker.ofSliced(source.graph, checkpoint)).units,
): SnapshotDraft {
  const { steps, ...others } = checkpoint;
  const copied: Copied = {
    ...others,
    steps: (steps instanceof StepStates ? steps : StepStates.of(steps)).copy(),
    decisions: new Map(checkpoint.decisions),
    verifications: new Map(checkpoint.verifications),
    omissions: new Map(checkpoint.omissions),
    warnings: new Map(checkpoint.warnings),
    heldTimes: new Map(checkpoint.heldTimes),
    generations: new Map(checkpoint.generations),
    leftBehind: new Map(checkpoint.leftBehind),
    replacedIds: new Set(checkpoint.replacedIds),
    runs: [...checkpoint.runs],
  };
  return { seq: checkpoint.lastSeq, parts: inParts(writeBody(source, copied, { latest: [...decisions], settled })) };
}

/** A checkpoint that stays as it is. */
interface Copied extends Omit<Checkpoint, 'steps'> {
  readonly steps: CopiedStates;
}

/** A piece of a body, and how many steps were looked at for it. */
interface Piece {
  readonly text: string;
  readonly steps: number;
}

/** What is looked at in one go: some milliseconds. */
const STEPS_IN_PART = 2_000;

function* inParts(pieces: Iterable<Piece>): Iterable<string> {
  let text = '';
  let steps = 0;
  for (const piece of pieces) {
    text += piece.text;
    steps += piece.steps;
    if (steps < STEPS_IN_PART) continue;
    yield text;
    text = '';
    steps = 0;
  }
  yield text;
}

function* writeBody(
  { plan, graph }: SnapshotSource,
  {
    steps,
    decisions,
    verifications,
    omissions,
    warnings,
    heldTimes,
    generations,
    leftBehind,
    replacedIds,
    ...rest
  }: Copied,
  { latest, settled }: { readonly latest: readonly JournalRecord[]; readonly settled: readonly PlannedUnit[] },
): Iterable<Piece> {
  const migrations = countUnits(plan, graph);
  const known: KnownBody = {
    format: FORMAT,
    source: plan.sourceDigest,
    files: sourceFilesOf(plan),
    members: [...plan.secrets.keys()].filter((name) => familyOf(name) !== undefined),
    head: digestHead(plan),
    migrations,
    latest,
    rest,
  };
  yield { text: JSON.stringify(known).slice(0, -1), steps: 1 };
  const shapes = new SettledShapes();
  yield* writeList('settled', settled, (unit) => ({
    entry: [unit.address, shapes.add(unit)],
    steps: unit.shape.steps.length,
  }));
  yield { text: `,"shapes":${JSON.stringify(shapes.names)}`, steps: 1 };
  // In the order of the journal, which a comparison of plans shows. Also those that the plan does not have any more.
  yield* writeList('steps', steps.entries(), ({ step, state }) => ({
    entry: shapes.has(step) ? undefined : [step, state()],
    steps: 1,
  }));
  const asItIs = <T>(entry: T) => ({ entry, steps: 1 });
  yield* writeList('decisions', decisions, asItIs);
  yield* writeList('verifications', verifications, asItIs);
  yield* writeList('omissions', omissions, asItIs);
  yield* writeList('warnings', warnings, asItIs);
  yield* writeList('heldTimes', heldTimes, asItIs);
  yield* writeList('generations', generations, asItIs);
  yield* writeList('leftBehind', leftBehind, asItIs);
  yield* writeList('replacedIds', replacedIds, asItIs);
  yield { text: '}', steps: 0 };
}

type KnownBody = Pick<Body, 'format' | 'source' | 'files' | 'members' | 'head' | 'migrations' | 'latest' | 'rest'>;

/** A list of a body, item by item; those without an entry are left out. */
function* writeList<T>(
  name: Exclude<keyof Body, keyof KnownBody>,
  items: Iterable<T>,
  look: (item: T) => { readonly entry: unknown; readonly steps: number },
): Iterable<Piece> {
  let before = `,"${name}":[`;
  for (const item of items) {
    const { entry, steps } = look(item);
    const text = entry === undefined ? '' : `${before}${JSON.stringify(entry)}`;
    if (entry !== undefined) before = ',';
    yield { text, steps };
  }
  yield { text: before === ',' ? ']' : `${before}]`, steps: 0 };
}

function countUnits({ migrations }: SnapshotSource['plan'], { units }: Graph): Body['migrations'] {
  const counts = new Map([...migrations.keys()].map((name) => [name, 0]));
  for (const { unit } of units) counts.set(unit.migration.name, (counts.get(unit.migration.name) ?? 0) + 1);
  return [...counts];
}

/** Settled units, and the names of their steps: most have the same. */
class SettledShapes {
  readonly #shapes = new Map<UnitShape, number>();
  readonly #numbers = new Map<string, number>();
  readonly #units = new Map<string, UnitShape>();

  /** Gives the place in `names` of the names of the unit's steps. */
  add({ address, shape }: PlannedUnit): number {
    const number = this.#shapes.get(shape) ?? this.#numberOf(shape);
    this.#units.set(address, shape);
    return number;
  }

  #numberOf(shape: UnitShape): number {
    const names = JSON.stringify(shape.steps.map(({ name }) => name));
    const number = this.#numbers.get(names) ?? this.#numbers.size;
    this.#numbers.set(names, number);
    this.#shapes.set(shape, number);
    return number;
  }

  has(step: string): boolean {
    const dot = step.lastIndexOf('.');
    return this.#units.get(step.slice(0, Math.max(0, dot)))?.places.has(step.slice(dot + 1)) === true;
  }

  get names(): Body['shapes'] {
    return [...this.#numbers.keys()].map((names) => JSON.parse(names) as readonly string[]);
  }
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
    verifications: new Map(body.verifications),
    omissions: new Map(body.omissions),
    warnings: new Map(body.warnings),
    heldTimes: new Map(body.heldTimes),
    generations: new Map(body.generations),
    leftBehind: new Map(body.leftBehind),
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
  /** Members of families of secrets that its migrations refer to. */
  readonly members: readonly string[];
  /** How many records came after the snapshot. */
  readonly recordsAfter: number;
  /** In the order of the plan, also those without units. */
  readonly migrations: readonly (readonly [name: string, units: number])[];
  /** Every unit of the plan is settled, and nothing else is recorded. */
  readonly isAllSettled: boolean;
  /** Addresses of the steps of a settled unit, in their order. */
  readonly stepsOf: (unit: string) => readonly string[];
}

export interface UncompiledReader extends Pick<SnapshotPlan, 'versionOf'> {
  readonly sourceOf: (files: readonly string[]) => string | undefined;
}

/**
 * As `resumeSnapshot`, for a reader that has the plan's text, files and inputs only: `sourceOf` digests them, given the
 * paths of the files, and gives undefined where one cannot be read. Those that the snapshot was made of were compiled
 * without an error by the run that made it, into what it says.
 */
export async function resumeUncompiled(
  stored: StoredSnapshot,
  after: AsyncIterable<readonly JournalRecord[]>,
  { sourceOf, versionOf }: UncompiledReader,
): Promise<UncompiledCheckpoint | undefined> {
  const body = parseBody(stored);
  if (body === undefined || body.source !== sourceOf(body.files)) return undefined;
  const digest = body.rest.lastRun?.started.planDigest ?? '';
  const open = await continueBody(body, after, { digest, versionOf, unitOf: unitOfStep });
  if (open === undefined) return undefined;
  const { checkpoint, settled } = open;
  const units = body.migrations.reduce((sum, [, count]) => sum + count, 0);
  const shapes = new Map(body.settled);
  return {
    ...open,
    head: body.head,
    members: body.members,
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
    case 'orphans.swept':
    case 'unit.verified':
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
