// Exchanges of addresses while writers wait, for many seeds. Ends with 1 at the first failing seed.
import { liveHeldWriters } from './held-writers.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(liveHeldWriters);
