import { join } from 'node:path';
import type { EmbeddedForm, ServerDescription } from './catalogue.ts';

/** Where things are for one server, and what it is given. */
export interface ServerLayout {
  /** What was fetched: only read. */
  readonly installed: string;
  /** The server's own folder. */
  readonly folder: string;
  readonly javaHome: string;
  readonly heapMb: number;
  /** A port or a range. */
  readonly httpPort: string;
  readonly transportPort: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What every version accepts on Java 17 to 25. The first compiler alone: these processes live for seconds. */
const COMMON_FLAGS = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
/** What the bootstrap and the shell scripts of a distribution would set. */
const EMBEDDED_FLAGS = [
  ...['java.lang', 'java.nio', 'java.io', 'sun.nio.ch'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  '-Dio.netty.noUnsafe=true',
  '-Dio.netty.noKeySetOptimization=true',
  '-Dio.netty.recycler.maxCapacityPerThread=0',
  '-Des.set.netty.runtime.available.processors=false',
  '-Dlog4j.shutdownHookEnabled=false',
  '-Dlog4j2.disable.jmx=true',
];

/** The command that runs a server in the foreground, with its standard input as the pipe that keeps it alive. */
export function buildCommand(server: ServerDescription, layout: ServerLayout): ServerCommand {
  const { form } = server;
  const temporary = temporaryFolder(layout);
  return {
    program: join(layout.javaHome, 'bin', 'java'),
    args: form.kind === 'embedded' ? embeddedArgs(form, server, layout) : distributionArgs(form.main, server, layout),
    cwd: form.kind === 'embedded' ? layout.folder : distributionHome(layout),
    env: { JAVA_HOME: layout.javaHome, LIBFFI_TMPDIR: temporary, ES_TMPDIR: temporary },
  };
}

/** Flags for a process that is a server: also the lines of a `jvm.options` file. */
export function serverFlags(layout: ServerLayout): readonly string[] {
  const heap = [`-Xms${layout.heapMb}m`, `-Xmx${layout.heapMb}m`];
  return [...heap, `-Djava.io.tmpdir=${temporaryFolder(layout)}`, ...COMMON_FLAGS];
}

/** A copy that is the server's own: it writes into it, and may have to run as another user than the one who fetched it. */
export function distributionFolder({ folder }: ServerLayout): string {
  return join(folder, 'distribution');
}

export function distributionHome(layout: ServerLayout): string {
  return join(distributionFolder(layout), 'home');
}

export function logsFolder({ folder }: ServerLayout): string {
  return join(folder, 'logs');
}

export function temporaryFolder({ folder }: ServerLayout): string {
  return join(folder, 'tmp');
}

function embeddedArgs(
  { main, plugins }: EmbeddedForm,
  server: ServerDescription,
  layout: ServerLayout,
): readonly string[] {
  const { installed, folder } = layout;
  const settings = {
    'path.home': folder,
    'http.type': 'netty4',
    'transport.type': 'netty4',
    ...nodeSettings(server, layout),
  };
  return [
    ...serverFlags(layout),
    ...EMBEDDED_FLAGS,
    '-cp',
    `${join(installed, 'classes')}:${join(installed, 'lib', '*')}`,
    main,
    plugins.join(','),
    ...Object.entries(settings).map(([key, value]) => `${key}=${value}`),
  ];
}

function distributionArgs(main: string, server: ServerDescription, layout: ServerLayout): readonly string[] {
  const home = distributionHome(layout);
  const isLauncher = main.endsWith('Launcher');
  const folders = [join(home, 'lib', '*'), ...(isLauncher ? [join(home, 'lib', 'cli-launcher', '*')] : [])];
  return [
    ...(isLauncher ? launcherFlags(home) : directFlags(layout)),
    `-Des.path.home=${home}`,
    `-Des.path.conf=${join(home, 'config')}`,
    '-Des.distribution.type=zip',
    '-cp',
    [join(distributionFolder(layout), 'classes'), ...folders].join(':'),
    'Distribution',
    main,
    ...Object.entries(nodeSettings(server, layout)).map(([key, value]) => `-E${key}=${value}`),
  ];
}

/** It reads the server's own flags from `jvm.options`. */
function launcherFlags(home: string): readonly string[] {
  const program = ['-Dcli.name=server', `-Dcli.script=${home}/bin/elasticsearch`, '-Dcli.libs=lib/tools/server-cli'];
  return ['-Xmx64m', ...COMMON_FLAGS, ...program];
}

/** Java 18 and newer have a security manager only where they are asked for it. */
function directFlags(layout: ServerLayout): readonly string[] {
  return [...serverFlags(layout), ...EMBEDDED_FLAGS, '-Djava.security.manager=allow'];
}

function nodeSettings(server: ServerDescription, layout: ServerLayout): Readonly<Record<string, string>> {
  const transportPort = server.version.startsWith('6.') ? 'transport.tcp.port' : 'transport.port';
  return {
    'cluster.name': 'waybill-test',
    'node.name': 'node-1',
    'network.host': '127.0.0.1',
    'http.port': layout.httpPort,
    [transportPort]: layout.transportPort,
    'path.data': join(layout.folder, 'data'),
    'path.logs': logsFolder(layout),
    'discovery.type': 'single-node',
    'cluster.routing.allocation.disk.threshold_enabled': 'false',
    // Written once the ports are bound: how we learn which it took of the range.
    'node.portsfile': 'true',
    ...server.settings,
    ...layout.settings,
  };
}
