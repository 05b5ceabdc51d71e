import type { JsonObject } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { FaultRule } from '@waybill/sandbox';

/** What the state suffers at a death, as shares of what there is. */
export interface DamageDraw {
  readonly kind: 'tail-lost' | 'bit-flipped';
  /** At which death, from 1. */
  readonly death: number;
  readonly share: number;
  readonly bit: number;
}

/**
 * For plans whose tasks can be found again without the state: those of kinds, which carry a mark, are not deleted and do
 * not show up late. For others a lost record is lost for good.
 */
export function drawDamage(seed: number, plan: JsonObject, faults: readonly FaultRule[]): DamageDraw | undefined {
  // A source of its own, so that everything else of the scenario is as it is without it.
  const random = createSeededRandom(seed + 7_000_000_000);
  const draw: DamageDraw = {
    kind: random.fraction() < 0.5 ? 'tail-lost' : 'bit-flipped',
    death: random.fraction() < 0.7 ? 1 : 2,
    share: random.fraction(),
    bit: Math.floor(random.fraction() * 100_000),
  };
  const migrations = Object.values(plan['migrations'] as Record<string, JsonObject>);
  const canBeFound = migrations.every(
    ({ uses, cleanup }) => typeof uses === 'string' && /\.[a-z]/.test(uses) && cleanup !== 'delete',
  );
  return canBeFound && !faults.some(({ fault }) => fault.kind === 'hidden-in-list') ? draw : undefined;
}
