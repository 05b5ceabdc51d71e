// Lives of own work, for many seeds. Ends with 1 at the first failing seed.
import { liveOwnWork } from './own-work.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(liveOwnWork);
