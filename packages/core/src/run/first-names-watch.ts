import { WaybillError } from '../errors.ts';
import { firstAddressOf } from '../graph/first-names.ts';
import type { Graph } from '../graph/graph.ts';
import type { JournalRecord, RunStarted } from '../journal/record.ts';
import { unitOfStep } from '../journal/unit-of-step.ts';
import { parseUnitAddress, unitAddress } from '../plan/expand/unit-address.ts';
import type { Plan } from '../plan/plan.ts';
import { defined } from '../value/defined.ts';

/** The first name of a migration, or of a unit's key, is another one than its tasks were made with. Nothing was done. */
export class FirstNameChangedError extends WaybillError {
  constructor(message: string, hint: string) {
    super('RUN_FIRST_NAME_CHANGED', message, { hint });
  }

  static ofMigration(migration: string, first: string): FirstNameChangedError {
    return new FirstNameChangedError(
      `Migration ${migration} was called ${first} first, and formerly: says otherwise.`,
      `Names, tokens and marks of its tasks derive from that name: write ${first} as the first entry of formerly:.`,
    );
  }

  static ofUnit(unit: string, first: string): FirstNameChangedError {
    return new FirstNameChangedError(
      `Unit ${unit} was called ${first} first, and moved: says otherwise.`,
      `Names, tokens and marks of its tasks derive from that address: let the entries of moved: lead from ${first} to ${unit}, and from nowhere else.`,
    );
  }
}

/** What a run notes of the plan's renamed migrations and units, present name → first one; nothing where none was renamed. */
export function firstNamesOf(
  { migrations }: Pick<Plan, 'migrations'>,
  { units }: Pick<Graph, 'units'>,
): Pick<RunStarted, 'firstNames' | 'firstUnits'> {
  const renamed = [...migrations.values()].filter(({ formerly = [] }) => formerly.length > 0);
  const moved = units.filter(({ unit }) => unit.formerly !== undefined);
  return defined({
    firstNames:
      renamed.length === 0
        ? undefined
        : Object.fromEntries(renamed.map(({ name, formerly = [] }) => [name, formerly[0] ?? name])),
    firstUnits:
      moved.length === 0 ? undefined : Object.fromEntries(moved.map((unit) => [unit.address, firstAddressOf(unit)])),
  });
}

/**
 * Learns from the records of a journal, as they were written and oldest first, by which name each migration was begun, and
 * by which address each unit whose key is, or was, renamed. A task is found again by what derives from those, so another
 * first name would make it anew.
 */
export class FirstNamesWatch {
  readonly #plan: Pick<Plan, 'migrations'>;
  readonly #graph: Pick<Graph, 'units' | 'unitsByAddress' | 'renames'>;
  /** Present name → the first one when it was begun; of units, those alone that may have been renamed. */
  readonly #begun = { migrations: new Map<string, string>(), units: new Map<string, string>() };
  readonly #seen = { migrations: new Set<string>(), units: new Set<string>() };
  /** Of every run: what it noted, as it noted it. */
  readonly #noted = { migrations: new Map<string, string>(), units: new Map<string, string>() };
  readonly #hasMoved: boolean;
  #firstNames: Readonly<Record<string, string>> = {};
  #firstUnits: Readonly<Record<string, string>> | undefined;

  constructor(plan: Pick<Plan, 'migrations' | 'moved'>, graph: Pick<Graph, 'units' | 'unitsByAddress' | 'renames'>) {
    this.#plan = plan;
    this.#graph = graph;
    this.#hasMoved = graph.units.some(({ unit }) => unit.formerly !== undefined);
  }

  add(record: JournalRecord): void {
    if (record.kind === 'run.started') {
      this.#firstNames = record.firstNames ?? {};
      this.#firstUnits = record.firstUnits;
      for (const [name, first] of Object.entries(this.#firstNames)) this.#noted.migrations.set(name, first);
      for (const [unit, first] of Object.entries(this.#firstUnits ?? {})) this.#noted.units.set(unit, first);
    }
    // Only a run makes something, and only its own records follow from the names that it noted.
    else if (record.kind === 'step.intent' || record.kind === 'job.planned') this.#begin(record.step);
  }

  #begin(step: string): void {
    const unit = unitOfStep(step);
    const { migration, key } = parseUnitAddress(unit);
    const first = this.#firstNames[migration] ?? migration;
    const isNew = { migration: !this.#seen.migrations.has(migration), unit: !this.#seen.units.has(unit) };
    const isMoved = this.#hasMoved || this.#firstUnits !== undefined;
    if (!isNew.migration && !(isMoved && isNew.unit)) return;
    const present = this.#graph.renames.unit(unit);
    if (isNew.migration) {
      this.#seen.migrations.add(migration);
      const name = parseUnitAddress(present).migration;
      if (!this.#begun.migrations.has(name)) this.#begun.migrations.set(name, first);
    }
    if (!isMoved) return;
    this.#seen.units.add(unit);
    if (!this.#begun.units.has(present))
      this.#begun.units.set(present, this.#firstUnits?.[unit] ?? unitAddress(first, key));
  }

  /**
   * `recorded`: addresses of the steps that the journal has records of, by their present names.
   *
   * @throws FirstNameChangedError
   */
  check(recorded: () => Iterable<string>): void {
    for (const [name, first] of this.#begun.migrations)
      if (!this.#isFirstName(name, first)) throw FirstNameChangedError.ofMigration(name, first);
    for (const [address, first] of this.#begun.units)
      if (!this.#isFirstAddress(address, first)) throw FirstNameChangedError.ofUnit(address, first);
    this.#checkNoted(recorded);
  }

  /** Where a former name was dropped, what was done under it is of a name that the plan has no more. */
  #checkNoted(recorded: () => Iterable<string>): void {
    const names = [...this.#noted.migrations].filter(([name, first]) => !this.#isFirstName(name, first));
    const units = [...this.#noted.units].filter(([unit, first]) => !this.#isFirstAddress(unit, first));
    if (names.length + units.length === 0) return;
    const begun = new Set([...recorded()].map((step) => unitOfStep(step)));
    const begunNames = new Set([...begun].map((unit) => parseUnitAddress(unit).migration));
    for (const [name, first] of names) if (begunNames.has(first)) throw FirstNameChangedError.ofMigration(name, first);
    for (const [unit, first] of units) if (begun.has(first)) throw FirstNameChangedError.ofUnit(unit, first);
  }

  /** Of what the plan has no more, anything is. */
  #isFirstName(name: string, first: string): boolean {
    const migration = this.#plan.migrations.get(name);
    return migration === undefined || (migration.formerly?.[0] ?? name) === first;
  }

  #isFirstAddress(address: string, first: string): boolean {
    const unit = this.#graph.unitsByAddress.get(address);
    return unit === undefined || firstAddressOf(unit) === first;
  }
}
