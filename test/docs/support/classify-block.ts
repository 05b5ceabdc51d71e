import { type Command, readCommands } from './read-commands.ts';
import type { Block } from './read-page.ts';

/** How a block is checked. */
export type Classified =
  | { readonly kind: 'plan' }
  | { readonly kind: 'sections'; readonly base: string }
  /** An example of a diagnostic, under a heading with its code. */
  | { readonly kind: 'diagnostic'; readonly code: string }
  | { readonly kind: 'yaml' }
  | { readonly kind: 'json' }
  | { readonly kind: 'program' }
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'output' }
  | { readonly kind: 'quote'; readonly path: string }
  | { readonly kind: 'shown only'; readonly why: string }
  /** Every block of a page is checked or says why not; this one does neither. */
  | { readonly kind: 'unclassified'; readonly problem: string };

const SHELLS = new Set(['', 'sh', 'bash', 'shell', 'console']);
const PROGRAMS =
  /^(\$ )?(waybill|npm|npx|pnpm|node|vitest|tsc|git|docker|dot|export|cd|cp|mv|mkdir|tar|curl|sqlite3|source)\b/;
const CODE = /^[A-Z]+(_[A-Z]+)+$/;

export function classifyBlock(block: Block): Classified {
  const { directive, language, text } = block;
  if (directive.shownOnly !== undefined) return shownOnly(block, directive.shownOnly);
  if (directive.quotedFrom !== undefined) return { kind: 'quote', path: directive.quotedFrom };
  if (directive.isOutput) return { kind: 'output' };
  if (directive.isYaml) return { kind: 'yaml' };
  if (directive.base !== undefined) return { kind: 'sections', base: directive.base };
  if (CODE.test(block.heading)) return classifyExample(block);
  if (language === 'yaml') return /^version:/m.test(text) ? { kind: 'plan' } : { kind: 'sections', base: 'page' };
  if (language === 'json') return { kind: 'json' };
  if (language === 'ts') return { kind: 'program' };
  if (SHELLS.has(language) && PROGRAMS.test(firstLine(text))) return { kind: 'commands', commands: readCommands(text) };
  return {
    kind: 'unclassified',
    problem:
      `${block.place}: nothing says how this block is to be checked. Give it a language (sh, yaml, json, ts), or put a ` +
      'comment `<!-- check: … -->` above it; CONTRIBUTING.md says which.',
  };
}

function shownOnly(block: Block, why: string): Classified {
  if (why.length < 10) return { kind: 'unclassified', problem: `${block.place}: say why the block cannot be checked` };
  return { kind: 'shown only', why };
}

function classifyExample({ heading, language }: Block): Classified {
  if (language === 'yaml') return { kind: 'diagnostic', code: heading };
  return { kind: 'shown only', why: 'the cause of the diagnostic in words, where an example would be too long' };
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
}
