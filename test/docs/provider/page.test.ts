import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runCli } from '@waybill/cli';
import { describe, expect, it } from 'vitest';
import { FakeIo } from '../../../packages/cli/src/testing/fake-io.ts';
import { createFolder } from '../../e2e/support/processes.ts';
import { ROOT, readPage } from '../support/read-page.ts';
import { BucketService, serveBuckets } from './bucket-service.ts';

const KEY = 'the-key-of-the-buckets';
const FILES = ['bucket-copy.ts', 'copies.yaml'];
const PAGE = readPage('docs/write-a-provider.md');

/** The lines of the page that a reader types. */
const COMMANDS = PAGE.blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.split('\n'))
  .filter((line) => line.startsWith('waybill '));

describe('docs/write-a-provider.md', () => {
  it('quotes all of the provider, in its order', () => {
    const text = readFileSync(join(ROOT, 'test/docs/provider/bucket-copy.ts'), 'utf8');
    const quoted = PAGE.blocks.filter(({ directive }) => directive.quotedFrom?.endsWith('/bucket-copy.ts'));
    const places = quoted.map((block) => text.indexOf(block.text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    const left = quoted.reduce((rest, block) => rest.replace(block.text, ''), text);
    expect(left.split('\n').filter((line) => line.trim() !== '')).toEqual([]);
  });

  it('has all packages installed that its code imports', () => {
    const quoted = PAGE.blocks.flatMap(({ directive }) => directive.quotedFrom ?? []);
    const own = [...new Set(quoted)].filter((file) => /^test\/docs\/provider\/.*\.ts$/.test(file));
    const imported = own.flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/from '@waybill\/([a-z-]+)/g)].map(([, name = '']) => name),
    );
    const [install = ''] = PAGE.blocks.flatMap(({ text }) => /^npm install .*$/m.exec(text) ?? []);
    const installed = [...install.matchAll(/waybill\/packages\/([a-z-]+)/g)].map(([, name = '']) => name);
    expect(installed.toSorted()).toEqual([...new Set(imported)].toSorted());
  });

  it('its service starts as it says, and prints where it is', async () => {
    const file = join(ROOT, 'test/docs/provider/serve-buckets.ts');
    const child = spawn(process.execPath, [file], { env: { ...process.env, BUCKET_KEY: KEY } });
    try {
      const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
      const answer = await fetch(`${url}/buckets/photos`, { headers: { 'x-api-key': KEY } });
      expect(await answer.json()).toEqual({ objects: 3, read_only: false });
    } finally {
      child.kill();
    }
  });

  it.each([false, true])('its commands do what it says; with the answer of a copy lost: %s', async (losesCopy) => {
    const service = new BucketService({ key: KEY, copyMs: 50 });
    for (const name of ['photos', 'films']) {
      service.buckets.set(name, { objects: 3, read_only: name === 'films' });
      service.buckets.set(`${name}-2025`, { objects: 0, read_only: false });
    }
    service.losesNextCopy = losesCopy;
    await using server = await serveBuckets(service);
    const folder = createFolder();
    for (const file of FILES) copyFileSync(join(ROOT, 'test/docs/provider', file), join(folder, file));
    expect(COMMANDS.length).toBeGreaterThan(2);
    const shown: string[] = [];
    for (const command of COMMANDS) {
      const words = command
        .replaceAll('$URL', server.url)
        .replaceAll('bucket-copy.ts', join(ROOT, 'test/docs/provider/bucket-copy.ts'));
      const io = new FakeIo({ cwd: folder, env: { BUCKET_KEY: KEY } });
      const code = await runCli(words.split(' ').slice(1), io);
      expect([command, code, code === 0 ? '' : io.stderr.text]).toEqual([command, 0, '']);
      shown.push(io.stdout.text);
    }
    expect(shown.join('\n')).toContain('from bucket, name <key>');
    expect(shown.join('\n')).not.toContain(KEY);
    const copied = service.copies.map(({ from, to }) => `${JSON.stringify(from)} ${JSON.stringify(to)}`);
    expect(copied.toSorted()).toEqual(['"films" "films-2025"', '"photos" "photos-2025"']);
    // What was closed for writers before stays closed.
    expect([...service.buckets].map(([name, { read_only: isClosed }]) => [name, isClosed])).toContainEqual([
      'films',
      true,
    ]);
    expect(service.buckets.get('photos')?.read_only).toBe(false);
  });
});
