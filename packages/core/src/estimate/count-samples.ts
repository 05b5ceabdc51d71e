/** So many runs tell the middle and the ninth of ten apart; more would not change what a reader does. */
const MOST_SAMPLES = 25;
/** Steps that all samples together may have, so that a preview of a large plan comes while somebody waits for it. */
export const SAMPLED_STEPS = 350_000;

/** How many runs of so many steps are simulated: an odd number, which has a run in its middle, and at least one. */
export function countSamples(stepsLeft: number): number {
  const affordable = Math.floor(SAMPLED_STEPS / Math.max(1, stepsLeft));
  return Math.max(1, Math.min(MOST_SAMPLES, affordable - ((affordable + 1) % 2)));
}
