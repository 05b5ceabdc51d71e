import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInProviders } from '@waybill/node';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runCli } from '../run-cli.ts';
import { type CiKind, ciFile } from '../scaffold/ci-file.ts';
import { FakeIo, type FakeIoOptions } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';

let folder = '';
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'waybill-init-')), 'shop');
  mkdirSync(folder);
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

async function run(words: readonly string[], options: FakeIoOptions = {}) {
  const io = new FakeIo({ cwd: folder, ...options });
  const code = await runCli(words, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text, questions: io.questions };
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe.each(
  builtInProviders.flatMap(({ type, starters = [] }) =>
    starters.map((each) => ({ ...each, kind: `${type}/${each.kind}` })),
  ),
)('the plan for $kind', ({ kind, secrets, text }) => {
  test('validates, is in canonical form and can be rehearsed, as it is written', async () => {
    expect((await run(['init', '--kind', kind])).code).toBe(0);
    expect(await run(['validate', 'shop.yaml'])).toMatchObject({ code: 0, stderr: '' });
    expect(await run(['fmt', 'shop.yaml', '--check'])).toMatchObject({ code: 0 });
    const { code, stdout } = await run(['rehearse', 'shop.yaml']);
    expect(stdout).toContain('shop rehearsed against simulated vendors: succeeded');
    expect(code).toBe(0);
  });

  test('names a schema for editors that is beside it', async () => {
    await run(['init', '--kind', kind]);
    const [, path = ''] = /^# yaml-language-server: \$schema=(.*)$/m.exec(read('shop.yaml')) ?? [];
    expect(JSON.parse(read(path))).toMatchObject({ title: 'Waybill plan', definitions: expect.any(Object) });
    expect(read(path)).toBe((await run(['schema', 'editor'])).stdout);
  });

  test('reads the secrets that it says', () => {
    expect([...text('x').matchAll(/env: (\w+)/g)].map(([, name]) => name)).toEqual(secrets);
  });
});

test('a session with questions', async () => {
  mkdirSync(join(folder, '.github'));
  mkdirSync(join(folder, '.git'));
  const answers = ['9', '2', 'sessions', '', 'y'];
  const { code, stdout, questions } = await run(['init'], { answer: answers });
  const asked = questions.map((question, index) => `${question}${answers[index]}\n`).join('');
  const transcript = `$ waybill init\n${asked}${stdout}[exit code ${code}]\n\n$ cat sessions.yaml\n${read('sessions.yaml')}`;
  expect(transcript).toBe(golden('init.txt', transcript));
  expect(existsSync(join(folder, '.github', 'workflows', 'waybill.yml'))).toBe(true);
});

test.each([
  ['no', ['', '', '', 'n'], 4, 'Nothing was written.\n'],
  ['Ctrl-C at the last question', ['', '', ''], 4, 'Nothing was written.\n'],
  ['Ctrl-C at the first question', [], 1, expect.stringContaining('nothing was written')],
])('%s writes nothing', async (_name, answer, expectedCode, message) => {
  const { code, stderr } = await run(['init'], { answer });
  expect([code, stderr, readdirSync(folder)]).toEqual([expectedCode, message, []]);
});

test('Enter takes the answer in capitals: the files are written', async () => {
  const { code, questions } = await run(['init'], { answer: '' });
  expect([code, questions.at(-1)]).toEqual([0, expect.stringMatching(/\[Y\/n\] $/)]);
  expect(existsSync(join(folder, 'shop.yaml'))).toBe(true);
});

test('a kind that several providers have is named with its provider, also in the menu', async () => {
  expect((await run(['init', '--kind', 'verify', '--provider', 'redis', '--yes'])).code).toBe(0);
  expect(read('shop.yaml')).toContain('type: redis');
  const { questions } = await run(['init', 'other', '--kind', 'verify'], { answer: ['redis/verify', '', '', ''] });
  expect(questions[0]).toMatch(/elasticsearch\/verify .*\n(?: +.*\n)*.*redis\/verify /);
  for (const line of (questions[0] ?? '').split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(read('other/other.yaml')).toContain('type: redis');
});

test('an answer that is not in the menu is named, and asked for again', async () => {
  const { questions } = await run(['init'], { answer: ['oops', '1', '', '', ''] });
  expect(questions[1]).toMatch(/^oops is not in the list/);
});

test('with --yes, and without a terminal, nothing is asked', async () => {
  expect((await run(['init', '--yes'], { answer: 'n' })).questions).toEqual([]);
  const { stdout } = await run(['init', 'other', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    kind: 'initialized',
    plan: 'other/other.yaml',
    files: [{ path: 'other/other.yaml', action: 'created' }, { action: 'created' }, { action: 'created' }],
    next_steps: [{ command: 'waybill validate other/other.yaml' }, {}, {}, {}],
  });
});

test('a file that exists is not overwritten; .gitignore only grows by what it lacks', async () => {
  writeFileSync(join(folder, 'shop.yaml'), 'mine\n');
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\n.waybill/');
  writeFileSync(join(folder, '.gitlab-ci.yml'), 'mine too\n');
  const { stdout } = await run(['init', '--json']);
  const { files } = JSON.parse(stdout) as { files: { action: string }[] };
  expect(files.map(({ action }) => action)).toEqual(['kept', 'created', 'extended', 'kept']);
  expect([read('shop.yaml'), read('.gitlab-ci.yml')]).toEqual(['mine\n', 'mine too\n']);
  expect(read('.gitignore')).toBe('node_modules/\n.waybill/\n*.preview.json\n');
});

test.each([
  [['--kind', 'index-migratoin'], /no plan to start from for index-migratoin\.\s+.*Did you mean index-migration\?/],
  [['--provider', 'huaweicloud-dc'], /no plan to start from for huaweicloud-dc\.\s+.*Did you mean huaweicloud-dcs\?/],
  [['--provider', 'gone.mjs'], 'gone.mjs cannot be used as a provider'],
  [['--kind', 'index-migration', '--provider', 'huaweicloud-dcs'], 'no plan to start from'],
  [['--kind', 'verify', '--yes'], /2 providers have a kind verify: elasticsearch, redis\.\s+.*--kind redis\/verify/],
  [['--kind', 'redis/reindex'], 'no plan to start from for redis/reindex'],
  [['--name', 'a b'], "--name 'a b' cannot name a plan"],
])('%j is refused, and nothing is written', async (words, message) => {
  const { code, stderr } = await run(['init', ...words]);
  expect(stderr).toEqual(
    typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
  );
  expect([code, readdirSync(folder)]).toEqual([1, []]);
});

describe.each<CiKind>(['github', 'gitlab'])('the pipeline for %s', (kind) => {
  const { text } = ciFile(kind, {
    name: 'shop',
    plan: 'migrations/shop.yaml',
    secrets: ['ES_SINK_PASSWORD'],
    credentials: ['AK'],
  });

  test('is what it was', () => {
    expect(text).toBe(golden(`init-${kind}.yml`, text));
  });

  test('is YAML, with every variable', () => {
    expect(parse(text)).toBeTypeOf('object');
    for (const name of ['ES_SINK_PASSWORD', 'AK']) expect(text).toContain(name);
  });

  test('makes no preview of its own after the review, and pins what it uses', () => {
    const scripts = Object.values(parse(text) as Record<string, unknown>).map((part) => JSON.stringify(part));
    expect(scripts.filter((part) => /"(run|script)":/.test(part))).toEqual([]);
    for (const [, name = ''] of text.matchAll(/uses: (\S+)/g)) expect(name).toMatch(/@[0-9a-f]{40}$/);
    for (const [, url = ''] of text.matchAll(/remote: (\S+)/g))
      expect(url).toMatch(/\/[0-9a-f]{40}\/templates\/ci\/gitlab\//);
  });
});

interface Workflow {
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses: string; readonly with: Record<string, unknown> }[] }>
  >;
}

const repository = join(import.meta.dirname, '..', '..', '..', '..');
const readYaml = (...path: string[]): unknown =>
  parse(readFileSync(join(repository, 'templates', 'ci', ...path), 'utf8'));

test('the workflow for GitHub gives the actions inputs that they have, and pull requests no secret of the plan', () => {
  const { text } = ciFile('github', { name: 's', plan: 'a b.yaml', secrets: ['ES_PASSWORD'], credentials: ['AK'] });
  const { jobs } = parse(text) as Workflow;
  expect(Object.keys(jobs)).toEqual(['plan', 'apply']);
  for (const [name, { steps }] of Object.entries(jobs)) {
    const step = steps.at(-1);
    expect(step?.uses).toContain(`acme/waybill/templates/ci/github/${name}@`);
    expect(step?.with['plan']).toBe('a b.yaml');
    const { inputs } = readYaml('github', name, 'action.yml') as { inputs: Record<string, { default?: string }> };
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step?.with ?? {})));
    if (name === 'plan') expect(inputs['without-secrets']?.default).toBe('true');
  }
  expect(jobs['plan']?.steps.at(-1)?.with['keys']).toBe('AK=${{ secrets.READONLY_AK }}\n');
  expect(jobs['apply']?.steps.at(-1)?.with['keys']).toContain('ES_PASSWORD=${{ secrets.ES_PASSWORD }}\n');
});

test('the pipeline for GitLab sets variables and jobs that the template has', () => {
  const { text } = ciFile('gitlab', { name: 's', plan: 'my plans/shop.yaml', secrets: [], credentials: [] });
  const { include, variables, ...jobs } = parse(text) as Record<string, Record<string, unknown>>;
  const template = readYaml('gitlab', 'waybill.gitlab-ci.yml') as Record<string, Record<string, unknown>>;
  expect(include).toHaveLength(1);
  expect(Object.keys(template['variables'] ?? {})).toEqual(expect.arrayContaining(Object.keys(variables ?? {})));
  expect(variables?.['WAYBILL_PLAN']).toBe('my plans/shop.yaml');
  expect(Object.keys(jobs)).toEqual(['waybill plan', 'waybill apply']);
  for (const name of Object.keys(jobs)) expect(template[name]).toHaveProperty('script');
  for (const { rules } of Object.values(jobs)) expect(rules).toMatchObject([{ changes: ['my plans/**/*'] }]);
});

test.each([
  ['migrations/shop.yaml', ['migrations/**']],
  ['shop.yaml', ['shop.yaml', '*.csv', '*.json', '*.yaml']],
])(
  'a change of an inventory or of the values of an environment is previewed and applied as one of %s is',
  (plan, paths) => {
    const { on } = parse(ciFile('github', { name: 's', plan, secrets: [], credentials: [] }).text) as Triggers;
    expect([on.pull_request.paths, on.push.paths]).toEqual([paths, paths]);
  },
);

interface Triggers {
  readonly on: Readonly<Record<'pull_request' | 'push', { readonly paths: readonly string[] }>>;
}
