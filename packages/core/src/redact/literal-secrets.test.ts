import { expect, it } from 'vitest';
import { literalSecrets } from './literal-secrets.ts';

it('finds passwords and tokens inside URLs, in inputs, provider entries and migrations, as written and decoded', () => {
  const plan = {
    inputs: { source: 'http://elastic:in%2Fput@10.0.0.1:9200' },
    providers: new Map([['search', { config: { endpoint: 'https://token-of-a-proxy@host' } }]]),
    migrations: new Map([
      ['orders', { with: { sourceCluster: { endpoint: 'http://u:with-pw@h' } }, forEach: ['redis://:each-pw@h'] }],
    ]),
  };
  expect([...literalSecrets(plan as never)]).toEqual(['in%2Fput', 'in/put', 'token-of-a-proxy', 'with-pw', 'each-pw']);
});
