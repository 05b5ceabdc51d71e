import { beforeAll, describe, expect, it } from 'vitest';
import { CommandLine, expectCode, jsonLines } from '../e2e/support/command-line.ts';
import { ServedSandbox } from '../e2e/support/served-sandbox.ts';
import { borrowServers } from '../servers/borrow-servers.ts';
import { canStart } from '../servers/require-servers.ts';
import { ClusterClient } from './support/cluster-client.ts';
import { NASTY_DOCUMENTS, plainDocuments } from './support/nasty-documents.ts';

const INDEX = 'task-copied';
const PROPERTIES = { name: { type: 'text' }, n: { type: 'long' }, extra: { type: 'object', enabled: false } };
/** Nothing listens there. */
const NOBODY = 'http://127.0.0.1:9';

/** The vendor is the sandbox, which moves no documents: the copy is there as its task would have made it. */
describe.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))('a data task between two real clusters', () => {
  let source: ClusterClient;
  let sink: ClusterClient;

  beforeAll(async () => {
    const servers = await borrowServers({ source: 'elasticsearch-6.7', sink: 'elasticsearch-7.10' });
    [source, sink] = [new ClusterClient(servers.source.url), new ClusterClient(servers.sink.url)];
    const settings = { number_of_shards: 2, number_of_replicas: 0 };
    const documents = [...NASTY_DOCUMENTS, ...plainDocuments(200)];
    await source.must('PUT', `/${INDEX}`, { settings, mappings: { _doc: { properties: PROPERTIES } } });
    await source.load(INDEX, documents, '_doc');
    await sink.must('PUT', `/${INDEX}`, { settings, mappings: { properties: PROPERTIES } });
    await sink.load(INDEX, documents, undefined);
  });

  const vendorOf = () => ServedSandbox.start({ seed: 5, durations: { alicloudPendingMs: 50, alicloudRunningMs: 150 } });

  const planOf = (sinkUrl = sink.url) => `version: 1
name: task
inputs: { search_endpoint: {}, cache_endpoint: {}, project_id: {} }
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing, endpoint: "\${{ inputs.search_endpoint }}", polling: { initial_interval: 200ms, max_interval: 200ms } }
  source: { type: elasticsearch, url: ${source.url} }
  sink: { type: elasticsearch, url: ${sinkUrl} }
defaults: { retry: { max_attempts: 2, initial_interval: 10ms } }
migrations:
  orders:
    uses: search.index-migration
    with:
      InstanceId: es-cn-n6w1o1x0w001c
      sourceCluster: { endpoint: "http://10.20.0.5:9200", username: elastic, password: "x", index: ${INDEX}, type: _doc }
      sinkCluster:
        username: elastic
        password: "x"
        index: ${INDEX}
        type: _doc
        settings: { index: { number_of_shards: "2" } }
        mapping: { _doc: { properties: ${JSON.stringify(PROPERTIES)} } }
    verify: { level: digest, connect: { source: source, target: sink } }
`;

  it('is compared document by document, also later, and damage is named', async () => {
    const vendor = await vendorOf();
    const waybill = CommandLine.on(vendor, { plan: planOf() });
    expectCode(0, await waybill.run('apply'));
    const found = ({ stdout }: { readonly stdout: string }) => jsonLines(stdout).at(-1)?.['verification'];
    const verify = () => waybill.run('verify', '--json', '--quiet');
    expect(found(expectCode(0, await verify()))).toMatchObject({ result: 'equal', units: { equal: 1 } });
    await sink.must('POST', `/${INDEX}/_bulk?refresh`, '{"index":{"_id":"only-here"}}\n{"n":1}\n');
    const stale = jsonLines(expectCode(0, await waybill.run('status', '--freshness', '--json')).stdout)[0];
    expect(JSON.stringify(stale?.['verified'])).toContain('stale');
    const different = expectCode(8, await verify());
    expect(different.stdout).toContain('only-here');
    await sink.must('DELETE', `/${INDEX}/_doc/only-here?refresh`);
    expect(found(expectCode(0, await verify()))).toMatchObject({ result: 'equal' });
  });

  it('is refused before the task is made where this machine does not reach a side', async () => {
    const vendor = await vendorOf();
    const waybill = CommandLine.on(vendor, { plan: planOf(NOBODY) });
    const plan = await waybill.run('plan', '--json');
    expect(plan.stdout).toContain(`The cluster sink (${NOBODY}) cannot be reached from this machine`);
    expect(plan.stdout).toContain('verify.connect.target');
    const refused = await waybill.run('apply');
    expect(refused.code).not.toBe(0);
    expect(`${refused.stdout}${refused.stderr}`.replace(/\s+/g, ' ')).toContain('verify.connect.target');
    expect(vendor.taskCount()).toBe(0);
  });
});
