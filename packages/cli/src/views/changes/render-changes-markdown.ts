import type { PreviewChanges } from '@waybill/core';
import { formatCount } from '../folds/counted.ts';
import { markdownCode as code, markdownText as text } from '../preview/markdown-text.ts';
import { shortDigest } from '../preview/preview-facts.ts';
import { capitalise } from '../text/capitalise.ts';
import { type ChangeItem, type ChangeSection, changeSections, describeUnitCounts } from './change-sections.ts';

/** Items of one section, and units of one item, that are shown; `waybill show --against` lists them all. */
const SHOWN = 15;
const SHOWN_NAMES = 5;

/** What changed since the preview before, or why that cannot be said. */
export type SinceBefore = { readonly changes: PreviewChanges } | { readonly problem: string };

/** For the comment on a pull request: one paragraph when nothing differs. */
export function renderChangesMarkdown(since: SinceBefore): readonly string[] {
  if ('problem' in since) return [`**Since the previous preview:** not known. ${text(since.problem)}`];
  const { changes } = since;
  const before = `**Since the previous preview** (${code(shortDigest(changes.before.digest))}):`;
  if (changes.is_equal) return [`${before} nothing differs.`];
  return [`${before} ${describeUnitCounts(changes)}.`, '', ...changeSections(changes, '→').flatMap(renderSection)];
}

/** The whole answer of `show --against --format markdown`. */
export function renderChangesPage(changes: PreviewChanges): string {
  const { plan, before, after, is_equal: isEqual } = changes;
  const environment = plan.environment === undefined ? '' : `, environment ${code(plan.environment)}`;
  const head = `### Plan ${code(plan.name)}${environment}: preview ${code(shortDigest(after.digest))} against ${code(shortDigest(before.digest))}`;
  const lines = isEqual
    ? ['Nothing differs.']
    : [`${capitalise(describeUnitCounts(changes))}.`, '', ...changeSections(changes, '→').flatMap(renderSection)];
  return `${[head, '', ...lines].join('\n').trimEnd()}\n`;
}

function renderSection({ title, items }: ChangeSection): readonly string[] {
  const more = items.length - SHOWN;
  return [
    `**${title}**`,
    '',
    ...items.slice(0, SHOWN).map(renderItem),
    ...(more > 0 ? [`- … and ${formatCount(more)} more`] : []),
    '',
  ];
}

const WORDS: Readonly<Record<ChangeItem['sign'], string>> = { '+': 'new', '-': 'gone', '~': '' };

function renderItem({ sign, names, text: said, details }: ChangeItem): string {
  const parts = [WORDS[sign], nameAll(names)].filter((part) => part !== '').join(' ');
  const rest = [said, ...details]
    .filter((part) => part !== '')
    .map(text)
    .join('; ');
  return `- ${[parts, rest].filter((part) => part !== '').join(': ')}`;
}

function nameAll(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map(code).join(', ');
  return names.length > SHOWN_NAMES ? `${shown} and ${formatCount(names.length - SHOWN_NAMES)} more` : shown;
}
