import { hash } from 'node:crypto';
import { parseUnitAddress, unitAddress } from '../plan/expand/unit-address.ts';
import { moduleOf, type Step } from '../provider/steps/step-modules.ts';
import { canonicalJson } from '../value/canonical-json.ts';
import { mapReferences } from '../value/map-references.ts';
import { Reference, type ValueObject } from '../value/value.ts';

/**
 * SHA-256 over what a step means and nothing about where it stands, 16 hex characters: moving or renaming neighbours
 * changes nothing, and neither does its own new name where its kind says the old one. Computed when a step is begun or compared, not for every step of a plan.
 */
export function fingerprintStep(step: Step): string {
  const unitPrefix = `${step.unit}.`;
  const needs = step.needs.map((need) => need.slice(unitPrefix.length));
  const { kind, name, connection } = step;
  const elsewhere = connection === undefined ? {} : { connection };
  const meaning = { kind, name, needs, ...elsewhere, ...moduleOf(step).meaning(step) };
  const isRenamed = (step.formerNames ?? step.firstMigrations ?? step.firstUnits) !== undefined;
  const asFirstNamed = isRenamed ? withFirstNames(meaning, step) : meaning;
  // Through bytes: a slice of the text would keep all of it in memory.
  beginning.write(hash('sha256', canonicalJson(asFirstNamed), 'hex'), 'latin1');
  return beginning.toString('latin1');
}

/** Takes what fits of a digest. */
const beginning = Buffer.alloc(16);

type Meaning = ValueObject & { readonly name: string; readonly needs: readonly string[] };

/** What was called otherwise, here and in references to other steps and units, is called so again. */
function withFirstNames(meaning: Meaning, { formerNames, firstMigrations, firstUnits }: Step): ValueObject {
  const first = (name: string): string => formerNames?.get(name)?.[0] ?? name;
  const firstUnit = (address: string): string => {
    const { migration, key } = parseUnitAddress(address);
    return firstUnits?.get(address) ?? unitAddress(firstMigrations?.get(migration) ?? migration, key);
  };
  const named = mapReferences(meaning, (reference) => {
    const [root = '', name = '', ...rest] = reference.path;
    if (root === 'steps') return new Reference([root, first(name), ...rest]);
    return root === 'migrations' ? new Reference([root, firstUnit(name), ...rest]) : reference;
  }) as ValueObject;
  return { ...named, name: first(meaning.name), needs: meaning.needs.map(first) };
}
