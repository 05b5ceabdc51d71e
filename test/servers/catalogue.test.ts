import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pomOf, RECIPES } from './cache.ts';
import { describeServer, SERVER_NAMES } from './catalogue.ts';

const PAGE = join(RECIPES, '..', '..', 'docs', 'test-servers.md');

it.each(SERVER_NAMES)('%s has a POM of its own and of its version', (name) => {
  const pom = readFileSync(join(RECIPES, pomOf(name)), 'utf8');
  expect(pom).toContain(`<artifactId>${name}</artifactId>\n  <version>${describeServer(name).version}</version>`);
});

it('is the table of the page', () => {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([^`]+)` \| (\d[\d.]+) \| ([^|]+) \|/gm)];
  const expected = SERVER_NAMES.map((name) => {
    const { version, java } = describeServer(name);
    return [name, version, 'to' in java ? `${java.from} to ${java.to}` : `${java.from} or newer`];
  });
  expect(rows.map(([, ...cells]) => cells)).toEqual(expected);
});
