import { type Checkpoint, defined, type Preview, type RunResult, type Step } from '@waybill/core';
import { allowedOmissions } from '@waybill/core/internal';
import { type OpenPlan, systemClock, type UnitFreshness } from '@waybill/node';
import { comparedByUnit, findPlanChange, refuseSecretCommands } from '@waybill/node/internal';
import { askYesNo } from '../ask-yes-no.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { exitCodeOfRun } from '../exit-code-of-run.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectState, openNamed } from '../open-named.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { counted } from '../views/folds/counted.ts';
import { type CutoverFacts, renderCutovers } from '../views/text/render-cutovers.ts';
import { createStyle } from '../views/text/style.ts';
import type { UnitFlags } from './apply-flags.ts';
import { type ApproverFlags, readApproval } from './approver-flags.ts';
import { describeGates } from './confirm-approval.ts';
import { findCutovers } from './find-cutovers.ts';
import { judgeApproved, renderLeftToRun } from './judge-approved.ts';
import { parseRunLimits } from './parse-run-limits.ts';
import { refuseBlocked } from './refuse-blocked.ts';
import { refuseChanged } from './refuse-changed.ts';
import { type RunWiring, showRun } from './show-run.ts';

export interface CutoverFlags extends UnitFlags, ApproverFlags {}

/**
 * Leads clients to the targets of units that wait at their cut-over: shows what that means and how the last comparison of
 * them ended, asks, opens the gates, and continues these units as far as they go.
 */
export async function cutover(file: string, flags: CutoverFlags, io: CliIo): Promise<ExitCode> {
  const limits = parseRunLimits(flags);
  const approval = readApproval(flags);
  const named = await readPlan(file, flags, io, { continuesRun: true });
  if (named === undefined) return EXIT.error;
  if (flags.allowSecretCommands !== true) refuseSecretCommands(named.plan);
  const gates = await approveShown({ file, named, flags, io, approval });
  if (gates.kind !== 'approved') return gates.code;
  const units = gates.steps.map(({ unit }) => unit);
  const { plan, graph } = named;
  const start = async ({ transport, ...wiring }: RunWiring): Promise<RunResult> => {
    await using opened = openNamed(named, flags, io, { transport });
    const allowsSecretCommands = flags.allowSecretCommands ?? false;
    // The clusters were asked a moment ago, over another open plan.
    return await opened.apply({ ...limits, ...wiring, target: units, allowsSecretCommands, hasJustCalled: true });
  };
  return exitCodeOfRun(await showRun({ plan, graph, context: { file, flags }, flags, io }, start));
}

interface CutoverRequest {
  readonly file: string;
  readonly named: NamedPlan;
  readonly flags: CutoverFlags;
  readonly io: CliIo;
  readonly approval: ReturnType<typeof readApproval>;
}

type Approved =
  | { readonly kind: 'approved'; readonly steps: readonly Step[] }
  /** Refused, declined, or left to the run that is in progress. */
  | { readonly kind: 'over'; readonly code: ExitCode };

async function approveShown({ file, named, flags, io, approval }: CutoverRequest): Promise<Approved> {
  await using opened = openNamed(named, flags, io);
  await expectState(opened);
  const recorded = await opened.recorded();
  const { checkpoint } = recorded;
  const changed = await findPlanChange(named, checkpoint);
  if (changed !== undefined) {
    const context = { file, flags };
    return { kind: 'over', code: refuseChanged({ error: changed, opened: named, checkpoint, context }, flags, io) };
  }
  // Before anybody is asked: where it is not known who has approved, nobody can.
  const posted = await opened.pendingApprovals(approval.by);
  const { waiting, elsewhere } = findCutovers(flags.target ?? [], named.graph, recorded.standing);
  const units = waiting.map(({ unit }) => unit);
  const allowsSecretCommands = flags.allowSecretCommands === true;
  const shown = await describe(waiting, { named, opened, checkpoint, allowsSecretCommands });
  const style = createStyle(io.stderr, io.env, flags);
  io.stderr.write(`${renderCutovers(shown, { nowMs: systemClock.now(), style }).join('\n')}\n`);
  if (elsewhere.length > 0) io.stderr.write(`  ${counted(elsewhere.length, 'other unit')} not at a cut-over now\n`);
  refuseBlocked(shown);
  if (!(await isConfirmed(units, flags, io))) return { kind: 'over', code: EXIT.stopped };
  const gates = waiting.map(({ address }) => address).filter((gate) => !posted.has(gate));
  await opened.approve(gates, { ...approval, recorded });
  if (recorded.running !== 'yes') return { kind: 'approved', steps: waiting };
  const lines = renderLeftToRun(waiting, await judgeApproved(opened, named.plan), style);
  io.stderr.write(`${lines.join('\n')}\n`);
  return { kind: 'over', code: EXIT.done };
}

interface Known {
  readonly named: NamedPlan;
  readonly opened: OpenPlan;
  readonly checkpoint: Checkpoint;
  readonly allowsSecretCommands: boolean;
}

/** Asks the clusters about units that were compared again, and about those that wait until their clients have moved. */
async function describe(
  gates: readonly Step[],
  { named, opened, checkpoint, allowsSecretCommands }: Known,
): Promise<readonly CutoverFacts[]> {
  const units = gates.map(({ unit }) => unit);
  const preview = await opened.preview({ target: units, fixesState: false });
  const places = new Map(preview.units.map((unit) => [unit.address, unit]));
  const asking = { target: units, allowsSecretCommands };
  const isCompared = units.some((unit) => checkpoint.verifications.has(unit));
  const freshness = isCompared ? await opened.freshness(asking) : new Map<string, UnitFreshness>();
  const usage = await opened.usage(asking);
  const omitted = allowedOmissions(checkpoint);
  return gates.map(({ unit, ...gate }) => {
    const planned = named.graph.unitsByAddress.get(unit);
    return {
      unit,
      ...placesOf(places.get(unit)),
      follows: describeGates([{ unit, ...gate }], named.graph).slice(1),
      usage: usage.get(unit) ?? [],
      ...defined({
        compared: planned === undefined ? undefined : comparedByUnit(planned, named, checkpoint),
        verified: checkpoint.verifications.get(unit),
        freshness: freshness.get(unit),
        omitted: omitted.get(unit),
      }),
    };
  });
}

function placesOf(unit: Preview['units'][number] | undefined): Pick<CutoverFacts, 'from' | 'to'> {
  return defined({ from: unit?.from, to: unit?.to });
}

async function isConfirmed(units: readonly string[], flags: CutoverFlags, io: CliIo): Promise<boolean> {
  if (flags.autoApprove === true) return true;
  const what = units.length === 1 ? (units[0] ?? '') : counted(units.length, 'unit');
  if (!io.isInteractive)
    throw new CliError(
      'CLI_CONFIRMATION_MISSING',
      `The cut-over of ${what} was not approved: there is no terminal to prompt on.`,
      'Check that what has to be done before is done, then pass --auto-approve.',
    );
  const isGiven = await askYesNo(`Cut over ${what}? [y/N] `, io);
  if (!isGiven) io.stderr.write('Not approved; nothing was changed.\n');
  return isGiven;
}
