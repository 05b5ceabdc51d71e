import { accessSync, constants, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

export interface Jdk {
  readonly home: string;
  /** 17, 21, … */
  readonly major: number;
}

/** Where systems and version managers put JDKs: every subfolder, or its `Contents/Home`, may be one. */
const JDK_FOLDERS: readonly string[] = [
  '/usr/lib/jvm',
  '/opt/java',
  '/Library/Java/JavaVirtualMachines',
  join(homedir(), '.sdkman', 'candidates', 'java'),
  join(homedir(), '.jdks'),
];

/** What the machine has. */
export interface Machine {
  /** `JAVA_HOME`, `JAVA21_HOME` and `PATH` count. */
  readonly env: NodeJS.ProcessEnv;
  /** @default where systems and version managers put JDKs */
  readonly jdkFolders?: readonly string[];
}

export interface JavaRange {
  readonly from: number;
  readonly to?: number;
}

/**
 * The JDK that `JAVA_HOME` or `JAVA21_HOME` names if its version is in the range; else the oldest in the range, which the
 * servers were tried with most.
 */
export function findJdk(range: JavaRange, { env, jdkFolders = JDK_FOLDERS }: Machine): Jdk | undefined {
  const isSuitable = ({ major }: Jdk): boolean => major >= range.from && (range.to === undefined || major <= range.to);
  const named = readJdks([env['JAVA_HOME'], env['JAVA21_HOME']]).find(isSuitable);
  if (named !== undefined) return named;
  const found = readJdks([homeOnPath(env), ...jdkFolders.flatMap(homesIn)]).filter(isSuitable);
  return found.toSorted((a, b) => a.major - b.major)[0];
}

/** The path of a program, as a shell would find it. */
export function findProgram(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function homeOnPath(env: NodeJS.ProcessEnv): string | undefined {
  const compiler = findProgram('javac', env);
  return compiler === undefined ? undefined : dirname(dirname(realpathSync(compiler)));
}

function homesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]);
  } catch {
    return [];
  }
}

/** Of these folders those that are JDKs: a Java without its compiler is not enough. */
function readJdks(homes: readonly (string | undefined)[]): readonly Jdk[] {
  return homes.flatMap((home) => {
    if (home === undefined || !isExecutable(join(home, 'bin', 'javac'))) return [];
    const major = readMajor(home);
    return major === undefined ? [] : [{ home, major }];
  });
}

/** From the file `release`, which every JDK since 9 has: `JAVA_VERSION="17.0.15"`. */
function readMajor(home: string): number | undefined {
  try {
    const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1];
    return version === undefined ? undefined : Number(version);
  } catch {
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
