// Lives of units whose checks all ask the same, for many seeds. Ends with 1 at the first failing seed.
import { liveFreshAnswers } from './fresh-answers.ts';
import { runCampaign } from './run-campaign.ts';

await runCampaign(liveFreshAnswers);
