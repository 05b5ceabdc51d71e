import { basename } from 'node:path';
import { parse, stringify } from 'yaml';
import type { PackedPackage } from '../../../scripts/pack.ts';

interface Lockfile {
  readonly importers: Readonly<Record<string, Importer>>;
  readonly packages: Readonly<Record<string, object>>;
  readonly snapshots: Readonly<Record<string, object>>;
}

interface Importer {
  readonly dependencies?: Readonly<Record<string, Locked>>;
  readonly devDependencies?: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly specifier: string;
  readonly version: string;
}

/** A tarball with its manifest, as a project that installs it refers to it. */
export interface Tarball extends PackedPackage {
  readonly manifest: {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly bin?: Readonly<Record<string, string>>;
  };
}

export interface ProjectManifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/**
 * The lockfile of a project that installs tarballs beside it. Whatever is not ours has the version that the workspace's
 * lockfile names, so that the install asks no registry and takes every file from the store that the workspace filled.
 */
export function buildLockfile(workspaceText: string, tarballs: readonly Tarball[], project: ProjectManifest): string {
  const workspace: Lockfile = parse(workspaceText);
  const ours = new Map(tarballs.map((tarball) => [tarball.name, specifierOf(tarball)]));
  const theirs = collectVersions(workspace);
  const lock = (name: string): string => {
    const version = ours.get(name) ?? theirs.get(name);
    if (version === undefined) throw new Error(`the workspace locks no version of ${name}`);
    return version;
  };
  const entries = (
    dependencies: Readonly<Record<string, string>>,
    value: (name: string, specifier: string) => unknown,
  ) => Object.fromEntries(Object.entries(dependencies).map(([name, specifier]) => [name, value(name, specifier)]));
  const locked = (name: string, specifier: string): Locked => ({ specifier, version: lock(name) });
  return stringify({
    lockfileVersion: '9.0',
    settings: { autoInstallPeers: true, excludeLinksFromLockfile: false },
    overrides: Object.fromEntries(ours),
    importers: {
      '.': {
        dependencies: entries(project.dependencies, locked),
        devDependencies: entries(project.devDependencies, locked),
      },
    },
    packages: { ...workspace.packages, ...Object.fromEntries(tarballs.map(describePackage)) },
    snapshots: {
      ...workspace.snapshots,
      ...Object.fromEntries(
        tarballs.map(({ name, manifest }) => [
          `${name}@${lock(name)}`,
          { dependencies: entries(manifest.dependencies ?? {}, lock) },
        ]),
      ),
    },
  });
}

/** Tarballs lie in the folder `packages` of the project. */
export function specifierOf({ filename }: PackedPackage): string {
  return `file:packages/${basename(filename)}`;
}

/** Direct dependencies of any package of the workspace; each of them is pinned to one version there. */
function collectVersions({ importers }: Lockfile): ReadonlyMap<string, string> {
  const all = Object.values(importers).flatMap(({ dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies }),
  );
  return new Map(all.map(([name, { version }]) => [name, version]));
}

function describePackage(tarball: Tarball): readonly [string, object] {
  const specifier = specifierOf(tarball);
  const { name, version, integrity, manifest } = tarball;
  return [
    `${name}@${specifier}`,
    {
      resolution: { integrity, tarball: specifier },
      version,
      ...(manifest.bin === undefined ? {} : { hasBin: true }),
    },
  ];
}
