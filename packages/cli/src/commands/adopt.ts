import type { AdoptionSearch, PlannedUnit } from '@waybill/core';
import { matchNamed, suggest } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openNamed } from '../open-named.ts';
import { parseReason } from '../parse-options.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { renewFirst } from '../renew-first.ts';
import { stopOnInterrupt } from '../stop-on-interrupt.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { visibleText } from '../views/text/visible-text.ts';
import { reportDecision } from './report-decision.ts';
import { type AdoptStepFlags, adoptStep } from './settle.ts';

export interface AdoptFlags extends AdoptStepFlags {
  readonly all?: boolean;
}

/** One step as the operator says it happened; or units, whose tasks are looked up at the vendor. */
export async function adopt(
  file: string,
  addresses: readonly string[],
  flags: AdoptFlags,
  io: CliIo,
): Promise<ExitCode> {
  if (addresses.length === 0 && flags.all !== true)
    throw new CliError('CLI_OPTION_INVALID', 'Nothing was named to take over.', 'Name a step or units, or pass --all.');
  if (addresses.length > 0 && flags.all === true)
    throw new CliError(
      'CLI_OPTION_INVALID',
      '--all already covers every unit.',
      'Leave out either --all or the addresses.',
    );
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  const [address = ''] = addresses;
  const isStep = addresses.length === 1 && named.graph.stepsByAddress.has(address);
  if (isStep || flags.output !== undefined) return await adoptStep({ file, address: oneOf(addresses) }, flags, io);
  return await adoptUnits({ file, named, isMeant: unitsNamed(addresses, named) }, flags, io);
}

function oneOf(addresses: readonly string[]): string {
  const [address, ...more] = addresses;
  if (address !== undefined && more.length === 0) return address;
  throw new CliError(
    'CLI_OPTION_INVALID',
    '--output applies to a single step.',
    'Name the step, such as orders[a].create.',
  );
}

function unitsNamed(addresses: readonly string[], { graph }: NamedPlan): (unit: PlannedUnit) => boolean {
  if (addresses.length === 0) return () => true;
  const named = new Set(
    addresses.flatMap((target) => {
      const units = graph.units.filter(matchNamed(target).unit);
      if (units.length === 0) throw unknownUnit(target, graph.unitsByAddress.keys());
      return units.map(({ address }) => address);
    }),
  );
  return ({ address }) => named.has(address);
}

function unknownUnit(target: string, units: Iterable<string>): CliError {
  const near = suggest(target, [...units]);
  const hint = near === undefined ? '`waybill status` shows the units.' : `Did you mean ${near}?`;
  return new CliError('CLI_STEP_UNKNOWN', `The plan has no unit or step ${target}.`, hint);
}

interface Takeover {
  readonly file: string;
  readonly named: NamedPlan;
  readonly isMeant: (unit: PlannedUnit) => boolean;
}

async function adoptUnits({ file, named, isMeant }: Takeover, flags: AdoptFlags, io: CliIo): Promise<ExitCode> {
  const reason = parseReason(flags.reason);
  await using plan = openNamed(named, flags, io);
  using interrupt = stopOnInterrupt(io, () => {});
  const allowsSecretCommands = flags.allowSecretCommands === true;
  let search: AdoptionSearch;
  try {
    search = await plan.findAdoptions({ isMeant, signal: interrupt.signal, allowsSecretCommands });
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    io.stderr.write('Interrupted. Nothing was taken over.\n');
    return EXIT.stopped;
  }
  if (search.found.length === 0) throw nothingFound(search);
  await plan.adopt(search.found, reason);
  reportMissed(search, flags, io);
  const resume = { command: commandLine('resume', { file, flags }), why: 'continue with these tasks' };
  reportDecision(
    {
      decision: 'adopt',
      decided: search.found.map(({ step }) => step),
      elsewhere: [],
      reason,
      meaning: 'These tasks now belong to this state. No other state of the plan may be run any more.',
      next: await renewFirst([resume], { file, flags, saved: named.saved, opened: plan }),
    },
    flags,
    io,
  );
  return EXIT.done;
}

const SHOWN = 5;

function nothingFound({ missed }: AdoptionSearch): CliError {
  const shown = missed.slice(0, SHOWN).map(({ unit, reason }) => `${unit}: ${reason}`);
  const more = missed.length > SHOWN ? [`${missed.length - SHOWN} more units.`] : [];
  const why = missed.length === 0 ? ['The first call of every named unit is already recorded.'] : [...shown, ...more];
  return new CliError(
    'CLI_UNIT_NOT_FITTING',
    `No task was found that could be taken over. ${why.join(' ')}`,
    'If the console shows a task, name the step, and give its outputs with --output.',
  );
}

/** Units that have no task yet are created by the next run; the others need an operator. */
function reportMissed({ missed }: AdoptionSearch, flags: AdoptFlags, io: CliIo): void {
  if (missed.length === 0 || flags.json === true) return;
  const shown = missed.slice(0, SHOWN).map(({ unit, reason }) => `  ${unit}: ${reason}`);
  const more = missed.length > SHOWN ? [`  and ${missed.length - SHOWN} more`] : [];
  const lines = [`note: ${counted(missed.length, 'unit')} not taken over:`, ...shown, ...more];
  io.stderr.write(lines.map((line) => `${visibleText(line)}\n`).join(''));
}
