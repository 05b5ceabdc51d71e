import { expect, it } from 'vitest';
import type { Reply } from '../answer/answer-rules.ts';
import { parseConfig } from '../config.ts';
import { serverAddress } from '../endpoint/endpoints.ts';
import { findLayout } from './find-layout.ts';
import type { Ask } from './redis-wire.ts';

const URL = 'redis://10.0.0.1:6379';

/** Of a server that says so of itself, with two masters. */
function serverOf(info: readonly string[]): Ask {
  const answers: Readonly<Record<string, Reply>> = {
    'INFO server': { value: info.join('\r\n') },
    'CLUSTER SLOTS': {
      value: [
        [0, 8_191, ['10.0.0.1', 6_379, 'one']],
        [8_192, 16_383, ['10.0.0.2', 6_379, 'two']],
      ],
    },
    'CLUSTER NODES': { value: '' },
  };
  return async ({ commands }) => commands.map((words) => answers[words.join(' ')] ?? { error: 'ERR unknown command' });
}

const find = (...info: readonly string[]) =>
  findLayout(parseConfig({ url: URL }), [serverAddress(URL)], serverOf(info));

it('finds the masters of a cluster by what the server calls itself', async () => {
  const masters = [{ address: { origin: URL } }, { address: { origin: 'redis://10.0.0.2:6379' } }];
  expect(await find('redis_version:7.0.15', 'redis_mode:cluster')).toMatchObject({ mode: 'cluster', masters });
  // Valkey has another word for it.
  const valkey = ['redis_version:7.2.4', 'server_name:valkey', 'valkey_version:9.1.2'];
  expect(await find(...valkey, 'server_mode:cluster')).toMatchObject({
    mode: 'cluster',
    valkeyVersion: '9.1.2',
    masters,
  });
  expect(await find(...valkey, 'server_mode:standalone')).toMatchObject({ mode: 'standalone' });
});

it('asks for the name that a Sentinel watches', async () => {
  for (const word of ['redis_mode', 'server_mode'])
    await expect(find('redis_version:7.2.4', `${word}:sentinel`)).rejects.toThrow(/master_name/);
});
