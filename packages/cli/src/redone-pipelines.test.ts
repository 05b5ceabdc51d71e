import { afterEach, expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';

let session: SandboxSession;

afterEach(async () => await session[Symbol.asyncDispose]());

const settingsOfCopy = async (): Promise<object> => {
  const answer = (await (await fetch(`${session.sandbox.url}/clusters/new/copy`)).json()) as {
    copy: { settings: { index: object } };
  };
  return answer.copy.settings.index;
};

/** Its pipelines would work on documents a second time that have passed them at the source. */
test.each([
  ['the target pulls', 'remote'],
  ['Waybill writes', 'bulk'],
])('a unit that is started over copies past the pipelines that it gave its copy, where %s', async (_name, method) => {
  session = await SandboxSession.open(
    planOfTwoClusters(`  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: ${method} }
`),
  );
  const settings = { default_pipeline: 'clean', number_of_replicas: '1' };
  const orders = { documents: TWENTY_DOCUMENTS, settings };
  const clusters = [
    { name: 'old', version: '7.10.2', security: null, indices: { orders } },
    { name: 'new', version: '7.17.28', security: null, pipelines: ['clean'], dataNodes: 2 },
  ];
  session.sandbox.control.setSettings({ elasticsearch: { clusters } });
  const own = { default_pipeline: 'clean', number_of_replicas: '1' };
  const first = await session.run('apply', ['--auto-approve']);
  expect([first.code, await settingsOfCopy()]).toEqual([0, expect.objectContaining(own)]);

  expect((await session.run('redo', ['orders', '--reason', 'once more'])).code).toBe(0);
  session.sandbox.control.setFaults([
    { operation: method === 'bulk' ? 'BulkDocuments' : 'Reindex', nth: 1, fault: { kind: 'hold', when: 'before' } },
  ]);
  let hasEnded = false;
  const again = session.run('resume', ['--auto-approve']).finally(() => {
    hasEnded = true;
  });
  const { control } = session.sandbox;
  while (!hasEnded && control.held().length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect([hasEnded, control.held().length]).toEqual([false, 1]);
  const meanwhile = await settingsOfCopy();
  expect(meanwhile).toMatchObject({ number_of_replicas: '0', refresh_interval: '-1' });
  expect(meanwhile).not.toHaveProperty('default_pipeline');
  session.sandbox.control.release();
  const { code, stdout, stderr } = await again;
  expect(code, stdout + stderr).toBe(0);
  expect(await settingsOfCopy()).toMatchObject(own);
});
