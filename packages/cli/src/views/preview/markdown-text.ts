import { visibleText } from '../text/visible-text.ts';

/** Invisible, and no place to break a line. A forge looks for references in the text that is shown, after all escapes. */
const WORD_JOINER = '\u2060';

/** Text from elsewhere as Markdown that shows just that text: no markup, no links, no mentions, no table cells. */
export function markdownText(text: string): string {
  return withoutReferences(visibleText(text))
    .replace(/[\\`*_{}[\]#|~]/g, (character) => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/**
 * Breaks what a forge would make a link or a notification of: `@team`, `#12`, `!12`, `GH-12`, `www.`, `https://` and
 * GitLab's `$`, `~`, `%`, `&` and `^alert#`.
 *
 * Source: GitHub "Basic writing and formatting syntax", "Autolinked references"; GitLab "GitLab-specific references".
 */
function withoutReferences(text: string): string {
  return text
    .replace(/[@#!$~%&](?=[\p{L}\p{N}"_])/gu, `$&${WORD_JOINER}`)
    .replace(/\bGH(?=-\d)/gi, `$&${WORD_JOINER}`)
    .replace(/\bwww(?=\.)/gi, `$&${WORD_JOINER}`)
    .replace(/\b(?:https?|ftp|mailto|xmpp)(?=:)/gi, `$&${WORD_JOINER}`)
    .replace(/:(?=\/\/)/g, `$&${WORD_JOINER}`);
}

/** Text from elsewhere as inline code. Inside of tables a bar ends a cell even there. */
export function markdownCode(text: string): string {
  const shown = visibleText(text).replaceAll('|', '\\|');
  const longestRun = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longestRun + 1);
  const space = longestRun > 0 || shown === '' ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return rows.length === 0 ? [] : [...headOf(head), ...rows.map(line)];
}

/** The same in parts that end their own lines, for a table of which some rows may be left out. */
export function markdownTableParts(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly head: string; readonly lines: readonly string[] } {
  return { head: `${headOf(head).join('\n')}\n`, lines: rows.map((row) => `${line(row)}\n`) };
}

function headOf(head: readonly string[]): readonly string[] {
  return [line(head), line(head.map(() => '---'))];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
