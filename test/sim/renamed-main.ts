// Lives of plans that are renamed, for many seeds. Ends with 1 at the first failing seed.
import { liveRenamed } from './renamed.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(liveRenamed);
