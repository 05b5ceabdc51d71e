import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Notes its call, makes one jar, waits while `hold` exists, and fails if there is a file `failure`. */
const MAVEN = `#!/bin/sh
cd "$(dirname "$0")/.."
echo "$@" >> calls
for word in "$@"; do case $word in -DoutputDirectory=*) out=\${word#*=};; esac; done
mkdir -p "$out" && touch "$out/some.jar"
while [ -e hold ]; do sleep 0.02; done
[ ! -e failure ] || { cat failure; exit 1; }
`;
const COMPILER = `#!/bin/sh
while [ "$1" != -d ]; do shift; done
touch "$2/Main.class"
`;

/** A Maven and a JDK that work at once and without a network, and a cache of their own. */
export class FakeTools {
  readonly folder: string;
  readonly cache: string;

  constructor(folder: string) {
    this.folder = folder;
    this.cache = join(folder, 'cache');
    this.addJdk('jdk', '17.0.1');
    mkdirSync(join(folder, 'bin'));
    writeProgram(join(folder, 'bin', 'mvn'), MAVEN);
  }

  get env(): Record<string, string> {
    const path = `${join(this.folder, 'bin')}:/usr/bin:/bin`;
    return { PATH: path, JAVA_HOME: join(this.folder, 'jdk'), WAYBILL_SERVERS: this.cache };
  }

  /** One line for each call of Maven. */
  get calls(): readonly string[] {
    const path = join(this.folder, 'calls');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  addJdk(name: string, version: string): string {
    const home = join(this.folder, name);
    mkdirSync(join(home, 'bin'), { recursive: true });
    writeFileSync(join(home, 'release'), `IMPLEMENTOR="Somewhere"\nJAVA_VERSION="${version}"\n`);
    writeProgram(join(home, 'bin', 'javac'), COMPILER);
    return home;
  }

  fail(output: string): void {
    writeFileSync(join(this.folder, 'failure'), output);
  }

  succeed(): void {
    rmSync(join(this.folder, 'failure'));
  }

  /** Maven does not end until it is released. */
  hold(): void {
    writeFileSync(join(this.folder, 'hold'), '');
  }

  release(): void {
    rmSync(join(this.folder, 'hold'), { force: true });
  }
}

function writeProgram(path: string, text: string): void {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
