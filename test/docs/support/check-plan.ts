import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan } from '@waybill/core';
import { formatPlan } from '@waybill/core/internal';
import { builtInRegistry as registry } from '@waybill/node';
import { type Classified, classifyBlock } from './classify-block.ts';
import { type Block, type Page, ROOT } from './read-page.ts';

/** What the engine finds in a plan: `CODE path: summary`. Secrets and references stay what they are. */
export function findingsOf(text: string, file: string): readonly string[] {
  const { diagnostics } = compilePlan(text, { file, registry });
  const ofFormat = formatPlan(text, { file }).diagnostics.filter(({ code }) => code === 'PLAN_NOT_FORMATTED');
  return [...diagnostics, ...ofFormat].map(({ code, path, summary }) => `${code} ${path ?? ''}: ${summary}`);
}

/** The plan that a block is, or becomes when its sections take the place of those of its base. */
export function completePlan(block: Block, classified: Classified, page: Page): string {
  switch (classified.kind) {
    case 'sections':
      return replaceSections(basePlan(classified.base, block, page), block.text);
    case 'diagnostic':
      return applyExample(basePlan('section', block, page), block.text);
    default:
      return block.text;
  }
}

/** `page` is the first whole plan of the page; `section` the one under `## Examples`; anything else a file. */
function basePlan(base: string, block: Block, page: Page): string {
  if (base !== 'page' && base !== 'section') return readFileSync(join(ROOT, base), 'utf8');
  const plans = page.blocks.filter(
    (other) => other.directive.base === undefined && classifyBlock(other).kind === 'plan',
  );
  const found = base === 'page' ? plans[0] : plans.find((plan) => plan.heading === 'Examples');
  if (found === undefined)
    throw new Error(
      `${block.place}: this is a part of a plan, and the page has no whole one. Name one above it: <!-- check: sections of plans/index-migration.yaml -->`,
    );
  return found.text;
}

/** Sections of a plan whose entries are independent: a part adds its own to those of the base. */
const ADDED = new Set(['inputs', 'secrets', 'providers']);

/** A section takes the place of the base's, but for those that only declare something. */
function replaceSections(base: string, part: string): string {
  const parts = splitTopLevel(part);
  const kept = [...splitTopLevel(base)].filter(([name]) => !parts.has(name));
  const changed = [...parts].map(([name, text]) =>
    ADDED.has(name) ? addEntries(splitTopLevel(base).get(name), text) : text,
  );
  return [...kept.map(([, text]) => text), ...changed].map((section) => `${section.trimEnd()}\n`).join('');
}

function splitTopLevel(text: string): ReadonlyMap<string, string> {
  const sections = text.split(/^(?=\w+:)/m);
  return new Map(sections.map((section) => [/^(\w+):/.exec(section)?.[1] ?? '', section]));
}

function addEntries(base: string | undefined, part: string): string {
  const names = new Set([...part.matchAll(/^ {2}(\S+):/gm)].map((match) => match[1] ?? ''));
  const [, ...entries] = (base ?? '').split(/^(?= {2}\S+:)/m);
  const kept = entries.filter((entry) => !names.has(/^ {2}(\S+):/.exec(entry)?.[1] ?? ''));
  return [part, ...kept].map((entry) => `${entry.trimEnd()}\n`).join('');
}

/** An example of a diagnostic replaces whole sections; one that has none is a file of its own. */
function applyExample(base: string, example: string): string {
  const parts = splitTopLevel(example);
  if (!/^\w+:/m.test(example)) return example;
  const kept = [...splitTopLevel(base)].filter(([name]) => !parts.has(name));
  return [...kept.map(([, text]) => text), example].map((section) => `${section.trimEnd()}\n`).join('');
}
