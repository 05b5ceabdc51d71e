import { it } from 'vitest';
import { killInLanes } from './support/kill-lanes.ts';

/** A committed one, as those of properties: no change is refused for a kill that nobody has tried before. */
const SEED = Number(process.env['WAYBILL_SEED'] ?? 20_261_129);

it(`survives 10 kills amid effects without doing anything twice (WAYBILL_SEED=${SEED})`, {
  timeout: 900_000,
}, async () => {
  await killInLanes({ lanes: 1, killsPerLane: 10, seed: SEED, atEffects: true });
});
