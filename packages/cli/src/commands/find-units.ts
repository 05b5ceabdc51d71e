import type { Graph, PlannedUnit, Standing, UnitStatus } from '@waybill/core';
import { matchNamed, suggest } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';

export type UnitVerb = 'retry' | 'redo' | 'skip' | 'accept';

export interface FoundUnits {
  /** In plan order. */
  readonly chosen: readonly PlannedUnit[];
  /** Units that a pattern named and that the decision does not fit. */
  readonly elsewhere: readonly string[];
}

export interface FindUnitsOptions {
  readonly verb: UnitVerb;
  readonly graph: Graph;
  readonly standing: Standing;
  /** Units with done steps that the plan says otherwise now. */
  readonly changed: ReadonlySet<string>;
}

/**
 * The units that the user means. A unit that is named is meant whatever its standing, except that only failed ones can
 * be retried. A pattern means only units that ask for a decision, so that it never gives up units that are merely not
 * done yet.
 *
 * @throws CliError for an address that names nothing, or nothing that fits
 */
export function findUnits(targets: readonly string[], options: FindUnitsOptions): FoundUnits {
  const found = targets.map((target) => findForTarget(target, options));
  return {
    chosen: [...new Set(found.flatMap(({ chosen }) => chosen))],
    elsewhere: [...new Set(found.flatMap(({ elsewhere }) => elsewhere))],
  };
}

function findForTarget(target: string, options: FindUnitsOptions): FoundUnits {
  const { verb, graph, standing } = options;
  const units = graph.units.filter(matchNamed(target).unit);
  if (units.length === 0) throw unknownUnit(target, graph);
  const isPattern = target.includes('*');
  const isMeant = ({ address }: PlannedUnit): boolean =>
    isPattern || verb === 'retry' ? FITTING[verb].includes(standing.unit(address)) || isChanged(address) : true;
  const isChanged = (address: string): boolean => verb === 'redo' && options.changed.has(address);
  const chosen = units.filter(isMeant);
  if (chosen.length === 0) throw noneFits(target, units, options);
  return { chosen, elsewhere: units.filter((unit) => !isMeant(unit)).map(({ address }) => address) };
}

/** Where a unit that asks for this decision stands. */
const FITTING: Readonly<Record<UnitVerb, readonly UnitStatus[]>> = {
  retry: ['failed'],
  redo: ['failed', 'unknown'],
  skip: ['failed', 'unknown'],
  accept: ['failed', 'unknown'],
};

function unknownUnit(target: string, graph: Graph): CliError {
  const step = graph.stepsByAddress.get(target);
  if (step !== undefined)
    return new CliError('CLI_STEP_UNKNOWN', `${target} is a step, not a unit.`, `Name its unit: ${step.unit}.`);
  const near = suggest(target, graph.unitsByAddress.keys());
  const hint = near === undefined ? '`waybill status` shows the units and their status.' : `Did you mean ${near}?`;
  return new CliError('CLI_STEP_UNKNOWN', `The plan has no unit ${target}.`, hint);
}

function noneFits(target: string, units: readonly PlannedUnit[], { verb, standing }: FindUnitsOptions): CliError {
  const [first] = units;
  const status = standing.unit(first?.address ?? '');
  const message =
    units.length === 1 && first !== undefined
      ? `${first.address} is ${status}, not ${FITTING[verb].join(' or ')}.`
      : `None of the ${units.length} units of ${target} is ${FITTING[verb].join(' or ')}.`;
  return new CliError('CLI_UNIT_NOT_FITTING', message, hintFor(verb, status));
}

function hintFor(verb: UnitVerb, status: UnitStatus): string {
  if (verb !== 'retry') return 'Name a unit without * to decide on it whatever its status.';
  if (status === 'skipped' || status === 'succeeded') return '`waybill redo` starts a unit over from its first step.';
  if (status === 'unknown') return '`waybill resume` looks the call up again.';
  return '`waybill status` shows which units failed.';
}
