import { describe, it } from 'vitest';
import { LONG_SEED } from '../long-seed.ts';
import { canStart } from '../servers/require-servers.ts';
import { killInRounds } from './support/kill-rounds.ts';

describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
  'an index on its way between real clusters',
  () => {
    it('arrives whole in 20 rounds in which the command and both servers are killed at any moment', async () => {
      await killInRounds({ rounds: 20, seed: LONG_SEED });
    });
  },
);
