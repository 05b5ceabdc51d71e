import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { defined } from '@waybill/core';
import { createSecretReader } from '@waybill/node';
import { inspectSecretCommands } from '@waybill/node/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { checkEnvironment, readEnvironment } from '../doctor/check-environment.ts';
import { checkNetwork } from '../doctor/check-network.ts';
import { checkSecrets } from '../doctor/check-secrets.ts';
import { checkState } from '../doctor/check-state.ts';
import { checkStateFolder, readFolder } from '../doctor/check-state-folder.ts';
import { describeCredentials } from '../doctor/describe-credentials.ts';
import type { Finding } from '../doctor/finding.ts';
import { type Needle, scanFolder } from '../doctor/scan-folder.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openNamed } from '../open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { type NamedPlan, printDiagnostics, readPlan } from '../read-plan.ts';
import { doctorReport, renderDoctor } from '../views/text/doctor-report.ts';
import { createStyle } from '../views/text/style.ts';

export interface DoctorFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly offline?: boolean;
  readonly allowSecretCommands?: boolean;
  readonly scan?: string;
}

/** Looks at everything that a run depends on and says how to put right what is wrong. Changes nothing. */
export async function doctor(file: string | undefined, flags: DoctorFlags, io: CliIo): Promise<ExitCode> {
  const scanned = flags.scan === undefined ? undefined : folderToScan(flags.scan, io);
  if (scanned !== undefined && file === undefined) throw noPlanToScanFor();
  const named = file === undefined ? undefined : await readPlan(file, flags, io);
  if (file !== undefined && named === undefined) return EXIT.error;
  const environment = [...checkEnvironment(readEnvironment(), flags, io), ...checkNetwork(io, named?.plan)];
  const findings = [
    ...environment,
    ...(named === undefined ? checkFolder(join(io.cwd, '.waybill'), io) : await checkPlan(named, scanned, flags, io)),
  ];
  const report = doctorReport(findings, { ...defined({ file }), flags });
  if (flags.json === true) io.stdout.write(`${JSON.stringify(report)}\n`);
  else io.stdout.write(`${renderDoctor(report, createStyle(io.stdout, io.env, flags))}\n`);
  return report.is_healthy ? EXIT.done : EXIT.error;
}

async function checkPlan(
  named: NamedPlan,
  scanned: string | undefined,
  flags: DoctorFlags,
  io: CliIo,
): Promise<readonly Finding[]> {
  const { plan, diagnostics } = named;
  printDiagnostics(diagnostics, new Map([[plan.file, plan.source.text]]), flags, io);
  const tried = flags.allowSecretCommands === true ? await inspectSecretCommands(plan, io) : undefined;
  const readSecret = createSecretReader({ ...io, ...defined({ outputOf: tried?.outputOf }) });
  const secrets = checkSecrets(plan, { read: readSecret, tried }, io.cwd);
  await using opened = openNamed(named, flags, io, { readSecret });
  const credentials = await opened.checkCredentials({ asksApis: flags.offline !== true });
  const context = { file: plan.file, flags };
  const found = await opened.inspectState();
  return [
    ...secrets.findings,
    ...credentials.map(describeCredentials),
    ...(found.folder === undefined ? [] : checkFolder(found.folder, io)),
    ...checkState(found, context),
    ...(scanned === undefined
      ? []
      : scan(
          named,
          scanned,
          { secrets: secrets.values, credentials: credentials.flatMap((check) => check.secrets) },
          io,
        )),
  ];
}

function checkFolder(folder: string, io: CliIo): readonly Finding[] {
  return checkStateFolder(readFolder(folder), relative(io.cwd, folder) || '.');
}

interface KnownValues {
  readonly secrets: ReadonlyMap<string, string>;
  readonly credentials: readonly string[];
}

function scan({ plan }: NamedPlan, folder: string, known: KnownValues, io: CliIo): readonly Finding[] {
  const needles: readonly Needle[] = [
    ...[...known.secrets].map(([name, value]) => ({ name: `the value of secret ${name}`, value })),
    ...known.credentials.map((value) => ({ name: "a secret of the providers' credentials", value })),
  ];
  const distinct = [...new Map(needles.toReversed().map((needle) => [needle.value, needle])).values()];
  const sources = [...plan.secrets.values()].flatMap((source) =>
    source.kind === 'file' ? [resolve(io.cwd, source.path)] : [],
  );
  return scanFolder({ folder, needles: distinct, sources, cwd: io.cwd });
}

function folderToScan(path: string, io: CliIo): string {
  const folder = resolve(io.cwd, path);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw new CliError('CLI_OPTION_INVALID', `--scan ${path} is not a directory.`, 'Name the directory of a run.');
}

function noPlanToScanFor(): CliError {
  return new CliError(
    'CLI_OPTION_INVALID',
    '--scan looks for the secrets of a plan, but none was named.',
    'Write `waybill doctor shop.yaml --scan <directory>`.',
  );
}
