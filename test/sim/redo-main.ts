// Starts units over after the end, for many seeds. Ends with 1 at the first failing seed.
import { redoAndFinish } from './redo-and-finish.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(async (seed) => (await redoAndFinish(seed)) ?? []);
