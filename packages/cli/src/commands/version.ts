import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import { CLI_VERSION } from '../version.ts';

export interface VersionFlags extends CommonFlags, JsonFlag {}

/** The version; with `--json` also that of every part, which is what a bug report needs. */
export async function version(flags: VersionFlags, io: CliIo): Promise<ExitCode> {
  io.stdout.write(flags.json === true ? `${JSON.stringify(await allVersions())}\n` : `waybill ${CLI_VERSION}\n`);
  return EXIT.done;
}

async function allVersions(): Promise<object> {
  const [{ VERSION }, { loadRegistry }] = await Promise.all([import('@waybill/core'), import('../registry.ts')]);
  const registry = await loadRegistry();
  const providers = Object.fromEntries([...registry.values()].map((provider) => [provider.type, provider.version]));
  return {
    format_version: JSON_FORMAT,
    kind: 'version',
    waybill: CLI_VERSION,
    core: VERSION,
    node: process.versions.node,
    providers,
    next_steps: [{ command: 'waybill doctor', why: 'check that this machine has what it needs' }],
  };
}
