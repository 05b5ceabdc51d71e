import type { DealtWaves } from '../graph/deal-waves.ts';
import type { Graph, PlannedUnit } from '../graph/graph.ts';
import type { StepStatus } from '../progress/step-status.ts';
import type { PolicyView } from './policies/policy.ts';

/** How far one wave is. */
export interface WaveCount {
  readonly units: number;
  /** Not ended: some of their steps are left. */
  readonly open: number;
  /** Failed, or nobody knows whether a call of it happened. Given up by an operator is no failure. */
  readonly failed: number;
  /** When the last of its units ended; 0 while none has. */
  readonly lastEndMs: number;
}

type Facts = Pick<PolicyView, 'unitStatus' | 'stepStatus' | 'recordOf'>;

type Dealt = Pick<DealtWaves, 'waves' | 'waveOf'>;

/**
 * Counts the units of each wave by what became of them, whoever brought that about: earlier runs, this one, or an operator. It looks at all
 * units once, and then at those of which a step has ended.
 */
export class WaveProgress {
  readonly #dealt: Dealt;
  readonly #graph: Graph;
  readonly #counts: Count[];
  /** By address; those that are open and not failed are left out. */
  readonly #ends = new Map<string, UnitEnd>();
  /** Units to be looked at again → when a step of theirs ended last. */
  readonly #touched = new Map<string, number>();
  #isCounted = false;

  constructor(dealt: Dealt, graph: Graph) {
    this.#dealt = dealt;
    this.#graph = graph;
    this.#counts = dealt.waves.map(({ length }) => ({ units: length, open: length, failed: 0, lastEndMs: 0 }));
  }

  /** Something of these units has ended. */
  touch(units: readonly string[], atMs: number): void {
    for (const unit of units) this.#touched.set(unit, atMs);
  }

  /** One for each wave. */
  counts(facts: Facts): readonly WaveCount[] {
    if (!this.#isCounted) {
      this.#isCounted = true;
      for (const unit of this.#graph.units) this.#lookAt(unit, recordedEndMs(unit, facts), facts);
    }
    for (const [address, atMs] of this.#touched) {
      const unit = this.#graph.unitsByAddress.get(address);
      if (unit !== undefined) this.#lookAt(unit, atMs, facts);
    }
    this.#touched.clear();
    return this.#counts;
  }

  #lookAt(unit: PlannedUnit, atMs: number, facts: Facts): void {
    const wave = this.#counts[this.#dealt.waveOf.get(unit.address) ?? -1];
    if (wave === undefined) return;
    const before = this.#ends.get(unit.address) ?? OPEN;
    const end = endOf(unit, facts);
    wave.open += Number(before.isOver) - Number(end.isOver);
    wave.failed += Number(end.isFailed) - Number(before.isFailed);
    if (end.isOver) wave.lastEndMs = Math.max(wave.lastEndMs, atMs);
    if (end.isOver || end.isFailed) this.#ends.set(unit.address, end);
    else this.#ends.delete(unit.address);
  }
}

type Count = { -readonly [Name in keyof WaveCount]: WaveCount[Name] };

interface UnitEnd {
  readonly isOver: boolean;
  readonly isFailed: boolean;
}

const OPEN: UnitEnd = { isOver: false, isFailed: false };
const ENDED: ReadonlySet<StepStatus> = new Set(['succeeded', 'failed', 'unknown', 'skipped']);

function endOf({ address, shape }: PlannedUnit, { unitStatus, stepStatus }: Facts): UnitEnd {
  const status = unitStatus(address);
  if (status === 'succeeded' || status === 'skipped') return { isOver: true, isFailed: false };
  if (status !== 'failed' && status !== 'unknown') return OPEN;
  // What a unit does whatever has failed may be left.
  return { isOver: shape.steps.every(({ name }) => ENDED.has(stepStatus(`${address}.${name}`))), isFailed: true };
}

/** By the journal: when the last record of its steps was written; 0 where there is none. */
function recordedEndMs({ address, shape }: PlannedUnit, { recordOf }: Facts): number {
  return shape.steps.reduce((latest, { name }) => Math.max(latest, recordOf(`${address}.${name}`)?.at ?? 0), 0);
}
