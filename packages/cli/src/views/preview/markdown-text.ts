import { visibleText } from '../visible-text.ts';

/** Text from elsewhere as Markdown that shows just that text: no markup, no links, no mentions, no table cells. */
export function markdownText(text: string): string {
  return visibleText(text)
    .replace(/[\\`*_{}[\]#|~]/g, (character) => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/:(?=\/\/)/g, '&#58;');
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
  if (rows.length === 0) return [];
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
