import { startSandbox } from '@waybill/sandbox';
import { describe, expect, it } from 'vitest';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { documentedLevels, tryLevels } from './support/verify-levels.ts';

describe('each level finds of planted damage what the page says', () => {
  it('on the sandbox', async () => {
    await using sandbox = await startSandbox({ seed: 3 });
    sandbox.control.setSettings({ elasticsearch: { clusters: [{ name: 'it', security: null }] } });
    expect(await tryLevels(new ClusterClient(`${sandbox.url}/clusters/it`))).toEqual(documentedLevels());
  });

  it.skipIf(!canStart('elasticsearch-7.10'))('on a real 7.10', async () => {
    const { it: server } = await borrowServers({ it: 'elasticsearch-7.10' });
    expect(await tryLevels(new ClusterClient(server.url))).toEqual(documentedLevels());
  });
});
