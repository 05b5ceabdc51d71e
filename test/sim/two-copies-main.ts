// Runs two copies of a state at once, for many seeds. Ends with 1 at the first failing seed.
import { runCampaign } from './run-campaign.ts';
import { runTwoCopies } from './run-two-copies.ts';

await runCampaign(async (seed) => (await runTwoCopies(seed)).violations);
