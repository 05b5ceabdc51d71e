import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createFolder } from '../e2e/support/processes.ts';
import { installedFolder } from './cache.ts';
import { findJdk } from './find-tools.ts';
import { describeMissing, requireJdk, requireMaven } from './missing-tools.ts';
import { canStartOn } from './require-servers.ts';
import { FakeTools } from './support/fake-tools.ts';

const NOTHING = { env: { PATH: '' }, jdkFolders: [] };
const NO_JDK =
  'elasticsearch-6.7 needs a JDK 17 or newer, and none was found: install one (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME.';
const NO_MAVEN =
  'Servers for tests are fetched with Maven, and there is no mvn on the PATH: install it (Debian: apt-get install maven).';

let tools: FakeTools;

beforeEach(() => {
  tools = new FakeTools(createFolder());
});

describe('the JDK', () => {
  it('is the oldest of those that suit', () => {
    for (const version of ['25', '21.0.2', '11.0.1']) tools.addJdk(join('jvm', version), version);
    tools.addJdk(join('jvm', 'mac', 'Contents', 'Home'), '19.0.1');
    const machine = { env: {}, jdkFolders: [join(tools.folder, 'jvm')] };
    expect(findJdk({ from: 17 }, machine)?.major).toBe(19);
    expect(findJdk({ from: 20 }, machine)?.major).toBe(21);
    expect(findJdk({ from: 22, to: 24 }, machine)).toBeUndefined();
  });

  it('is the one that JAVA_HOME or JAVA21_HOME names, if that suits', () => {
    const env = { JAVA_HOME: tools.addJdk('older', '17.0.2'), JAVA21_HOME: tools.addJdk('newer', '25') };
    expect(findJdk({ from: 17 }, { env, jdkFolders: [] })?.home).toBe(env.JAVA_HOME);
    expect(findJdk({ from: 21 }, { env, jdkFolders: [] })?.home).toBe(env.JAVA21_HOME);
    expect(findJdk({ from: 21, to: 23 }, { env, jdkFolders: [] })).toBeUndefined();
  });

  it('is found by its compiler on the PATH', () => {
    const home = tools.addJdk('elsewhere', '18');
    expect(findJdk({ from: 17 }, { env: { PATH: join(home, 'bin') }, jdkFolders: [] })).toEqual({ home, major: 18 });
  });

  it('has a compiler', () => {
    const home = tools.addJdk('runtime', '17.0.1');
    rmSync(join(home, 'bin', 'javac'));
    expect(findJdk({ from: 17 }, { env: { JAVA_HOME: home }, jdkFolders: [] })).toBeUndefined();
  });
});

describe('what is missing', () => {
  it('is said in one sentence, with what to install', () => {
    expect(() => requireJdk('elasticsearch-6.7', NOTHING)).toThrow(NO_JDK);
    expect(() => requireJdk('elasticsearch-8', NOTHING)).toThrow(/^elasticsearch-8 needs a JDK 17 to 23, and none/);
    expect(() => requireJdk('opensearch-3', NOTHING)).toThrow(
      'opensearch-3 needs a JDK 21 or newer, and none was found: install one or set JAVA21_HOME.',
    );
    expect(() => requireMaven({ PATH: '' })).toThrow(NO_MAVEN);
  });

  it('is not Maven when the server has been fetched', () => {
    const env = { ...tools.env, PATH: '' };
    expect(describeMissing('elasticsearch-6.7', { env })).toBe(NO_MAVEN);
    mkdirSync(installedFolder('elasticsearch-6.7', env), { recursive: true });
    expect(describeMissing('elasticsearch-6.7', { env })).toBeUndefined();
  });
});

describe('tests against servers', () => {
  const names = ['elasticsearch-6.7', 'elasticsearch-7.10'] as const;

  it.each([{ CI: 'true' }, { WAYBILL_REQUIRE_SERVERS: '1' }])('fail with %j when something is missing', (required) => {
    const machine = { ...NOTHING, env: { ...NOTHING.env, ...required } };
    expect(() => canStartOn(machine, names, () => {})).toThrow(NO_JDK);
  });

  it('are skipped elsewhere, and a warning says why', () => {
    const warnings: string[] = [];
    expect(canStartOn(NOTHING, names, (text) => warnings.push(text))).toBe(false);
    expect(warnings).toEqual([expect.stringContaining(`SKIPPED: tests against real servers.\n${NO_JDK}\n`)]);
    expect(canStartOn({ ...NOTHING, env: tools.env }, names, (text) => warnings.push(text))).toBe(true);
    expect(warnings).toHaveLength(1);
  });
});
