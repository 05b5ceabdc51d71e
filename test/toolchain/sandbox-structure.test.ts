import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCES = join(import.meta.dirname, '..', '..', 'packages', 'sandbox', 'src');
const VENDOR_NAME = /alicloud|aliyun|alibaba|huawei|dcs|opentelekom|otc/i;
/** The one list of vendors. */
const LIST = 'stands.ts';
/** Tests and what only tests use speak to the vendors' stands; the generated schemas are data. */
const NOT_SHIPPED = /\.test\.ts$|^testing\//;
const DATA = /^generated\//;

const files = globSync('**/*.ts', { cwd: SOURCES }).filter((file) => !NOT_SHIPPED.test(file));
const core = files.filter((file) => !file.startsWith('vendors/') && !DATA.test(file) && file !== LIST);

/** The files of the package that a file imports, those of types included. */
function importsOf(file: string): readonly string[] {
  const specifiers = readFileSync(join(SOURCES, file), 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier]) => join(dirname(file), specifier ?? ''));
}

/** The first way from a file back to itself. */
function findCircle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of graph.get(file) ?? []) {
      const circle = visit(target, [...way, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const circle = visit(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe('the sources of the sandbox', () => {
  it('are found', () => {
    expect(core.length).toBeGreaterThan(30);
    expect(importsOf(LIST)).toHaveLength(
      new Set(files.flatMap((file) => /^vendors\/([^/]+)/.exec(file)?.[1] ?? [])).size,
    );
  });

  it('name no vendor outside the vendors’ folders and the one list', () => {
    const lines = core.flatMap((file) =>
      readFileSync(join(SOURCES, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (VENDOR_NAME.test(`${file} ${line}`) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(lines).toEqual([]);
  });

  it('reach a vendor through the one list only', () => {
    expect(core.filter((file) => importsOf(file).some((target) => target.startsWith('vendors/')))).toEqual([]);
  });

  it('import nothing in a circle, types included', () => {
    expect(findCircle(new Map(files.map((file) => [file, importsOf(file)])))).toBeUndefined();
  });

  it('keep a vendor’s stand to its own folder and to what every stand is made of', () => {
    const foreign = files.flatMap((file) => {
      const [folder] = /^vendors\/[^/]+\//.exec(file) ?? [];
      if (folder === undefined) return [];
      const allowed = [folder, 'stand/', 'world/', 'generated/'];
      const targets = importsOf(file).filter((target) => !allowed.some((place) => target.startsWith(place)));
      return targets.map((target) => `${file} > ${target}`);
    });
    expect(foreign).toEqual([]);
  });

  it('keep what every stand is made of free of the server, the control interface and the settings', () => {
    const below = files.filter((file) => /^(?:stand|world)\//.test(file));
    const foreign = below.flatMap((file) =>
      importsOf(file).filter((target) => !/^(?:stand|world|generated)\//.test(target)),
    );
    expect(below.length).toBeGreaterThan(10);
    expect(foreign).toEqual([]);
  });
});

it('finds a circle where there is one', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  expect(findCircle(graph)).toEqual(['b', 'd', 'b']);
  expect(
    findCircle(
      new Map([
        ['a', ['b']],
        ['b', []],
      ]),
    ),
  ).toBeUndefined();
});
