import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planSchemaWith } from '@waybill/core/internal';
import { createSeededRandom } from '@waybill/core/testing';
import { stringify } from 'yaml';
import { expectDiagnosed, registry } from './expect-diagnosed.ts';
import { growPlan } from './grow-plan.ts';
import { mutateText } from './mutate-text.ts';

const plansPath = join(import.meta.dirname, '..', '..', 'plans');
const examples = readdirSync(plansPath)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(join(plansPath, name), 'utf8'));

export interface Seeds {
  readonly first: number;
  readonly runs: number;
}

/** How many of the examples are still plans after their mutation. */
export function fuzzMutated(seeds: Seeds): number {
  return countValid(seeds, (seed) => mutateText(examples[seed % examples.length] ?? '', createSeededRandom(seed)));
}

/** How many of the texts that were grown along the schema are plans. */
export function fuzzGrown(seeds: Seeds): number {
  const schema = JSON.parse(JSON.stringify(planSchemaWith(registry)));
  const resolved = inline(schema, schema);
  return countValid(seeds, (seed) => stringify(growPlan(resolved, createSeededRandom(seed))));
}

/** Compiles what `make` makes of each seed. @throws with the seed and the text that do not end in a plan or in diagnostics */
export function countValid({ first, runs }: Seeds, make: (seed: number) => string): number {
  let validCount = 0;
  for (let seed = first; seed < first + runs; seed += 1) {
    const text = make(seed);
    try {
      if (expectDiagnosed(text)) validCount += 1;
    } catch (error) {
      throw new Error(`seed ${seed} fails on:\n${JSON.stringify(text)}`, { cause: error });
    }
  }
  return validCount;
}

/** The schema with its local references filled in, to the depth that plans have. */
function inline(node: unknown, root: unknown, depth = 0): Readonly<Record<string, unknown>> {
  return visit(node, root, depth) as Readonly<Record<string, unknown>>;
}

function visit(node: unknown, root: unknown, depth: number): unknown {
  if (depth > 40 || typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item) => visit(item, root, depth + 1));
  const { $ref, ...rest } = node as Record<string, unknown>;
  const target =
    typeof $ref === 'string'
      ? $ref
          .slice(2)
          .split('/')
          .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], root)
      : {};
  const merged = { ...(target as object), ...rest };
  return Object.fromEntries(Object.entries(merged).map(([key, child]) => [key, visit(child, root, depth + 1)]));
}
