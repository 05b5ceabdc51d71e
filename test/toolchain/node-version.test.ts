import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from '@waybill/core';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

it('runs on Node 24 although the machine may have an older one', () => {
  expect(Number(process.versions.node.split('.')[0])).toBeGreaterThanOrEqual(24);
});

it('gives every npm script Node 24 too', () => {
  const { stdout } = spawnSync('npm', ['exec', '--offline', '--', 'node', '--version'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stdout.trim()).toMatch(/^v24\./);
});

it('has one version everywhere', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'packages', 'core', 'package.json'), 'utf8'));
  expect(version).toBe(VERSION);
});
