// Makes one whole file of a state, whatever a run that was killed has left beside it, so that an artifact holds just that.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { env } from 'node:process';
import { backup, DatabaseSync } from 'node:sqlite';
import { setOutput } from './api.mjs';
import { makeFolder } from './take-artifact.mjs';

if (existsSync(env.PLAN_STATE)) {
  const copy = join(makeFolder(), basename(env.PLAN_STATE));
  const state = new DatabaseSync(env.PLAN_STATE);
  await backup(state, copy);
  state.close();
  setOutput('path', copy);
} else console.log('There is no state to keep.');
