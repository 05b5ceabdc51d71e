import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'waybill-imports-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a file of each folder must not import, and what it may: a provider and its stand never meet. */
const RULES: readonly {
  readonly of: string;
  readonly refused: readonly string[];
  readonly allowed: readonly string[];
}[] = [
  {
    of: 'provider-huaweicloud-dcs/src',
    refused: [
      '@waybill/core/internal',
      '@waybill/sandbox',
      '@waybill/stand-kit',
      '@waybill/stand-kit/testing',
      '@waybill/transport-redis',
      '@waybill/provider-huaweicloud-dcs/stand',
      '@waybill/cli',
      '@waybill/node',
      '@waybill/rehearsal',
      '@waybill/provider-alicloud-elasticsearch',
      '@waybill/provider-alicloud-elasticsearch/testing',
      './stand/stand.ts',
      './stand/index.ts',
      '../stand/status-word.ts',
      '../stand/generated/operations.generated.ts',
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
    of: 'provider-kit/src',
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
    of: 'transport-redis/src',
    refused: [
      '@waybill/core/internal',
      '@waybill/node',
      '@waybill/provider-kit',
      '@waybill/provider-redis',
      '@waybill/sandbox',
      '@waybill/stand-kit',
      '../../transport/src/index.ts',
    ],
    allowed: ['@waybill/core', '@waybill/transport', '@waybill/transport/files', './redis-connection.ts', 'ioredis'],
  },
  {
    of: 'provider-huaweicloud-dcs/src/stand',
    refused: [
      '@waybill/core',
      '@waybill/core/testing',
      '@waybill/provider-kit',
      '@waybill/provider-huaweicloud-dcs',
      '@waybill/provider-alicloud-elasticsearch/stand',
      '@waybill/sandbox',
      '@waybill/transport/files',
      '../index.ts',
      '../config.ts',
      '../generated/schemas.generated.ts',
      '../polls/status-words.ts',
      '../../../core/src/index.ts',
      '../../../sandbox/src/index.ts',
    ],
    allowed: [
      '@waybill/stand-kit',
      '@waybill/stand-kit/testing',
      './status-word.ts',
      './generated/operations.generated.ts',
    ],
  },
  {
    of: 'data-plane-redis/src',
    refused: [
      '@waybill/core',
      '@waybill/provider-redis',
      '@waybill/provider-redis/stand',
      '@waybill/sandbox',
      '@waybill/transport-redis',
      '../../sandbox/src/index.ts',
    ],
    allowed: ['@waybill/stand-kit', './relay.ts', 'ioredis', 'node:net'],
  },
  {
    of: 'stand-kit/src',
    refused: [
      '@waybill/core',
      '@waybill/sandbox',
      '@waybill/data-plane-redis',
      '@waybill/provider-huaweicloud-dcs/stand',
      'fastify',
      'ajv/dist/2020.js',
    ],
    allowed: ['./call.ts', 'node:crypto'],
  },
  {
    of: 'sandbox/src',
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
      '../../provider-huaweicloud-dcs/src/stand/index.ts',
      '../../../core/src/index.ts',
    ],
    allowed: [
      'fastify',
      '@waybill/stand-kit',
      '@waybill/stand-kit/testing',
      '@waybill/provider-huaweicloud-dcs/stand',
      '@waybill/data-plane-redis',
    ],
  },
  {
    of: 'node/src',
    refused: [
      '@waybill/sandbox',
      '@waybill/stand-kit',
      '@waybill/provider-huaweicloud-dcs/stand',
      '@waybill/data-plane-redis',
      '@waybill/rehearsal',
    ],
    allowed: ['@waybill/core', '@waybill/provider-huaweicloud-dcs'],
  },
  {
    of: 'core/src',
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
    const file = `packages/${of}/tried-${index}.ts`;
    mkdirSync(join(folder, 'packages', of), { recursive: true });
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
