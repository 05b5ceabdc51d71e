import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { SandboxSession, SHOP_PLAN } from '../testing/sandbox-session.ts';

interface Note {
  readonly id: number;
  body: string;
  /** As GitHub shows its author, and as GitLab does. */
  readonly user: { readonly login: string };
  readonly author: { readonly id: number };
}

const OWN = { user: { login: 'waybill-bot' }, author: { id: 900 } };
const OTHER = { user: { login: 'mallory' }, author: { id: 901 } };

/** A forge with one thread of comments that begins with a page and a half of other people's. */
class FakeForge implements AsyncDisposable {
  readonly notes: Note[] = Array.from({ length: 150 }, (_, index) => ({
    id: index + 1,
    // A comment that anybody wrote to be replaced by ours, and to be edited by its author later.
    body: index === 3 ? '<!-- waybill preview of shop -->\n### mine' : `comment ${index + 1}`,
    ...OTHER,
  }));
  readonly tokens: (string | undefined)[] = [];
  readonly calls: string[] = [];
  status = 200;
  readonly #server: Server;

  static async open(): Promise<FakeForge> {
    const forge = new FakeForge();
    await new Promise<void>((resolve) => forge.#server.listen(0, '127.0.0.1', resolve));
    return forge;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.writeHead(this.status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer));
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    this.calls.push(`${request.method} ${pathname}`);
    this.tokens.push(request.headers.authorization ?? String(request.headers['private-token']));
    if (this.status !== 200) return { message: 'Resource not accessible by integration' };
    if (pathname.endsWith('/user')) return { ...OWN.user, ...OWN.author };
    if (request.method === 'GET') {
      const page = Number(searchParams.get('page'));
      return this.notes.slice((page - 1) * 100, page * 100);
    }
    const { body } = JSON.parse(await readBody(request)) as { body: string };
    const known = this.notes.find(({ id }) => pathname.endsWith(`/${id}`));
    if (known !== undefined) known.body = body;
    else this.notes.push({ id: this.notes.length + 1, body, ...OWN });
    return known ?? this.notes.at(-1);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

const ENVIRONMENTS = [
  [
    'GitHub',
    (forge: FakeForge, folder: string) => {
      const event = join(folder, 'event.json');
      writeFileSync(event, JSON.stringify({ pull_request: { number: 12 } }));
      return {
        GITHUB_API_URL: forge.url,
        GITHUB_REPOSITORY: 'acme/migrations',
        GITHUB_EVENT_PATH: event,
        GITHUB_TOKEN: 'canary-forge-token',
      };
    },
    'Bearer canary-forge-token',
  ],
  [
    'GitLab',
    (forge: FakeForge) => ({
      CI_API_V4_URL: `${forge.url}/api/v4`,
      CI_PROJECT_ID: '7',
      CI_MERGE_REQUEST_IID: '12',
      GITLAB_TOKEN: 'canary-forge-token',
    }),
    'canary-forge-token',
  ],
] as const;

describe.each(ENVIRONMENTS)('on %s', (_forge, environment, token) => {
  test('there is one comment for a plan, and a new preview replaces it', async () => {
    await using session = await SandboxSession.open();
    await using forge = await FakeForge.open();
    const env = environment(forge, session.folder);
    const run = async (...words: string[]): Promise<{ code: number; text: string }> => {
      const io = session.io({ env });
      const code = await runCli(words, io);
      return { code, text: io.stdout.text + io.stderr.text };
    };
    await session.run('plan', ['--out', 'p.json']);
    expect(await run('comment', 'p.json')).toMatchObject({ code: 0, text: expect.stringMatching(/^Commented on /) });
    expect(forge.notes).toHaveLength(151);
    expect(forge.notes.at(-1)?.body).toContain('\n:white_check_mark: · 3 to do');
    expect(forge.notes.at(-1)?.body).toMatch(
      /\n### Approving this approves preview `[0-9a-f]{12}`: 3 units, to be applied until 20\d\d-\d\d-\d\d \d\d:\d\d UTC\n/,
    );
    await session.run('plan', ['--out', 'p.json', '--target', 'orders']);
    expect(await run('comment', 'p.json')).toMatchObject({ text: expect.stringMatching(/^Updated the comment on /) });
    expect(forge.notes).toHaveLength(151);
    expect(forge.notes.at(-1)?.body).toContain('2 to do, 1 left out');
    expect(await run('comment', 'p.json', '--provider', 'buckets.ts')).toMatchObject({ code: 0 });
    expect(forge.notes.at(-1)?.body).toContain('waybill apply p.json --provider buckets.ts');
    expect(new Set(forge.tokens)).toEqual(new Set([token]));
    expect(forge.notes[3]?.body).toBe('<!-- waybill preview of shop -->\n### mine');
    forge.status = 403;
    const refused = await run('comment', 'p.json', '--json');
    expect(refused).toMatchObject({
      code: 1,
      text: expect.stringContaining('was answered with 403: Resource not accessible'),
    });
    expect(refused.text).not.toContain('canary-forge-token');
  });
});

test('an earlier preview adds what changed since, and one that cannot be compared is named', async () => {
  await using session = await SandboxSession.open();
  await using forge = await FakeForge.open();
  const env = ENVIRONMENTS[0][1](forge, session.folder);
  const save = async (name: string, plan: string): Promise<void> => {
    session.writePlan(plan);
    expect((await session.run('plan', ['--offline', '--no-estimate', '--out', name])).code).toBe(0);
  };
  const since = async (against: string) => {
    const io = session.io({ env });
    const code = await runCli(['comment', 'b.json', '--against', against], io);
    return { code, stderr: io.stderr.text, body: forge.notes.at(-1)?.body ?? '' };
  };
  await save('other.json', SHOP_PLAN.replace('name: shop', 'name: other'));
  await save('a.json', SHOP_PLAN);
  await save('b.json', SHOP_PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"'));

  const changed = await since('a.json');
  expect(changed).toMatchObject({ code: 0, stderr: '' });
  expect(changed.body).toMatch(/\n\*\*Since the previous preview\*\* \(`[0-9a-f]{12}`\): 2 changed, of 3 units\.\n/);
  expect(changed.body.indexOf('### Approving')).toBeLessThan(changed.body.indexOf('**Since the previous preview'));
  expect((await since('b.json')).body).toContain('`): nothing differs.');
  expect((await since('other.json')).body).toMatch(/\*\*Since the previous preview:\*\* not known\. .*plan other/);
  writeFileSync(join(session.folder, 'broken.json'), '{');
  expect(await since('broken.json')).toMatchObject({
    code: 0,
    body: expect.stringContaining('**Since the previous preview:** not known. '),
  });
  expect(forge.notes).toHaveLength(151);

  const calls = forge.calls.length;
  expect(await since('none.json')).toMatchObject({ code: 1, stderr: expect.stringContaining('none.json') });
  expect(forge.calls).toHaveLength(calls);
});

test('elsewhere it says what is missing, and how to see the comment', async () => {
  await using session = await SandboxSession.open();
  await session.run('plan', ['--out', 'p.json']);
  const io = session.io();
  expect(await runCli(['comment', 'p.json'], io)).toBe(1);
  expect(io.stderr.text).toContain('error CLI_FORGE_MISSING: ');
  expect(io.stderr.text).toContain('waybill show FILE --format markdown');
});
