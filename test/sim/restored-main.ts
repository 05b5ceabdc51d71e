// Puts old copies of the state in its place, for many seeds. Ends with 1 at the first failing seed.
import { restoreAndFinish } from './restore-and-finish.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(restoreAndFinish);
