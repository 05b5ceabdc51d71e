// Units inside windows, for many seeds. Ends with 1 at the first failing seed.
import { runCampaign } from './run-campaign.ts';
import { liveWindows } from './windows.ts';

await runCampaign(liveWindows);
