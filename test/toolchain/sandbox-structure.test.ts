import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findCycles } from '../../scripts/architecture/import-graph.ts';

const PACKAGES = join(import.meta.dirname, '..', '..', 'packages');
const VENDOR_NAME = /alicloud|aliyun|alibaba|huawei|dcs|opentelekom|otc/i;
/** The one list of stands. */
const LIST = 'sandbox/src/generated/stands.generated.ts';
/** That of real servers, which are of no vendor's stand. */
const DATA_LIST = 'sandbox/src/generated/data-planes.generated.ts';
/** Tests and what only tests use speak to the vendors' stands. */
const NOT_SHIPPED = /\.test\.ts$|\/src\/testing\//;

const sandbox = filesIn('sandbox/src');
const kit = filesIn('stand-kit/src');
const stands = filesIn('provider-*/src/stand');
const dataPlanes = filesIn('data-plane-*/src');
const providers = filesIn('provider-*/src').filter((file) => !stands.includes(file));

/** Paths below `packages/`. */
function filesIn(folder: string): readonly string[] {
  return globSync(`${folder}/**/*.ts`, { cwd: PACKAGES }).filter((file) => !NOT_SHIPPED.test(file));
}

/** What a file imports, types included: a path below `packages/` of a file, or the name of a package. */
function importsOf(file: string): readonly string[] {
  const specifiers = readFileSync(join(PACKAGES, file), 'utf8').matchAll(/(?:from |import\()'([^']+)'/g);
  return [...specifiers].map(([, to = '']) => (to.startsWith('.') ? join(dirname(file), to) : to));
}

function importsWhere(files: readonly string[], isMeant: (target: string, file: string) => boolean): readonly string[] {
  return files.flatMap((file) =>
    importsOf(file)
      .filter((target) => isMeant(target, file))
      .map((target) => `${file} > ${target}`),
  );
}

describe('the sources of the sandbox', () => {
  it('are found', () => {
    expect([sandbox.length > 30, kit.length > 10, stands.length > 40, providers.length > 60]).not.toContain(false);
    expect(sandbox).toContain(LIST);
  });

  it('name no vendor outside the one list', () => {
    const core = [...sandbox, ...kit].filter((file) => file !== LIST);
    const lines = core.flatMap((file) =>
      readFileSync(join(PACKAGES, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (VENDOR_NAME.test(`${file} ${line}`) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(lines).toEqual([]);
  });

  it('reach a vendor through the one list only, and of a vendor the stand only', () => {
    const folders = new Set(stands.map((file) => file.split('/')[0] ?? ''));
    expect(importsWhere(sandbox, (target) => target.includes('provider-')).toSorted()).toEqual(
      [...folders].toSorted().map((folder) => `${LIST} > @waybill/${folder}/stand`),
    );
  });

  it('reach real servers through the one list of them only, and these know what every stand is made of', () => {
    const reached = importsWhere(sandbox, (target) => target.includes('data-plane-') && !target.startsWith('sandbox/'));
    const folders = new Set(dataPlanes.map((file) => file.split('/')[0] ?? ''));
    expect(reached).toEqual([...folders].toSorted().map((folder) => `${DATA_LIST} > @waybill/${folder}`));
    expect(dataPlanes.length).toBeGreaterThan(20);
    const ours = importsWhere(dataPlanes, (target) => target.startsWith('@waybill/'));
    expect(ours.filter((found) => !found.endsWith(' > @waybill/stand-kit'))).toEqual([]);
  });

  it('import nothing in a circle, types included', () => {
    const files = [...sandbox, ...kit, ...stands, ...dataPlanes];
    expect(findCycles(new Map(files.map((file) => [file, new Set(importsOf(file))])))).toEqual([]);
  });

  it('keep what every stand is made of free of everything else', () => {
    expect(importsWhere(kit, (target) => !/^(?:stand-kit\/src\/|node:)/.test(target))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(PACKAGES, 'stand-kit/package.json'), 'utf8')) as object;
    expect(manifest).not.toHaveProperty('dependencies');
  });
});

describe('a vendor’s stand and its provider', () => {
  it('keep the stand to its own folder and to what every stand is made of', () => {
    const foreign = importsWhere(stands, (target, file) => {
      const [folder = ''] = /^.*\/src\/stand\//.exec(file) ?? [];
      return !target.startsWith(folder) && target !== '@waybill/stand-kit' && !target.startsWith('node:');
    });
    expect(foreign).toEqual([]);
  });

  it('keep the provider off the stand', () => {
    expect(importsWhere(providers, (target) => /\/stand(?:-kit)?(?:\/|$)/.test(target))).toEqual([]);
  });
});

describe('the library', () => {
  /** With those that they depend on themselves. */
  function dependenciesOf(name: string, known: Set<string> = new Set()): ReadonlySet<string> {
    const manifest = JSON.parse(readFileSync(join(PACKAGES, name, 'package.json'), 'utf8'));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      if (known.has(dependency)) continue;
      known.add(dependency);
      if (dependency.startsWith('@waybill/')) dependenciesOf(dependency.replace('@waybill/', ''), known);
    }
    return known;
  }

  it('brings the vendors’ packages, and neither the sandbox nor an HTTP server', () => {
    const brought = [...dependenciesOf('node')];
    expect(brought).toEqual(expect.arrayContaining(['@waybill/provider-kit', '@waybill/stand-kit', 'undici']));
    expect(brought.filter((name) => ['@waybill/sandbox', 'fastify'].includes(name))).toEqual([]);
    expect([...dependenciesOf('sandbox')]).toContain('fastify');
  });
});
