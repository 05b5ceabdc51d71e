import { createSeededRandom } from '@waybill/core/testing';
import { systemClock } from '@waybill/node';
import { startSandbox } from '@waybill/sandbox';
import { createUndiciTransport } from '@waybill/transport';
import { describe, expect, it } from 'vitest';
import { connect } from '../../packages/provider-elasticsearch/src/session/connect.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { record } from './support/recorded-script.ts';

const random = createSeededRandom(1);

/** What the cluster there answers. */
async function recordAt(url: string, version: string): Promise<readonly string[]> {
  await using transport = createUndiciTransport();
  const session = await connect({ alias: 'it', config: { url }, env: {}, transport, clock: systemClock, random });
  return await record(session, version);
}

async function ofSandbox(version: string): Promise<readonly string[]> {
  await using sandbox = await startSandbox({ seed: 3 });
  sandbox.control.setSettings({ elasticsearch: { clusters: [{ name: 'it', version, security: null }] } });
  return await recordAt(`${sandbox.url}/clusters/it`, version);
}

describe.each(['elasticsearch-6.7', 'elasticsearch-7.17', 'opensearch-2'] as const)('the sandbox and %s', (name) => {
  it.skipIf(!canStart(name))('answer every call of a migration in the same way', async () => {
    const { it: server } = await borrowServers({ it: name });
    const real = await recordAt(server.url, server.version);
    expect(real.join('\n')).toMatch(/CountDocuments: 20\n/);
    expect(await ofSandbox(server.version)).toEqual(real);
  });
});
