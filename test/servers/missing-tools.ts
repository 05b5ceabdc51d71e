import { isFetched } from './cache.ts';
import { describeServer, type ServerName } from './catalogue.ts';
import { findJdk, findProgram, type Jdk, type Machine } from './find-tools.ts';

/** @throws with what to install. */
export function requireJdk(name: ServerName, machine: Machine): Jdk {
  const jdk = findJdk(describeServer(name).java, machine);
  if (jdk === undefined) throw new Error(missingJdk(name));
  return jdk;
}

/** @throws with what to install. */
export function requireMaven(env: NodeJS.ProcessEnv): string {
  const maven = findProgram('mvn', env);
  if (maven === undefined) throw new Error(MISSING_MAVEN);
  return maven;
}

/** What to install so that this server can be started, in one sentence; undefined when nothing is missing. */
export function describeMissing(name: ServerName, machine: Machine): string | undefined {
  const { env } = machine;
  if (findJdk(describeServer(name).java, machine) === undefined) return missingJdk(name);
  return isFetched(name, env) || findProgram('mvn', env) !== undefined ? undefined : MISSING_MAVEN;
}

const INSTALL_JDK_17 = 'install one (Debian: apt-get install openjdk-17-jdk-headless)';
const MISSING_MAVEN =
  'Servers for tests are fetched with Maven, and there is no mvn on the PATH: install it (Debian: apt-get install maven).';

function missingJdk(name: ServerName): string {
  const { from, to } = describeServer(name).java;
  const versions = to === undefined ? `a JDK ${from} or newer` : `a JDK ${from} to ${to}`;
  const how = from > 17 ? 'install one or set JAVA21_HOME' : `${INSTALL_JDK_17} or set JAVA_HOME`;
  return `${name} needs ${versions}, and none was found: ${how}.`;
}
