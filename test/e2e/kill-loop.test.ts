import { it } from 'vitest';
import { killInLanes } from './support/kill-lanes.ts';

const SEED = Number(process.env['WAYBILL_SEED'] ?? Date.now() % 1_000_000);

it(`survives 10 kills amid effects without doing anything twice (WAYBILL_SEED=${SEED})`, {
  timeout: 900_000,
}, async () => {
  await killInLanes({ lanes: 1, killsPerLane: 10, seed: SEED, atEffects: true });
});
