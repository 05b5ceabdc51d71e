import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'waybill-imports-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a file of each package must not import, and what it may: a provider and its stand in the sandbox never meet. */
const RULES: readonly {
  readonly of: string;
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
}[] = [
  {
    of: 'provider-huaweicloud-dcs',
    refused: [
      '@waybill/core/internal',
      '@waybill/sandbox',
      '@waybill/sandbox/huaweicloud-dcs',
      '@waybill/cli',
      '@waybill/node',
      '@waybill/rehearsal',
      '@waybill/provider-alicloud-elasticsearch',
      '@waybill/provider-alicloud-elasticsearch/testing',
      '../../sandbox/src/vendors/huaweicloud-dcs/stand.ts',
      '../../../sandbox/src/index.ts',
      '../../provider-alicloud-elasticsearch/src/index.ts',
    ],
    allowed: [
      '@waybill/core',
      '@waybill/core/testing',
      '@waybill/provider-kit',
      '@waybill/provider-kit/testing',
      '@waybill/transport/files',
      './index.ts',
      '../answer/answer-rules.ts',
    ],
  },
  {
    of: 'provider-kit',
    refused: [
      '@waybill/core/internal',
      '@waybill/transport',
      '@waybill/sandbox',
      '@waybill/provider-huaweicloud-dcs',
      '../../core/src/index.ts',
    ],
    allowed: ['@waybill/core', '@waybill/core/testing', '../answer/read-answer.ts'],
  },
  {
    of: 'sandbox',
    refused: [
      '@waybill/core',
      '@waybill/core/testing',
      '@waybill/provider-kit',
      '@waybill/provider-kit/testing',
      '@waybill/provider-huaweicloud-dcs',
      '@waybill/provider-huaweicloud-dcs/session',
      '@waybill/transport/files',
      '@waybill/node',
      '@waybill/rehearsal',
      '../../provider-huaweicloud-dcs/src/index.ts',
      '../../../core/src/index.ts',
    ],
    allowed: ['fastify', '../stand/gateway.ts', '../../stand/json.ts', './vendors/huaweicloud-dcs/stand.ts'],
  },
  {
    of: 'core',
    refused: ['@waybill/provider-kit', '@waybill/sandbox', '@waybill/provider-huaweicloud-dcs', 'undici', 'node:http'],
    allowed: ['../value/value.ts', 'node:crypto'],
  },
];

const refusals = lint(
  RULES.flatMap(({ of, refused, allowed }) => [...refused, ...allowed].map((from) => ({ of, from }))),
);

describe.each(RULES)('the linter keeps $of', ({ of, refused, allowed }) => {
  it.each(refused)('from importing %s', (from) => {
    expect(refusals.has(`${of} ${from}`)).toBe(true);
  });

  it.each(allowed)('free to import %s', (from) => {
    expect(refusals.has(`${of} ${from}`)).toBe(false);
  });
});

/** The imports that the project's rules refuse, each tried in a file of its package below another folder. */
function lint(imports: readonly { readonly of: string; readonly from: string }[]): ReadonlySet<string> {
  const config = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
  const tried = new Map<string, string>();
  for (const [index, { of, from }] of imports.entries()) {
    const file = `packages/${of}/src/tried-${index}.ts`;
    mkdirSync(join(folder, 'packages', of, 'src'), { recursive: true });
    writeFileSync(join(folder, file), `export * from '${from}';\n`);
    tried.set(file, `${of} ${from}`);
  }
  const { stdout, stderr } = spawnSync(
    join(ROOT, 'node_modules/.bin/biome'),
    ['lint', '--max-diagnostics=none', '--colors=off', 'packages'],
    { cwd: folder, encoding: 'utf8' },
  );
  const found = `${stdout}\n${stderr}`.matchAll(/^(packages\/\S+?\.ts):\S+ lint\/style\/noRestrictedImports/gm);
  return new Set([...found].flatMap(([, file = '']) => tried.get(file) ?? []));
}
