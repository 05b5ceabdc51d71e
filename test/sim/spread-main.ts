// Lives seeds through with the steps of each unit on two connections. Ends with 1 at the first failing seed.
import { checkTrace } from './check-trace.ts';
import { runCampaign } from './run-campaign.ts';
import { simulateSpread } from './simulate-spread.ts';

await runCampaign(async (seed) => checkTrace(await simulateSpread(seed)));
