import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listEnvironments } from './list-environments.ts';

test('environments are the files next to the plan that set its inputs and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-environments-'));
  try {
    const files: Readonly<Record<string, string>> = {
      'shop.yaml':
        'version: 1\nname: shop\ninputs:\n  # where to\n  sink: { default: a }\n  shards:\n    type: number\nproviders: {}\n',
      'prod.yaml': '# the shop\nsink: es-cn-1\n',
      'test.yaml': 'sink: es-cn-2\nshards: 1\n',
      'other.yaml': 'version: 1\nname: other\n',
      'indices.yaml': '- name: orders\n',
      'rows.yaml': 'orders: { shards: 1 }\n',
      'empty.yaml': '',
      'notes.txt': 'sink: a\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    expect(listEnvironments(join(folder, 'shop.yaml'))).toEqual(['prod', 'test']);
    expect(listEnvironments(join(folder, 'none.yaml'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
