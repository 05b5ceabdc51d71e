import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';
import { golden } from './testing/golden.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-provider-defect-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(...words: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const io = new FakeIo({ cwd: folder });
  const code = await runCli(words, io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

/** A provider as a module in JavaScript has it, of which `more` is wrong. Its session notes each effect that it is asked to send. */
function put(more: string, file = 'acme.mjs'): void {
  writeFileSync(
    join(folder, file),
    `import { appendFileSync } from 'node:fs';
const op = (name, more) => ({ name, title: name, document: 'manual', outputs: {},
  requestSchema: { type: 'object', properties: { item: { type: 'string' } } }, responseSchema: { type: 'object' }, ...more });
const call = (name, more) => ({ kind: 'call', name, title: name, operation: 'Make', arguments: { item: 'a' }, ...more });
const kind = (steps, more) => ({ copy: { name: 'copy', title: 'copy', outputs: [], withSchema: { type: 'object' },
  expand: () => ({ steps, outputs: {} }), ...more } });
const made = (more) => ({ Get: op('Get'), Make: op('Make', { recovery: { policy: 'repeatable' }, ...more }) });
const TASK = { outputs: { id: '/response/id' }, taskId: '/response/id' };
const base = {
  type: 'acme', version: '1', configSchema: { type: 'object', properties: { type: {} } }, operations: made({}),
  kinds: kind([call('make')]),
  buildRequest: (config, operation) => ({ method: operation === 'Make' ? 'POST' : 'GET', endpoint: 'http://127.0.0.1:9', path: '/', query: {} }),
  connect: async () => ({ limitScope: 'it', secrets: [],
    call: async (operation) => { if (operation === 'Make') appendFileSync(${JSON.stringify(join(folder, 'sent'))}, 'sent\\n'); return { response: {} }; },
    [Symbol.asyncDispose]: async () => {} }),
};
export const provider = { ...base, ${more} };
`,
  );
  const of = (uses: string) => `version: 1
name: items
providers: { it: { type: acme } }
migrations:
  one: { uses: ${uses}, with: { item: a } }
`;
  writeFileSync(join(folder, 'call.yaml'), of('it.Make'));
  writeFileSync(join(folder, 'kind.yaml'), of('it.copy'));
}

const sent = (): boolean => existsSync(join(folder, 'sent'));

test('the provider that the others are made of keeps its contract', async () => {
  put('');
  for (const plan of ['call.yaml', 'kind.yaml'])
    expect(await run('apply', plan, '--provider', 'acme.mjs', '--auto-approve')).toMatchObject({ code: 0 });
  expect(sent()).toBe(true);
});

// What is wrong, and where the message says it is.
const WRONG: readonly (readonly [what: string, place: string])[] = [
  // An effect whose answer was lost would be sent again, with a token of no name.
  ["operations: made({ recovery: { policy: 'token' } })", 'operations.Make.recovery.argument'],
  ["operations: made({ recovery: { policy: 'token', argument: 'token' } })", 'operations.Make.recovery.argument'],
  ["operations: made({ recovery: { policy: 'maybe' } })", 'operations.Make.recovery.policy'],
  ['operations: made({ recovery: {} })', 'operations.Make.recovery.policy'],
  ['operations: made({ recovery: true })', 'operations.Make.recovery'],
  ["operations: made({ recovery: { policy: 'lookup' } })", 'operations.Make.taskId'],
  ["operations: made({ recovery: { policy: 'lookup' }, ...TASK })", 'connect'],
  ["operations: made({ recovery: { policy: 'inspect' } })", 'connect'],
  ["operations: made({ taskId: '/response/zz' })", 'operations.Make.taskId'],
  ["operations: { ...made({}), Get: op('Other') }", 'operations.Get.name'],
  ["configSchema: { type: 'nonsense', properties: 5 }", 'configSchema'],
  ["operations: made({ requestSchema: { type: 'objekt' } })", 'operations.Make.requestSchema'],
  ["operations: made({ requestSchema: { $ref: '#/nowhere' } })", 'operations.Make.requestSchema'],
  ["type: ''", 'type'],
  ["type: 'Has Space/../x'", 'type'],
  ['operations: made({ completion: () => ({ poll: 1 }) })', 'operation.completion of Make'],
  ["operations: made({ completion: () => ({ poll: 'zz', goal: 'made', arguments: {} }) })", 'the steps of Make'],
  ["kinds: { Make: kind([call('make')], { name: 'Make' }).copy }", 'kinds.Make'],
  ["kinds: kind([call('make')], { name: 'move' })", 'kinds.copy.name'],
  ["kinds: kind([call('make')], { withSchema: { type: 'objekt' } })", 'kinds.copy.withSchema'],
  [
    "kinds: kind([call('make')], { optionsSchema: { properties: { retry: {}, needs: {} } } })",
    'kinds.copy.optionsSchema',
  ],
  [
    "kinds: kind([call('make')], { optionsSchema: { properties: { pace: { type: 'x' } } } })",
    'kinds.copy.optionsSchema',
  ],
  ['kinds: kind([])', 'kind.expand of copy'],
  ["kinds: kind([call('make'), call('make')])", 'kind.expand of copy'],
  ["kinds: kind([call('a', { needs: ['b'] }), call('b', { needs: ['a'] })])", 'kind.expand of copy'],
  ["kinds: kind([call('make', { kind: 'zz' })])", 'kind.expand of copy'],
  ["kinds: kind([call('make', { arguments: undefined })])", 'kind.expand of copy'],
  ["kinds: kind([call('make', { operation: 'Nope' })])", 'the steps of copy'],
  ["kinds: kind([call('make', { operation: 'Get' })])", 'the steps of copy'],
  ["kinds: kind([call('look', { kind: 'check', check: 'answered' })])", 'the steps of copy'],
  ["kinds: kind([call('look', { kind: 'check', operation: 'Get', check: 'zz' })])", 'the steps of copy'],
  ["kinds: kind([call('wait', { kind: 'await', poll: 'zz', goal: 'made' })])", 'the steps of copy'],
  ["kinds: kind([call('count', { kind: 'job', job: 'zz' })])", 'the steps of copy'],
];

describe.each(WRONG)('a provider with %s', (what, place) => {
  test('is one clear error that names it, and nothing is sent', async () => {
    put(what);
    const plan = /kinds: (?!\{ Make)/.test(what) ? 'kind.yaml' : 'call.yaml';
    const { code, stderr } = await run('apply', plan, '--provider', './acme.mjs', '--auto-approve');
    const type = /^type: '(.+)'$/.exec(what)?.[1] ?? (what === "type: ''" ? 'without a type' : 'acme');
    expect(stderr).toContain(`error PROVIDER_DEFECT: Provider ${type} (./acme.mjs) breaks its contract in ${place}: `);
    expect(stderr).toMatch(/^hint: This is a fault of the provider, not of the plan: /m);
    expect([code, stderr.match(/^error/gm)?.length, sent()]).toEqual([1, 1, false]);
    expect(stderr).not.toMatch(/INTERNAL|TypeError|fault in Waybill/);
  });
});

test('the commonest five read well', async () => {
  const five = [
    "operations: made({ recovery: { policy: 'token' } })",
    "operations: { Make: op('Make', { recovery: { policy: 'maybe' } }), Get: op('get'), List: op('List', { requestSchema: 'none' }) }",
    "operations: made({ requestSchema: { type: 'objekt' } })",
    "kinds: kind([call('make'), call('check', { needs: ['look'] })])",
    "kinds: kind([call('make', { operation: 'Get' })])",
  ];
  let text = '';
  for (const [at, what] of five.entries()) {
    // A module is loaded once in a process.
    const file = `acme-${at + 1}.mjs`;
    put(what, file);
    const plan = what.startsWith('kinds') ? 'kind.yaml' : 'call.yaml';
    const { code, stdout, stderr } = await run('validate', plan, '--provider', file);
    text += `${what}\n${stdout}${stderr}exit code ${code}\n\n`;
  }
  expect(text).toBe(golden('provider-defects.txt', text));
});
