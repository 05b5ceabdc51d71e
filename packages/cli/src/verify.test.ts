import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SandboxSession } from './testing/sandbox-session.ts';
import { planOfTwoClusters, TWENTY_DOCUMENTS } from './testing/two-clusters.ts';
import type { JsonStatus, JsonSummary } from './views/documents/json-objects.ts';

const PLAN = planOfTwoClusters(`  orders:
    uses: new.reindex
    for_each: [a, b]
    with:
      source: { connection: old, index: "orders-\${{ each.key }}" }
      dest: { index: "orders-\${{ each.key }}" }
      method: bulk
    cutover: { mode: clients, freeze: false }
  after:
    uses: new.RefreshIndex
    with: { index: "\${{ migrations.orders[a].outputs.index }}" }
`);

/** Two clusters, of which one has two indices; and what clients do there. */
class VerifySession implements AsyncDisposable {
  readonly session: SandboxSession;

  static async open(): Promise<VerifySession> {
    const session = await SandboxSession.open(PLAN);
    const documents = TWENTY_DOCUMENTS;
    const indices = { 'orders-a': { documents }, 'orders-b': { documents } };
    session.sandbox.control.setSettings({
      elasticsearch: {
        clusters: [
          { name: 'old', version: '7.10.2', security: null, indices },
          { name: 'new', version: '7.17.28', security: null },
        ],
      },
    });
    return new VerifySession(session);
  }

  private constructor(session: SandboxSession) {
    this.session = session;
  }

  run(...words: readonly string[]): ReturnType<SandboxSession['run']> {
    const [verb = '', ...others] = words;
    return this.session.run(verb, others);
  }

  async write(cluster: 'old' | 'new', index: string, id: string, source: object): Promise<void> {
    const body = `${JSON.stringify({ index: { _id: id } })}\n${JSON.stringify(source)}\n`;
    const url = `${this.session.sandbox.url}/clusters/${cluster}/${index}/_bulk`;
    const headers = { 'content-type': 'application/x-ndjson' };
    expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200);
  }

  async summary(...words: readonly string[]): Promise<JsonSummary> {
    const { stdout, stderr } = await this.run('verify', '--json', '--quiet', ...words);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as JsonSummary;
  }

  async verified(): Promise<JsonStatus['verified']> {
    return (JSON.parse((await this.run('status', '--json')).stdout) as JsonStatus).verified;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]();
  }
}

/** Both copies are made, and nothing is confirmed. */
async function openCopied(): Promise<VerifySession> {
  const world = await VerifySession.open();
  const applied = await world.run('apply');
  expect(applied.code, applied.stdout + applied.stderr).toBe(3);
  return world;
}

test('at its gate a unit is compared again, and the status says what was found and when', async () => {
  await using world = await openCopied();
  expect(await world.verified()).toBeUndefined();
  const found = await world.run('verify', '--level', 'digest');
  expect([found.code, found.stdout + found.stderr]).toEqual([0, expect.stringContaining('shop run-1: done')]);
  expect(found.stdout + found.stderr).toContain('  compared: 2 equal\n');
  expect(await world.verified()).toMatchObject([
    { unit: 'orders[a]', result: 'equal', level: 'digest', at: 'TIMESTAMP' },
    { unit: 'orders[b]', result: 'equal', level: 'digest' },
  ]);
  const { stdout } = await world.run('status');
  expect(stdout).toMatch(/Compared again\n {2}✓ 2 units equal by digest, .*\n {4}orders\[a\], orders\[b\]/);
  // The plan is where it was: nothing of it was done again.
  expect(stdout).toContain('Waiting for an approval');
});

test('what differs ends with 8, and is named in a file and in JSON', async () => {
  await using world = await openCopied();
  await world.write('new', 'orders-b', 'd7', { total: 700 });
  const summary = await world.summary('--level', 'digest', '--differences', 'differences.jsonl');
  expect(summary).toMatchObject({
    exit_code: 8,
    outcome: 'failed',
    verification: { result: 'different', units: { equal: 1, different: 1, unstable: 0 } },
    failures: [{ code: 'RUN_VERIFY_DIFFERENT', result: 'different', units: ['orders[b]'] }],
  });
  expect(summary.next_steps.map(({ command }) => command)).toEqual([
    'waybill verify shop.yaml --level digest --differences differences.jsonl --var endpoint=http://sandbox',
  ]);
  const lines = readFileSync(join(world.session.folder, 'differences.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { unit: 'orders[b]', step: 'orders[b].verify', what: 'changed', id: 'd7' },
  ]);
  expect(await world.verified()).toMatchObject([
    { unit: 'orders[a]', result: 'equal' },
    { unit: 'orders[b]', result: 'different' },
  ]);
  // What a verification names is not in the state: nobody may take that for copies without a difference.
  const { stderr } = await world.run('status', '--differences', 'later.jsonl');
  expect(stderr).toContain('`waybill verify <plan> --differences later.jsonl` compares them now');
});

test('where the file can no longer be written when it has compared, the summary and the exit code stay', async () => {
  await using world = await openCopied();
  await world.write('new', 'orders-b', 'd7', { total: 700 });
  const out = join(world.session.folder, 'out');
  mkdirSync(out);
  const io = world.session.io();
  const log = io.stderr.write.bind(io.stderr);
  io.stderr.write = (text) => {
    rmSync(out, { recursive: true, force: true });
    return log(text);
  };
  const { code, stdout, stderr } = await world.session.runWith(io, 'verify', [
    '--json',
    '--level',
    'digest',
    '--differences',
    'out/d.jsonl',
  ]);
  expect(stderr).toContain('warning: --differences out/d.jsonl cannot be written: the folder out does not exist.');
  expect(code).toBe(8);
  expect(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    kind: 'summary',
    exit_code: 8,
    verification: { units: { equal: 1, different: 1 } },
  });
});

test('once it is mended, the same command compares anew and finds it equal', async () => {
  await using world = await openCopied();
  await world.write('new', 'orders-b', 'd7', { total: 700 });
  expect((await world.summary('--level', 'digest')).exit_code).toBe(8);
  await world.write('new', 'orders-b', 'd7', { total: 7 });
  const again = await world.summary('--level', 'digest');
  expect(again).toMatchObject({ exit_code: 0, verification: { result: 'equal', units: { equal: 2 } } });
  expect(await world.verified()).toMatchObject([{ result: 'equal' }, { result: 'equal' }]);
});

test('a target stands for itself, and a unit without a copy is named and left out', async () => {
  await using world = await openCopied();
  const one = await world.summary('--target', 'orders[a]');
  expect(one.verification).toEqual({ result: 'equal', units: { equal: 1, different: 0, unstable: 0 } });
  expect(await world.verified()).toMatchObject([{ unit: 'orders[a]', level: 'counts' }]);
  const all = await world.run('verify');
  expect([all.code, all.stderr]).toEqual([0, expect.stringContaining('1 unit not compared: RefreshIndex is a single')]);
  const none = await world.run('verify', '--target', 'after');
  expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('Nothing was compared. after:')]);
  const level = await world.run('verify', '--level', 'thorough');
  expect([level.code, level.stderr]).toEqual([1, expect.stringContaining('counts, definition, sample, digest')]);
});

test('what was verified is fresh until one of both sides is written', async () => {
  await using world = await openCopied();
  const asked = async () =>
    (JSON.parse((await world.run('status', '--json', '--freshness')).stdout) as JsonStatus).verified?.map(
      ({ unit, freshness }) => `${unit} ${freshness}`,
    );
  expect(await asked()).toBeUndefined();
  await world.run('verify');
  expect(await asked()).toEqual(['orders[a] fresh', 'orders[b] fresh']);
  await world.write('old', 'orders-a', 'd99', { total: 99 });
  expect(await asked()).toEqual(['orders[a] stale', 'orders[b] fresh']);
  expect((await world.run('status', '--freshness')).stdout).toMatch(
    /▲ 1 unit equal by counts, stale: written to since then/,
  );
  await world.write('new', 'orders-a', 'd99', { total: 99 });
  await world.run('verify', '--target', 'orders[a]');
  expect(await asked()).toEqual(['orders[b] fresh', 'orders[a] fresh']);
  // Asking is for those who want it: a status by itself calls nobody.
  expect(await world.verified()).not.toContainEqual(expect.objectContaining({ freshness: expect.anything() }));
});

test('a plan that was never applied has nothing to compare', async () => {
  await using world = await VerifySession.open();
  const refused = await world.run('verify');
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('CLI_STATE_MISSING')]);
});

test('that units are compared anew is nothing that an operator decided', async () => {
  await using world = await VerifySession.open();
  expect((await world.run('apply')).code).toBe(3);
  for (const _time of [1, 2]) {
    const { code, stdout } = await world.run('verify');
    expect(code, stdout).toBe(0);
    expect(stdout).not.toMatch(/Decided|started over/);
  }
  expect((await world.summary()).decisions).toEqual([]);
});
