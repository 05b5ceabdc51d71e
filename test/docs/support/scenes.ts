import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHOP_PLAN } from '../../../packages/cli/src/testing/sandbox-session.ts';
import { TROUBLE, TROUBLED_PLAN } from '../../../packages/cli/src/testing/troubled-plan.ts';
import { waitFor } from '../../e2e/support/processes.ts';
import type { DocsSession } from './docs-session.ts';
import { ROOT } from './read-page.ts';

/** Without its input, so that the commands of a page need no option that the page does not show. */
const withoutEndpoint = (plan: string): string =>
  plan.replace(/^inputs:\n.*\n/m, '').replaceAll(/^ {4}endpoint: \$.*\n/gm, '');

const SHOP = withoutEndpoint(SHOP_PLAN);
const INDICES = SHOP.slice(0, SHOP.indexOf('  sessions:'));
const TROUBLED = withoutEndpoint(TROUBLED_PLAN).replaceAll('twins', 'machines');

const MISSPELLED = `version: 1
name: shop
providers:
  search: { type: alicloud-elasticsearch, region: cn-beijing }
migrations:
  tasks:
    uses: search.ListDataTasks
    with: { Instanceid: es-cn-n6w1o1x0w001c }
`;

/** Two clusters of the sandbox at `url`, and what is done with their index `orders`. */
const clustersAt = (url: string, orders: string): string => `version: 1
name: shop
providers:
  old: { type: elasticsearch, url: "${url}/clusters/old" }
  new: { type: elasticsearch, url: "${url}/clusters/new" }
migrations:
  orders:
${orders}`;

const COMPARED = `    uses: new.verify
    with:
      source: { connection: old, index: orders }
      target: { index: orders }
`;

const COPIED = `    uses: new.reindex
    with:
      source: { connection: old, index: orders }
      dest: { index: orders }
      method: bulk
    cutover: { mode: clients }
`;

/** Longer than a page takes on any machine, and within the time that a signature is valid for after a leap of it. */
const ENDLESS = { alicloudPendingMs: 500, alicloudRunningMs: 300_000 };

/**
 * Situations that a page puts its reader in, each brought about by real commands. `shop.yaml` moves two indices and then
 * one Redis, which waits at its cut-over.
 */
export const SCENES: Readonly<Record<string, (session: DocsSession) => Promise<void>>> = {
  /** A plan that was never applied. */
  shop: async (session) => session.write('shop.yaml', SHOP),

  /** A plan with a misspelled field, in the lines in which a person wrote it. */
  misspelled: async (session) => session.writeAsIs('shop.yaml', MISSPELLED),

  /** A folder without `shop.yaml`. */
  empty: async () => {},

  /** Applied until it waits for an approval. */
  gated: async (session) => {
    session.write('shop.yaml', SHOP);
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 3);
  },

  /** Killed with its tasks under way. */
  killed: async (session) => {
    session.write('shop.yaml', SHOP);
    const run = await startSlowly(session);
    run.kill('SIGKILL');
    await run.ended;
    endTasks(session);
  },

  /** Killed, and its state brought to `states/shop.db`. */
  moved: async (session) => {
    await scene('killed', session);
    session.copy('.waybill', 'states');
    session.remove('.waybill');
  },

  /** Another process carries it out. */
  held: async (session) => {
    session.write('shop.yaml', SHOP);
    await startSlowly(session);
  },

  /** The process that carries it out was frozen. */
  frozen: async (session) => {
    session.write('shop.yaml', SHOP);
    (await startSlowly(session)).kill('SIGSTOP');
    endTasks(session);
  },

  /** A vendor refused the credentials. */
  'refused credentials': async (session) => {
    session.write('shop.yaml', SHOP);
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-the-secret' };
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 5, env);
  },

  /** Both indices were refused, and nobody knows whether the machines `a` and `b` exist. */
  troubled: async (session) => {
    session.write('shop.yaml', TROUBLED);
    session.sandbox.control.setFaults(TROUBLE);
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 5);
    session.sandbox.control.setFaults([]);
  },

  /** Applied, and then the number of shards was changed. */
  edited: async (session) => {
    await scene('gated', session);
    session.write('shop.yaml', SHOP.replace('number_of_shards: "2"', 'number_of_shards: "3"'));
  },

  /** Two indices were moved, and the state is gone. */
  'lost state': async (session) => {
    session.write('shop.yaml', INDICES);
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 0);
    session.remove('.waybill');
  },

  /** Nothing but the passwords of a fleet, and a sandbox that has its account. */
  fleet: async (session) => {
    const account = JSON.parse(readFileSync(join(ROOT, 'examples', 'fleet', 'account.json'), 'utf8'));
    session.sandbox.control.setSettings(account);
    for (const { name } of account.huaweicloud.instances)
      for (const side of ['old', 'new']) session.write(join('secrets', side, name), `${side}-${name}\n`);
  },

  /** An index and a copy of it that lacks one document, and has another total in a second one. */
  different: async (session) => {
    const documents = [1, 2, 3].map((total) => ({ _id: `order-${total}`, _source: { total } }));
    const copied = [documents[0], { _id: 'order-2', _source: { total: 200 } }];
    const clusterOf = (name: string, found: readonly unknown[]) => {
      return { name, security: null, indices: { orders: { documents: found } } };
    };
    const clusters = [clusterOf('old', documents), clusterOf('new', copied)];
    session.sandbox.control.setSettings({ elasticsearch: { clusters } } as never);
    session.writeAsIs('shop.yaml', clustersAt(session.sandbox.url, COMPARED));
  },

  /** An index was copied into another cluster, and waits for its cut-over. */
  copied: async (session) => {
    const documents = [1, 2, 3].map((total) => ({ _id: `order-${total}`, _source: { total } }));
    const old = { name: 'old', version: '7.10.2', security: null, indices: { orders: { documents } } };
    const clusters = [old, { name: 'new', version: '7.17.28', security: null }];
    session.sandbox.control.setSettings({ elasticsearch: { clusters } } as never);
    session.writeAsIs('shop.yaml', clustersAt(session.sandbox.url, COPIED));
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 3);
  },

  /** All is done. */
  done: async (session) => {
    session.write('shop.yaml', INDICES);
    await expectExit(session, ['apply', 'shop.yaml', '--auto-approve', '--quiet'], 0);
  },
};

/** Throws when there is no scene of that name, or when it does not come about. */
export async function scene(name: string, session: DocsSession): Promise<void> {
  const bringAbout = SCENES[name];
  if (bringAbout === undefined)
    throw new Error(`there is no scene "${name}"; there are: ${Object.keys(SCENES).join(', ')}`);
  await bringAbout(session);
}

/** Another process that waits for both of its tasks: it looks at them and writes nothing meanwhile. */
async function startSlowly(session: DocsSession): Promise<ReturnType<DocsSession['start']>> {
  const { control } = session.sandbox;
  control.setDurations(ENDLESS);
  const run = session.start(['apply', 'shop.yaml', '--auto-approve']);
  const looks = (): number => control.requests({ operation: 'ListDataTasks' }).length;
  await waitFor('both tasks were created', () => control.state().alicloud.tasks.length === 2);
  const before = looks();
  await waitFor('the tasks are being watched', () => {
    // A run that has ended is not waited for: what it printed says why.
    if (!run.isAlive) throw new Error(`apply ended early:\n${run.stdout}${run.stderr}`);
    return looks() > before + 3;
  });
  return run;
}

/** The vendor's clock moves on until the tasks have succeeded. */
function endTasks({ sandbox: { control } }: DocsSession): void {
  control.advance(ENDLESS.alicloudPendingMs + ENDLESS.alicloudRunningMs);
}

async function expectExit(
  session: DocsSession,
  argv: readonly string[],
  expected: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, stdout, stderr } = await session.run(argv, { env });
  if (code !== expected) throw new Error(`waybill ${argv.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
