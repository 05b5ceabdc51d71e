// Units behind gates that several have to approve, for many seeds. Ends with 1 at the first failing seed.
import { liveApprovals } from './approvals.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(liveApprovals);
