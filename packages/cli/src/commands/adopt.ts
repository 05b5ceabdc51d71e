import {
  type AdoptDecision,
  type Adoption,
  type AdoptionSearch,
  findAdoptions,
  matchAddress,
  type PlannedUnit,
  recordDecisions,
  suggest,
} from '@waybill/core';
import { describeOwner, systemClock } from '@waybill/node';
import { createUndiciTransport } from '@waybill/transport';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { lendToApis } from '../lend-to-apis.ts';
import { type OpenedPlan, openPlan } from '../open-plan.ts';
import { hasState, openState } from '../open-state.ts';
import { parseReason } from '../parse-options.ts';
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
    throw new CliError(
      'CLI_OPTION_INVALID',
      'Nothing is named to be taken over.',
      'Name a step or units, or give --all.',
    );
  if (addresses.length > 0 && flags.all === true)
    throw new CliError(
      'CLI_OPTION_INVALID',
      '--all names every unit already.',
      'Leave out either --all or the addresses.',
    );
  const opened = await openPlan(file, flags, io);
  if (opened === undefined) return EXIT.error;
  const [address = ''] = addresses;
  const isStep = addresses.length === 1 && opened.graph.stepsByAddress.has(address);
  if (isStep || flags.output !== undefined) return await adoptStep({ file, address: oneOf(addresses) }, flags, io);
  return await adoptUnits({ file, opened, isMeant: unitsNamed(addresses, opened) }, flags, io);
}

function oneOf(addresses: readonly string[]): string {
  const [address, ...more] = addresses;
  if (address !== undefined && more.length === 0) return address;
  throw new CliError('CLI_OPTION_INVALID', '--output is about one step.', 'Name the step, such as orders[a].create.');
}

function unitsNamed(addresses: readonly string[], { graph }: OpenedPlan): (unit: PlannedUnit) => boolean {
  if (addresses.length === 0) return () => true;
  const named = new Set(
    addresses.flatMap((target) => {
      const matches = matchAddress(target);
      const units = graph.units.filter(({ address }) => matches(address));
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
  readonly opened: OpenedPlan;
  readonly isMeant: (unit: PlannedUnit) => boolean;
}

async function adoptUnits({ file, opened, isMeant }: Takeover, flags: AdoptFlags, io: CliIo): Promise<ExitCode> {
  const reason = parseReason(flags.reason);
  const { plan, graph } = opened;
  using interrupt = stopOnInterrupt(io, () => {});
  let search: AdoptionSearch;
  try {
    search = await searchAtVendor({ opened, isMeant, signal: interrupt.signal }, flags, io);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    io.stderr.write('Interrupted. Nothing was taken over.\n');
    return EXIT.stopped;
  }
  if (search.found.length === 0) throw nothingFound(search);
  await using store = await openState(plan, flags, io);
  await recordDecisions(
    search.found.map((adoption) => decide(adoption, reason)),
    {
      graph,
      store,
      clock: systemClock,
      owner: describeOwner(io),
      firstRun: { plan: plan.name, planDigest: plan.digest, stepCount: graph.stepCount, versions: {} },
    },
  );
  reportMissed(search, flags, io);
  reportDecision(
    {
      decision: 'adopt',
      decided: search.found.map(({ step }) => step),
      elsewhere: [],
      reason,
      meaning: 'These tasks belong to this state now. No other state of the plan may run any more.',
      next: [{ command: commandLine('resume', { file, flags }), why: 'continue with these tasks' }],
    },
    flags,
    io,
  );
  return EXIT.done;
}

/** A state is made only for what is found. */
async function searchAtVendor(
  { opened, isMeant, signal }: Omit<Takeover, 'file'> & { readonly signal: AbortSignal },
  flags: AdoptFlags,
  io: CliIo,
): Promise<AdoptionSearch> {
  const { plan, graph, registry } = opened;
  await using store = (await hasState(plan, flags, io.cwd)) ? await openState(plan, flags, io) : undefined;
  await using transport = createUndiciTransport({ env: io.env, cwd: io.cwd });
  return await findAdoptions({
    plan,
    graph,
    registry,
    store,
    isMeant,
    ...lendToApis(io, transport, signal),
  });
}

function decide({ step, outputs, existingIds, evidence }: Adoption, reason: string): AdoptDecision {
  return { kind: 'adopt', step, outputs, existingIds, isFound: true, reason: `${reason} (${evidence})` };
}

const SHOWN = 5;

function nothingFound({ missed }: AdoptionSearch): CliError {
  const shown = missed.slice(0, SHOWN).map(({ unit, reason }) => `${unit}: ${reason}`);
  const more = missed.length > SHOWN ? [`${missed.length - SHOWN} more units.`] : [];
  const why = missed.length === 0 ? ['The first call of every unit named is recorded.'] : [...shown, ...more];
  return new CliError(
    'CLI_UNIT_NOT_FITTING',
    `No task was found that could be taken over. ${why.join(' ')}`,
    'Where the console shows a task, name the step and what it answered with --output.',
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
