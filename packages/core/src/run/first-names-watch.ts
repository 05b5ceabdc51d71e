import { WaybillError } from '../errors.ts';
import type { JournalRecord, RunStarted } from '../journal/record.ts';
import type { Renames } from '../journal/renames.ts';
import type { Plan } from '../plan/plan.ts';

/** The first name of a migration is another one than its tasks were made with. Nothing was done. */
export class FirstNameChangedError extends WaybillError {
  constructor(migration: string, first: string) {
    super('RUN_FIRST_NAME_CHANGED', `Migration ${migration} was called ${first} first, and formerly: says otherwise.`, {
      hint: `Names, tokens and marks of its tasks derive from that name: write ${first} as the first entry of formerly:.`,
    });
  }
}

/** Of the plan's renamed migrations, present name → first one; undefined where none was renamed. */
export function firstNamesOf({ migrations }: Pick<Plan, 'migrations'>): RunStarted['firstNames'] {
  const renamed = [...migrations.values()].filter(({ formerly = [] }) => formerly.length > 0);
  if (renamed.length === 0) return undefined;
  return Object.fromEntries(renamed.map(({ name, formerly = [] }) => [name, formerly[0] ?? name]));
}

/**
 * Learns from the records of a journal, as they were written and oldest first, by which name each migration was begun. A
 * task is found again by what derives from that name, so a list of former names in another order would make it anew.
 */
export class FirstNamesWatch {
  readonly #plan: Pick<Plan, 'migrations'>;
  readonly #renames: Renames;
  readonly #begun = new Map<string, string>();
  readonly #seen = new Set<string>();
  #firstNames: Readonly<Record<string, string>> = {};

  constructor(plan: Pick<Plan, 'migrations'>, renames: Renames) {
    this.#plan = plan;
    this.#renames = renames;
  }

  add(record: JournalRecord): void {
    if (record.kind === 'run.started') this.#firstNames = record.firstNames ?? {};
    // Only a run makes something, and only its own records follow from the names that it noted.
    else if (record.kind === 'step.intent' || record.kind === 'job.planned') this.#begin(record.step);
  }

  #begin(step: string): void {
    const unit = step.slice(0, Math.max(0, step.lastIndexOf('.')));
    const open = unit.indexOf('[');
    const name = open === -1 ? unit : unit.slice(0, open);
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    const present = this.#renames.unit(name);
    if (!this.#begun.has(present)) this.#begun.set(present, this.#firstNames[name] ?? name);
  }

  /** @throws FirstNameChangedError */
  check(): void {
    for (const [name, first] of this.#begun) {
      const migration = this.#plan.migrations.get(name);
      if (migration !== undefined && (migration.formerly?.[0] ?? name) !== first)
        throw new FirstNameChangedError(name, first);
    }
  }
}
