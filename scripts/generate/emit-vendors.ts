import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pascalCase } from './source-text.ts';

const HEADER = '// Made from vendors.ts by `node scripts/generate.ts`. Do not edit.\n';

/**
 * What composes the vendors: the library their providers, the sandbox their stands. Beside them a vendor may have a package for
 * what few need: the library then takes its protocol.
 */
const COMPOSERS: Readonly<Record<string, string>> = { 'packages/node': 'transport', 'packages/sandbox': 'data-plane' };

/** Path below the repository's root → text: whatever names the vendors that Waybill comes with. */
export async function emitVendors(vendors: readonly string[], root: string): Promise<Map<string, string>> {
  const having = (part: string) => vendors.filter((vendor) => existsSync(join(root, 'packages', `${part}-${vendor}`)));
  const files = new Map<string, string>([
    ['packages/node/src/generated/built-in-providers.generated.ts', emitProviders(vendors)],
    ['packages/node/src/generated/built-in-protocols.generated.ts', emitProtocols(having('transport'))],
    ['packages/sandbox/src/generated/stands.generated.ts', emitStands(vendors)],
    ['packages/sandbox/src/generated/data-planes.generated.ts', emitDataPlanes(having('data-plane'))],
  ]);
  for (const [folder, part] of Object.entries(COMPOSERS)) {
    const [manifest, project] = [`${folder}/package.json`, `${folder}/tsconfig.json`];
    const packages = [vendors.map((vendor) => `provider-${vendor}`), having(part).map((vendor) => `${part}-${vendor}`)];
    files.set(manifest, withDependencies(await readFile(join(root, manifest), 'utf8'), packages.flat()));
    files.set(project, withReferences(await readFile(join(root, project), 'utf8'), packages.flat()));
  }
  return files;
}

function emitProviders(vendors: readonly string[]): string {
  const imports = vendors.map((vendor) => `import { ${constantOf(vendor)} } from '@waybill/provider-${vendor}';\n`);
  return [
    `${HEADER}import type { ProviderDefinition } from '@waybill/core';\n${imports.join('')}`,
    '/** The providers that Waybill comes with. To add your own: `createRegistry([...builtInProviders, yours])`. */',
    `export const builtInProviders: readonly ProviderDefinition[] = [${vendors.map(constantOf).join(', ')}];\n`,
  ].join('\n');
}

function emitProtocols(vendors: readonly string[]): string {
  const imports = vendors.map((vendor) => `import { ${constantOf(vendor)} } from '@waybill/transport-${vendor}';\n`);
  return [
    `${HEADER}import type { RequestProtocol } from '@waybill/transport';\n${imports.join('')}`,
    '/** What carries the requests of providers whose protocol is not HTTP. */',
    `export const builtInProtocols: readonly RequestProtocol[] = [${vendors.map(constantOf).join(', ')}];\n`,
  ].join('\n');
}

function emitStands(vendors: readonly string[]): string {
  const lines = vendors.map((vendor) => `export { ${constantOf(vendor)} } from '@waybill/provider-${vendor}/stand';\n`);
  return `${HEADER}${lines.join('')}`;
}

function emitDataPlanes(vendors: readonly string[]): string {
  const lines = vendors.map((vendor) => `export { ${constantOf(vendor)} } from '@waybill/data-plane-${vendor}';\n`);
  return `${HEADER}${lines.join('')}`;
}

function withDependencies(text: string, packages: readonly string[]): string {
  const manifest = JSON.parse(text) as { readonly dependencies?: Readonly<Record<string, string>> };
  const others = Object.entries(manifest.dependencies ?? {}).filter(([name]) => !isOfVendor(name));
  const ours = packages.map((name) => [`@waybill/${name}`, 'workspace:*'] as const);
  const dependencies = Object.fromEntries([...others, ...ours].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return toText({ ...manifest, dependencies });
}

function withReferences(text: string, packages: readonly string[]): string {
  const project = JSON.parse(text) as { readonly references?: readonly { readonly path: string }[] };
  const others = (project.references ?? []).filter(({ path }) => !isOfVendor(path));
  const ours = packages.map((name) => ({ path: `../${name}` }));
  return toText({ ...project, references: [...others, ...ours] });
}

function isOfVendor(path: string): boolean {
  return /\/(?:provider-(?!kit$)|transport-|data-plane-)/.test(path);
}

/** `some-vendor` becomes `someVendor`. */
function constantOf(vendor: string): string {
  const name = pascalCase(vendor);
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

function toText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
