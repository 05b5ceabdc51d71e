import type { JsonObject } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { FaultRule } from '@waybill/sandbox';
import { keepKindsOnly } from './with-kinds-only.ts';

/** What the state suffers at a death, as shares of what there is. */
export interface DamageDraw {
  readonly kind: 'tail-lost' | 'bit-flipped';
  /** At which death, from 1. */
  readonly death: number;
  readonly share: number;
  readonly bit: number;
}

/** A scenario as far as it is drawn. */
export interface Damageable {
  readonly seed: number;
  readonly plan: JsonObject;
  readonly faults: readonly FaultRule[];
  /** Whether a damage is worth to leave a part of the plan out: nothing else of the scenario excludes it. */
  readonly mayNarrow: boolean;
}

/** What a damaged state belongs to: the plan and the faults of the run, perhaps less than were drawn. */
export interface Damaged {
  readonly plan: JsonObject;
  readonly faults: readonly FaultRule[];
  readonly damage: DamageDraw;
}

/** How often a plan leaves out what cannot be found again, so that its state can be damaged. One drawn plan of five has none of it. */
const NARROWED_SHARE = 0.3;

/**
 * For plans whose tasks can be found again without the state: those of kinds, which carry a mark, are not deleted and do
 * not show up late. For others a lost record is lost for good.
 */
export function drawDamage({ seed, plan, faults, mayNarrow }: Damageable): Damaged | undefined {
  // A source of its own, so that everything else of the scenario is as it is without it.
  const random = createSeededRandom(seed + 7_000_000_000);
  const damage: DamageDraw = {
    kind: random.fraction() < 0.5 ? 'tail-lost' : 'bit-flipped',
    death: random.fraction() < 0.7 ? 1 : 2,
    share: random.fraction(),
    bit: Math.floor(random.fraction() * 100_000),
  };
  if (canBeFound(plan, faults)) return { plan, faults, damage };
  if (!mayNarrow || random.fraction() >= NARROWED_SHARE) return undefined;
  const kinds = keepKindsOnly(plan);
  return kinds && { plan: kinds, faults: faults.filter(({ fault }) => fault.kind !== 'hidden-in-list'), damage };
}

function canBeFound(plan: JsonObject, faults: readonly FaultRule[]): boolean {
  const migrations = Object.values(plan['migrations'] as Record<string, JsonObject>);
  const areFound = migrations.every(
    ({ uses, cleanup }) => typeof uses === 'string' && /\.[a-z]/.test(uses) && cleanup !== 'delete',
  );
  return areFound && !faults.some(({ fault }) => fault.kind === 'hidden-in-list');
}
