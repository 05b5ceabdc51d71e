import type { Graph, PlannedUnit, Standing, Step } from '@waybill/core';
import { matchNamed, needsApproval, suggest } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';

export interface FoundGates {
  /** Gates that wait for an approval now, in plan order. */
  readonly waiting: readonly Step[];
  /** Units that a pattern named and that will come to a gate, but are not there. */
  readonly elsewhere: readonly string[];
}

/**
 * The gates that the user means by addresses of units or gates, with `*` for any text.
 *
 * @throws CliError for an address that names nothing, and for one that names nothing that can be approved now
 */
export function findGates(targets: readonly string[], graph: Graph, standing: Standing): FoundGates {
  const found = targets.map((target) => findForTarget(target, graph, standing));
  return {
    waiting: [...new Set(found.flatMap(({ waiting }) => waiting))],
    elsewhere: [...new Set(found.flatMap(({ elsewhere }) => elsewhere))],
  };
}

function findForTarget(target: string, graph: Graph, standing: Standing): FoundGates {
  // The name of a migration means all of its units, as for --target.
  const named = matchNamed(target);
  const isWhole = (unit: PlannedUnit): boolean => named.unit(unit) || isMigrationOf(unit, target);
  const isGate = (step: Step, unit: PlannedUnit): boolean => needsApproval(step) && named.step(step, unit);
  const isMeant = (unit: PlannedUnit): boolean => isWhole(unit) || unit.steps.some((step) => isGate(step, unit));
  const units = graph.units.filter(isMeant);
  if (units.length === 0) throw unknownAddress(target, graph);
  const waiting = units.flatMap((unit) =>
    unit.steps.filter(
      (step) => needsApproval(step) && standing.step(step.address) === 'gated' && (isWhole(unit) || isGate(step, unit)),
    ),
  );
  const reached = new Set(waiting.map((step) => step.unit));
  const isOpen = (unit: PlannedUnit): boolean =>
    unit.steps.some((step) => needsApproval(step) && standing.step(step.address) !== 'succeeded');
  const elsewhere = units.filter((unit) => !reached.has(unit.address) && (waiting.length === 0 || isOpen(unit)));
  const [first] = elsewhere;
  if (waiting.length === 0 && first !== undefined) throw notWaiting(target, first, elsewhere.length, standing);
  return { waiting, elsewhere: elsewhere.map(({ address }) => address) };
}

function isMigrationOf({ unit: { migration } }: PlannedUnit, name: string): boolean {
  return migration.name === name || (migration.formerly ?? []).includes(name);
}

function unknownAddress(target: string, graph: Graph): CliError {
  const step = graph.stepsByAddress.get(target);
  if (step !== undefined)
    return new CliError(
      'CLI_STEP_UNKNOWN',
      `${target} is a ${step.kind}, not a gate.`,
      `Approve its unit: ${step.unit}.`,
    );
  const gates = graph.steps.filter(needsApproval).map(({ address }) => address);
  const near = suggest(target, [...graph.unitsByAddress.keys(), ...gates]);
  const hint = near === undefined ? 'See `waybill status` for the gates that wait.' : `Did you mean ${near}?`;
  return new CliError('CLI_STEP_UNKNOWN', `The plan has no unit or gate ${target}.`, hint);
}

function notWaiting(target: string, unit: PlannedUnit, count: number, standing: Standing): CliError {
  const which =
    count === 1 || !target.includes('*')
      ? unit.address
      : `None of the ${count} units of ${target} waits at a gate; ${unit.address}`;
  return new CliError('CLI_GATE_NOT_WAITING', `${which} ${whereItIs(unit, standing)}`, hintFor(unit, standing));
}

function whereItIs(unit: PlannedUnit, standing: Standing): string {
  const gates = unit.steps.filter(needsApproval);
  if (gates.length === 0) return 'has no gate.';
  if (gates.every(({ address }) => standing.step(address) === 'succeeded')) return 'has been approved already.';
  const status = standing.unit(unit.address);
  const failed = unit.steps.find(({ address }) => ['failed', 'unknown'].includes(standing.step(address)));
  if (failed !== undefined)
    return `does not wait at its gate: its step ${failed.name} is ${standing.step(failed.address)}.`;
  if (status === 'skipped') return 'was skipped because of an earlier failure.';
  const at = unit.steps.find(({ address }) => standing.step(address) !== 'succeeded');
  return `has not reached its gate: it is at step ${at?.name ?? ''}.`;
}

function hintFor(unit: PlannedUnit, standing: Standing): string {
  if (!unit.steps.some(needsApproval)) return 'Only units with a gate, such as a manual cutover, need an approval.';
  if (unit.steps.every((step) => !needsApproval(step) || standing.step(step.address) === 'succeeded')) {
    return 'If no run is in progress, `waybill resume` continues with it.';
  }
  return standing.unit(unit.address) === 'failed'
    ? 'Fix the cause, then run `waybill resume --retry-failed`.'
    : 'A gate can be approved once every step before it is done; `waybill status` shows the status of the units.';
}
