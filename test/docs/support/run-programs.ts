import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './read-page.ts';

export interface Program {
  readonly place: string;
  readonly text: string;
}

/** Checks the types of all programs at once and runs each to its end: what is wrong with them. */
export function faultsOfPrograms(programs: readonly Program[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-docs-programs-'));
  try {
    const paths = programs.map(({ place, text }) => writeProgram(folder, place, text));
    // Packages are found as the tests find them.
    symlinkSync(join(ROOT, 'test', 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig()));
    const types = run(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', folder], folder);
    return [...types, ...paths.flatMap((path) => run(process.execPath, [path], folder))];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function writeProgram(folder: string, place: string, text: string): string {
  const path = join(folder, 'pages', `${place.replaceAll(/[/:]/g, '-')}.ts`);
  mkdirSync(join(folder, 'pages'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function tsconfig(): object {
  return {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: {
      rootDir: '/',
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      noEmit: true,
      composite: false,
      incremental: false,
      declaration: false,
      declarationMap: false,
      isolatedDeclarations: false,
    },
    include: ['pages'],
  };
}

function run(command: string, args: readonly string[], cwd: string): readonly string[] {
  const { status, signal, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: 300_000 });
  return status === 0 ? [] : [`${[command, ...args].join(' ')} ended with ${status ?? signal}:\n${stdout}${stderr}`];
}
