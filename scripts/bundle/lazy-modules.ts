import { execFileSync } from 'node:child_process';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'lazy';
/** As core asks for its packages. */
const CORE: string = join(import.meta.dirname, '..', '..', 'packages', 'core', 'src');
const require: NodeJS.Require = createRequire(join(CORE, 'index.ts'));

/** Packages whose parts are first used long after they are imported, or never: the compiler of JSON Schemas. */
const PACKAGES: readonly string[] = ['ajv/dist/2020.js'];

/**
 * Modules of Node, and some packages, are loaded when something of them is first used, not when a file that imports them is.
 * Those that Node has loaded for itself before it runs a program cost nothing.
 */
export const lazyModules: Plugin = {
  name: 'lazy-modules',
  setup(build) {
    const loaded = builtinsOfEmptyProgram();
    build.onResolve({ filter: /^[^.]/ }, ({ path, namespace }) => {
      if (namespace === NAMESPACE || !(isLazyBuiltin(path, loaded) || PACKAGES.includes(path))) return undefined;
      return { path: isBuiltin(path) ? path.replace(/^(?:node:)?/, 'node:') : path, namespace: NAMESPACE };
    });
    build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path }) => ({
      contents: lazyModule(path),
      resolveDir: CORE,
    }));
  },
};

/** As Node names what it has loaded. */
function builtinsOfEmptyProgram(): ReadonlySet<string> {
  const words = ['--print', 'JSON.stringify(process.moduleLoadList)'];
  return new Set(JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' })));
}

/** What is called itself, as `assert` is, has to be there. */
function isLazyBuiltin(path: string, loaded: ReadonlySet<string>): boolean {
  return (
    isBuiltin(path) && !loaded.has(`NativeModule ${path.replace(/^node:/, '')}`) && typeof require(path) !== 'function'
  );
}

/** Its names are those of the module as it is now: nothing of it may come later. */
function lazyModule(path: string): string {
  const load = isBuiltin(path)
    ? `process.getBuiltinModule(${JSON.stringify(path)})`
    : `require(${JSON.stringify(path)})`;
  return `let loaded;
const load = () => (loaded ??= ${load});
${Object.keys(require(path))
  .map((name) => lazyMember(name))
  .join('\n')}
`;
}

function lazyMember(name: string): string {
  const key = JSON.stringify(name);
  return `Object.defineProperty(exports, ${key}, { enumerable: true, get: () => load()[${key}] });`;
}
