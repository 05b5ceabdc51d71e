/** Plans of more steps are saved and reported without their requests and fingerprints: those take memory for each step. */
export const MOST_DETAILED_STEPS = 150_000;
