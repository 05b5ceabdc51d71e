// What a single executable starts with. It holds the files of the bundle, and loads them as Node loads CommonJS modules
// from disk: each when it is first asked for.
import { posix } from 'node:path';
import { getAsset } from 'node:sea';
import { compileFunction } from 'node:vm';

interface LoadedModule {
  exports: unknown;
}

const MAIN = 'waybill.js';
const loaded = new Map<string, LoadedModule>();

loadModule(MAIN);

function loadModule(path: string): unknown {
  const known = loaded.get(path);
  if (known !== undefined) return known.exports;
  const module: LoadedModule = { exports: {} };
  loaded.set(path, module);
  const requireFrom = (name: string): unknown =>
    name.startsWith('.') ? loadModule(posix.join(posix.dirname(path), name)) : builtin(name);
  const filename = `waybill:${path}`;
  const words = ['exports', 'require', 'module', '__filename', '__dirname'];
  const run = compileFunction(getAsset(path, 'utf8'), words, { filename });
  run.call(module.exports, module.exports, requireFrom, module, filename, 'waybill:');
  return module.exports;
}

function builtin(name: string): unknown {
  const found = process.getBuiltinModule(name);
  if (found === undefined) throw new Error(`this executable does not contain ${name}`);
  return found;
}
