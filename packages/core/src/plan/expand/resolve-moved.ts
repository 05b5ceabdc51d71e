import { suggest } from '../../diagnostics/suggest.ts';
import type { MovedUnit } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';
import { parseUnitAddress, unitAddress } from './unit-address.ts';
import type { UnitIndex } from './unit-index.ts';

/**
 * `moved:` → the addresses that units had, oldest first, by their present one. Each leads to one unit of the plan, over
 * any number of entries (`a` to `b`, `b` to `c`); what leads nowhere, or to two units, is reported.
 */
export function resolveMoved(
  moved: readonly MovedUnit[],
  index: UnitIndex,
  findings: Findings,
): ReadonlyMap<string, readonly string[]> {
  const check = new MovedCheck(moved, index, findings);
  const previous = new Map<string, string>();
  for (const [place, { from, to }] of moved.entries()) if (check.isUsable(place)) previous.set(to, from);
  const sources = new Set(previous.values());
  const present = [...previous.keys()].filter((to) => !sources.has(to));
  return new Map(present.map((to) => [to, historyOf(to, previous)]));
}

/** Ends, because no address is the `to` of two entries, and the first one of the way is no `from`. */
function historyOf(to: string, previous: ReadonlyMap<string, string>): readonly string[] {
  const addresses: string[] = [];
  for (let from = previous.get(to); from !== undefined; from = previous.get(from)) addresses.unshift(from);
  return addresses;
}

interface Mistake {
  readonly key: 'from' | 'to';
  readonly summary: string;
  readonly detail: string;
  readonly hint: string;
}

class MovedCheck {
  readonly #moved: readonly MovedUnit[];
  readonly #index: UnitIndex;
  readonly #findings: Findings;
  readonly #froms = new Map<string, number>();
  readonly #tos = new Map<string, number>();

  constructor(moved: readonly MovedUnit[], index: UnitIndex, findings: Findings) {
    this.#moved = moved;
    this.#index = index;
    this.#findings = findings;
    for (const [place, { from, to }] of moved.entries()) {
      if (!this.#froms.has(from)) this.#froms.set(from, place);
      if (!this.#tos.has(to)) this.#tos.set(to, place);
    }
  }

  isUsable(place: number): boolean {
    const entry = this.#moved[place];
    if (entry === undefined) return false;
    const names = [entry.from, entry.to].map((address) => parseUnitAddress(address).migration);
    // Its own mistakes are reported elsewhere.
    if (names.some((name) => this.#index.isUnusable(name))) return false;
    const mistake = this.#mistakeOf(entry, place);
    if (mistake === undefined) return true;
    const { key, ...texts } = mistake;
    this.#findings.add({ code: 'PLAN_MOVED', path: ['moved', place, key], ...texts });
    return false;
  }

  #mistakeOf({ from, to }: MovedUnit, place: number): Mistake | undefined {
    const other = parseUnitAddress(from).migration;
    if (other !== parseUnitAddress(to).migration) return this.#otherMigration(from, to);
    if (this.#isInPlan(from)) return stillThere(from);
    if (this.#froms.get(from) !== place) return movedTwice(from);
    if (this.#tos.get(to) !== place) return mergedInto(to);
    return this.#leadsToUnit(to) ? undefined : this.#notInPlan(to);
  }

  #isInPlan(address: string): boolean {
    const { migration: name, key } = parseUnitAddress(address);
    const migration = this.#index.find(name);
    if (migration === undefined) return false;
    return key === undefined ? migration.forEach === undefined : this.#index.keysOf(migration).has(key);
  }

  /** As many steps as there are entries: a way that is longer goes round in a circle. */
  #leadsToUnit(to: string): boolean {
    let address: string | undefined = to;
    for (let left = this.#moved.length; left > 0 && address !== undefined; left -= 1) {
      if (this.#isInPlan(address)) return true;
      address = this.#moved[this.#froms.get(address) ?? -1]?.to;
    }
    return false;
  }

  #otherMigration(from: string, to: string): Mistake {
    const [old, name] = [from, to].map((address) => parseUnitAddress(address).migration);
    const isFormer = this.#index.find(name ?? '')?.formerly?.includes(old ?? '') ?? false;
    return {
      key: 'from',
      summary: `\`${from}\` and \`${to}\` are in different migrations`,
      detail: 'An entry of `moved:` renames a key within one migration.',
      hint: isFormer
        ? `Write \`${unitAddress(name ?? '', parseUnitAddress(from).key)}\`: the former name of the migration is in its \`formerly:\`.`
        : 'A migration is renamed by its own `formerly:`; write both addresses with its present name.',
    };
  }

  #notInPlan(to: string): Mistake {
    const { migration: name } = parseUnitAddress(to);
    const migration = this.#index.find(name);
    const keys = migration?.forEach?.map(({ key }) => unitAddress(name, key)) ?? [];
    const near = suggest(to, migration === undefined ? this.#index.names : [...keys, name]);
    return {
      key: 'to',
      summary: `\`${to}\` is not a unit of the plan`,
      detail: 'An entry of `moved:` leads to a unit of the plan, or to the `from` of another entry that does.',
      hint: near === undefined ? 'Write the address of a unit, such as `orders[eu]`.' : `did you mean \`${near}\`?`,
    };
  }
}

function stillThere(from: string): Mistake {
  return {
    key: 'from',
    summary: `\`${from}\` is still a unit of the plan`,
    detail: 'What is recorded for that address belongs to it.',
    hint: 'Remove the old key from `for_each:`, or this entry.',
  };
}

function movedTwice(from: string): Mistake {
  return {
    key: 'from',
    summary: `\`${from}\` moved twice`,
    detail: 'Another entry moves it too, so its record would belong to two units.',
    hint: 'Keep one of the entries. A unit that was renamed twice has one entry from the first address to the second, and one from there.',
  };
}

function mergedInto(to: string): Mistake {
  return {
    key: 'to',
    summary: `two units moved to \`${to}\``,
    detail: 'Another entry leads there too, and the records of two units cannot belong to one.',
    hint: 'Keep the entry of the unit that continues under this address.',
  };
}
