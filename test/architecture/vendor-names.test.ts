import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const VENDOR =
  /alicloud|aliyun|alibaba|huawei|dcs|\botc\b|opentelekom|open telekom|t-systems|exchange-ip|elasticsearch|opensearch|redis|valkey/gi;

/**
 * What works with any vendor. Tests and what only tests use name the vendors that they are about; so do data files: the texts
 * of help in `packages/cli/help`, whose examples have to be of some vendor, and what is generated from them and from vendors.
 */
const SHARED: readonly string[] = [
  'packages/core/src/**/*.ts',
  'packages/cli/src/**/*.ts',
  'packages/cli/browser/**/*.{ts,css,html}',
  'packages/node/src/**/*.ts',
  'packages/rehearsal/src/**/*.ts',
  'packages/sandbox/src/**/*.ts',
  'packages/stand-kit/src/**/*.ts',
  'packages/transport/src/**/*.ts',
  'scripts/generate.ts',
  'scripts/generate/**/*.ts',
  'schemas/plan.schema.json',
  'schemas/common.schema.json',
  'schemas/output/*.json',
];

describe('vendors', () => {
  it('are named in their own folders, the one list and data files only', async () => {
    const found = await Promise.all(sharedFiles().map(async (file) => [file, await countIn(file)] as const));
    expect(found.length).toBeGreaterThan(1_000);
    expect(found.filter(([, count]) => count > 0)).toEqual([]);
  });

  it.each([
    "type: 'huaweicloud-dcs'",
    "kind: 'elasticsearch'",
    'findRedisProgram',
    'ALIBABA_CLOUD_ACCESS_KEY_ID',
    "mode === 'exchange-ip'",
    'cloud: otc',
  ])('are found in: %s', (text) => {
    expect(text.match(VENDOR)).not.toBeNull();
  });

  it.each(['protocol', 'exchanged', 'discover'])('are not found in: %s', (text) => {
    expect(text.match(VENDOR)).toBeNull();
  });
});

function sharedFiles(): readonly string[] {
  const files = SHARED.flatMap((pattern) => globSync(pattern, { cwd: root })).map((file) => file.split(sep).join('/'));
  return files.filter((file) => !/\.test\.ts$|\.generated\.|\/(?:testing|dist)\//.test(file)).sort();
}

async function countIn(file: string): Promise<number> {
  return (await readFile(join(root, file), 'utf8')).match(VENDOR)?.length ?? 0;
}
