/**
 * Properties draw the same values in every `npm test`: what fails there fails again, and no change is refused for a fault that
 * it did not bring. `npm run test:long` draws others each time (`test/properties.long.test.ts`).
 */
import fc from 'fast-check';

const COMMITTED_SEED = 20_261_129;

fc.configureGlobal({ seed: Number(process.env['WAYBILL_SEED'] ?? COMMITTED_SEED) });
