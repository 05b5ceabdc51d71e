// Finds the newest state that an apply job has left. None is fine before the first apply; anything else that goes wrong
// stops the job: without its state, a plan would be started anew.
import { basename, extname } from 'node:path';
import { env } from 'node:process';
import { findArtifact, setOutput } from './api.mjs';

const name = basename(env.PLAN, extname(env.PLAN));
const artifact = await findArtifact(`waybill-state-${name}`);
setOutput('artifact', `waybill-state-${name}`);
setOutput('run-id', artifact?.workflow_run.id ?? '');
console.log(
  artifact === undefined
    ? `No state of ${name} is kept: it was never applied here.`
    : `State of ${name} from ${artifact.created_at}.`,
);
