/**
 * The seed of a long run. `npm run test:long` chooses one, prints it and records it with the result; set `WAYBILL_SEED` to
 * repeat a run.
 */
export const LONG_SEED: number = Number(process.env['WAYBILL_SEED'] ?? 1);
