import type { FaultRule } from '@waybill/sandbox';
import type { NamedFault } from './faults.ts';
import { roomOf } from './room-of.ts';
import { type Ending, runScenario } from './run-scenario.ts';
import type { Role, Scenario } from './scenarios.ts';

/** One cell of the matrix: this fault meets this call of this operation in this scenario. */
export interface Row {
  readonly scenario: Scenario;
  readonly operation: string;
  readonly role: Role;
  readonly fault: NamedFault;
  /** The n-th call of the operation, or all of them. */
  readonly call: number | 'every';
}

/** Applies where `applies` says so; the first of a list of rules that applies to a row decides. */
export interface EndingRule {
  readonly applies: (row: Row) => boolean;
  readonly ending: (row: Row) => Ending;
  readonly why: string;
}

/** A row with a name that says how it must end, why, and which room decides it. */
export function namedRow(row: Row, rules: readonly EndingRule[]): readonly [name: string, row: Row, ending: Ending] {
  const rule = rules.find((candidate) => candidate.applies(row));
  if (rule === undefined) throw new Error(`no rule says how this ends: ${titleOf(row)}`);
  const ending = rule.ending(row);
  return [`${titleOf(row)} → ${ending}: ${rule.why} (${roomOf(row)})`, row, ending];
}

function titleOf({ scenario, operation, fault, call }: Row): string {
  const which = call === 'every' ? 'every call' : `call ${call}`;
  return `${scenario.name}, ${operation}, ${which}: ${fault.name}`;
}

export function faultRuleOf({ operation, fault, call }: Row): FaultRule {
  return { operation, fault: fault.fault, ...(call === 'every' ? {} : { nth: call }) };
}

/** How often a scenario calls each of its operations when nothing goes wrong. Throws when the scenario names others. */
export async function countCalls(scenario: Scenario): Promise<ReadonlyMap<string, number>> {
  const { ending, sandbox } = await runScenario(scenario, []);
  if (ending !== 'succeeded') throw new Error(`without a fault ${scenario.name} ends as ${ending}`);
  const counts = new Map<string, number>();
  for (const { operation } of sandbox.control.requests()) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const called = [...counts.keys()].toSorted().join();
  const named = Object.keys(scenario.operations).toSorted().join();
  if (called !== named) throw new Error(`${scenario.name} calls ${called} and names ${named}`);
  return counts;
}

export function isLost(fault: NamedFault): boolean {
  return fault.family === 'lost-before' || fault.family === 'lost-after';
}

/** Whether a task of the scenario goes on replicating after its copy. */
export function replicates({ migrations }: Scenario): boolean {
  return JSON.stringify(migrations).includes('incremental_migration');
}
