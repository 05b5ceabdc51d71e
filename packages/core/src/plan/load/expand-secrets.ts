import { shorten } from '../../diagnostics/shorten.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { KeyedSecret } from '../../value/keyed-reference.ts';
import type { Reference, Value } from '../../value/value.ts';
import { compileTemplate, type EachReference, placeInRow, type SecretReference } from '../expand/compile-template.ts';
import { unitAddress } from '../expand/unit-address.ts';
import type { KeyPath } from '../key-path.ts';
import type { Migration, Plan, SecretSource } from '../plan.ts';
import { familyKeyProblem, memberName, memberSource } from '../secret-family.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import type { DeclaredSecrets } from './build-secrets.ts';

/**
 * Every secret that the plan declares by itself, and every member of a family that it refers to. Names and keys that rows
 * give are checked on the way: all that `each` stands for is known.
 */
export function expandSecrets(
  declared: DeclaredSecrets,
  { providers, migrations }: Pick<Plan, 'providers' | 'migrations'>,
  findings: Findings,
): ReadonlyMap<string, SecretSource> {
  const members = new Members(declared, findings);
  for (const { alias, config } of providers.values()) members.addWritten(config, ['providers', alias]);
  for (const migration of migrations.values()) {
    const path = ['migrations', migration.name];
    members.addWritten(migration.with, [...path, 'with'], migration);
    members.addWritten(migration.options, path, migration);
  }
  return members.secrets;
}

/** A key of one unit or more that no secret belongs to, and why. */
interface Miss {
  readonly problem: Problem;
  readonly index: number;
  count: number;
}

type Problem = Pick<Finding, 'code' | 'summary' | 'detail' | 'hint'>;

class Members {
  readonly secrets: Map<string, SecretSource>;
  readonly #declared: DeclaredSecrets;
  readonly #findings: Findings;
  /** Keys by family and variable. */
  readonly #variables = new Map<string, string>();

  constructor(declared: DeclaredSecrets, findings: Findings) {
    this.#declared = declared;
    this.#findings = findings;
    this.secrets = new Map(declared.single);
  }

  addWritten(value: Value, path: KeyPath, migration?: Migration): void {
    const { secretReferences, eachReferences } = compileTemplate(value);
    for (const written of secretReferences) this.#addMember(written, path);
    if (migration === undefined) return;
    const seen = new Set<string>();
    for (const each of eachReferences) {
      const { reference } = each;
      if (!(reference instanceof KeyedSecret) || seen.has(reference.toString())) continue;
      seen.add(reference.toString());
      this.#addOfRows(each, reference, { migration, path: [...path, ...each.path] });
    }
  }

  /** A member whose key is written out. */
  #addMember({ reference, path: inside }: SecretReference, path: KeyPath): void {
    const [, family, key] = /^([^[]+)\[(.*)\]$/s.exec(reference.path[1] ?? '') ?? [];
    if (reference instanceof KeyedSecret || family === undefined || key === undefined) return;
    const problem = this.#problemOf(family, key);
    if (problem !== undefined) this.#findings.add({ ...problem, path: [...path, ...inside], at: reference });
  }

  #addOfRows(each: EachReference, reference: KeyedSecret, place: Place): void {
    const misses = new Map<string, Miss>();
    for (const [index, entry] of (place.migration.forEach ?? []).entries()) {
      const key = each.lookUp(entry);
      // Missing fields, lists and maps are reported with all other references to `each`.
      if (key === undefined || key === null || typeof key === 'object') continue;
      const problem = this.#problemOf(reference.family, String(key));
      if (problem === undefined) continue;
      const known = misses.get(problem.summary);
      if (known === undefined) misses.set(problem.summary, { problem, index, count: 1 });
      else known.count += 1;
    }
    for (const miss of misses.values()) this.#reportMiss(miss, each, reference, place);
  }

  /** Undefined when there is such a secret, which is one of the plan's from then on. */
  #problemOf(family: string | undefined, key: string): Problem | undefined {
    if (family === undefined) return this.#declared.single.has(key) ? undefined : this.#unknownName(key);
    const source = this.#declared.families.get(family);
    // Reported with the reference itself.
    if (source === undefined || this.secrets.has(memberName(family, key))) return undefined;
    const reason = familyKeyProblem(key);
    if (reason !== undefined) return unusableKey(family, key, reason);
    const member = memberSource(source, key);
    if (member.kind === 'env') {
      const other = this.#variables.get(`${family}\n${member.name}`);
      if (other !== undefined) return sameVariable(family, member.name, [other, key]);
      this.#variables.set(`${family}\n${member.name}`, key);
    }
    this.secrets.set(memberName(family, key), member);
    return undefined;
  }

  #unknownName(name: string): Problem {
    const { single, families } = this.#declared;
    const shown = shorten(name);
    if (families.has(name))
      return {
        code: 'PLAN_SECRET_KEY',
        summary: `secret family \`${shown}\` without a key`,
        detail: `\`${shown}\` is a family of secrets, but a row can name only a single one.`,
        hint: `Write \`\${{ secrets.${shown}[each.key] }}\`.`,
      };
    const suggestion = suggest(name, single.keys());
    return {
      code: 'PLAN_REFERENCE_UNKNOWN',
      summary: `unknown secret \`${shown}\``,
      detail: `The plan declares no secret \`${shown}\` under \`secrets:\`.`,
      hint: suggestion === undefined ? `Declare \`${shown}\` under \`secrets:\`.` : `did you mean \`${suggestion}\`?`,
    };
  }

  #reportMiss({ problem, index, count }: Miss, each: EachReference, at: Reference, place: Place): void {
    const { migration, path } = place;
    const { inventory, forEach = [] } = migration;
    const first = unitAddress(migration.name, forEach[index]?.key);
    const which = count === 1 ? `In unit ${first}.` : `In unit ${first} and ${count - 1} more.`;
    const range = inventory?.locate(index, placeInRow(each, inventory));
    const related =
      inventory === undefined || range === undefined
        ? {}
        : { related: [{ file: inventory.file, range, label: `The row of unit ${first}` }] };
    this.#findings.add({ ...problem, ...related, detail: `${problem.detail} (${which})`, path, at });
  }
}

interface Place {
  readonly migration: Migration;
  readonly path: KeyPath;
}

function unusableKey(family: string, key: string, reason: string): Problem {
  return {
    code: 'PLAN_SECRET_KEY',
    summary: `key that cannot choose a secret of family \`${family}\``,
    detail: `The key \`${shorten(key)}\` ${reason}.`,
    hint: 'Keys of secret families have letters, digits, `.`, `_` and `-`, and begin with a letter or a digit. Give the rows a column with such a key, and write `[each.value.<column>]`.',
  };
}

function sameVariable(family: string, variable: string, keys: readonly [string, string]): Problem {
  return {
    code: 'PLAN_SECRET_KEY',
    summary: `two keys of family \`${family}\` lead to ${variable}`,
    detail: `\`${keys[0]}\` and \`${keys[1]}\` are different keys, and both would get the value of ${variable}.`,
    hint: 'Give the rows a column with different keys, or with the same key where the same secret is meant, and write `[each.value.<column>]`.',
  };
}
