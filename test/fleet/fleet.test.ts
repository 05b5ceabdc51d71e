import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DocsSession, type RunResult } from '../docs/support/docs-session.ts';
import { ROOT, readPage } from '../docs/support/read-page.ts';
import { scene } from '../docs/support/scenes.ts';

interface Account {
  readonly alicloud: { readonly clusters: readonly { readonly indices: Readonly<Record<string, unknown>> }[] };
  readonly huaweicloud: { readonly instances: readonly { readonly instance_id: string; readonly name: string }[] };
}

const ACCOUNT: Account = JSON.parse(readFileSync(join(ROOT, 'examples', 'fleet', 'account.json'), 'utf8'));
const FILES = readPage('docs/how-to-fleet.md').blocks.filter(({ directive }) => directive.file !== undefined);
const INDICES = Object.keys(ACCOUNT.alicloud.clusters[0]?.indices ?? {}).filter(
  (name) => !name.startsWith('.') && !name.startsWith('events-2017'),
);
const CACHES = ACCOUNT.huaweicloud.instances.filter(({ name }) => name.startsWith('prod-'));
const PLACE = ['endpoint=${{ inputs.old_search }}', 'username=elastic', 'password=${{ secrets.es_old }}'];

let session: DocsSession;

/** What the page writes and lists, with the rates of a sandbox. */
beforeAll(async () => {
  session = await DocsSession.open();
  await scene('fleet', session);
  session.setVariable('ES_OLD_PASSWORD', 'old-password');
  session.setVariable('ES_NEW_PASSWORD', 'new-password');
  for (const { directive, text } of FILES)
    session.write(directive.file ?? '', text.replaceAll(/requests: \d+\/s/g, 'requests: 5000/s'));
  const words = [...PLACE.flatMap((place) => ['--with', place]), '--exclude', 'events-2017-*'];
  await run('discover', 'fleet.yaml', 'search', ...words, '--out', 'indices-prod.yaml', '--env', 'prod');
  await run('discover', 'fleet.yaml', 'cache', '--match', 'prod-*', '--out', 'redis-prod.yaml', '--env', 'prod');
  await run('plan', 'fleet.yaml', '--env', 'prod', '--out', 'prod.preview.json');
});

afterAll(async () => await session[Symbol.asyncDispose]());

test('300 indices and 46 Redis instances are a plan of under 60 lines, two inventories and values of an environment', () => {
  expect([INDICES.length, CACHES.length]).toEqual([300, 46]);
  const [plan, ...values] = FILES;
  expect(plan?.text.split('\n').length).toBeLessThan(60);
  expect(values.map(({ directive, text }) => [directive.file, text.split('\n').length < 10])).toEqual([
    ['test.yaml', true],
    ['prod.yaml', true],
  ]);
});

describe('its comment', () => {
  let comment: string;
  beforeAll(async () => {
    comment = (await run('show', 'prod.preview.json', '--format', 'markdown')).stdout;
  });

  test('fits into 20 kB', () => expect(Buffer.byteLength(comment)).toBeLessThan(20_000));

  test('shows from where to where each unit moves, and nothing of that twice', () => {
    const once = [
      'http://10.20.0.5:9200',
      'es-cn-n6w1o1x0w001c',
      '666486c2d9b948c1bbea57e714d744fa',
      ...CACHES.flatMap(({ name, instance_id: id }) => [`${name}.redis.shop.example:6379`, id]),
    ];
    expect(Object.fromEntries(once.map((text) => [text, countOf(text, comment)]))).toEqual(
      Object.fromEntries(once.map((text) => [text, 1])),
    );
    expect(INDICES.filter((index) => countOf(index, comment) === 0)).toEqual([]);
  });
});

test('an inventory that changed after the preview is named with its row, and nothing is created', async () => {
  const rows = session.read('redis-prod.yaml');
  session.writeAsIs(
    'redis-prod.yaml',
    rows.replace(CACHES[7]?.instance_id ?? '', CACHES[7]?.instance_id.replace('a001', 'a002') ?? ''),
  );
  const refused = await session.run(['apply', 'prod.preview.json', '--quiet']);
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('The inventory redis-prod.yaml changed')]);
  expect(refused.stderr).toContain(`caches[${CACHES[7]?.name}]`);
  expect(session.sandbox.control.metrics().operations['CreateOnlineMigrationTask']).toBeUndefined();
  session.writeAsIs('redis-prod.yaml', rows);
  const part = ['--target', 'caches[prod-tokens-0*]', '--target', 'indices[reviews-2025-*]'];
  await run('plan', 'fleet.yaml', '--env', 'prod', ...part, '--out', 'part.json');
  const { stdout } = await session.run(['apply', 'part.json', '--quiet', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: 'gated' });
  const { alicloud, huaweicloud } = session.sandbox.control.state();
  expect([alicloud.tasks.length, huaweicloud.tasks.length]).toEqual([12, 8]);
});

async function run(...words: readonly string[]): Promise<RunResult> {
  const result = await session.run(words);
  expect(result, words.join(' ')).toMatchObject({ code: 0 });
  return result;
}

function countOf(part: string, text: string): number {
  return text.split(part).length - 1;
}
