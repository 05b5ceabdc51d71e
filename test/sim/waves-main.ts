// Units in waves, for many seeds. Ends with 1 at the first failing seed.
import { runCampaign } from './run-campaign.ts';
import { liveWaves } from './waves.ts';

await runCampaign(liveWaves);
