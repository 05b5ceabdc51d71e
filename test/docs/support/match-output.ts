/**
 * Whether a command printed what the page shows. A line `…` stands for any lines, `…` in a line for any text; times, ids
 * and digests differ from run to run and are not compared.
 */
export function matchesOutput(shown: string, printed: string): boolean {
  return matchesLines(steady(shown).split('\n'), steady(printed).split('\n'));
}

function matchesLines(shown: readonly string[], printed: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return printed.length === 0;
  if (first.trim() === '…') return [...printed, ''].some((_line, index) => matchesLines(rest, printed.slice(index)));
  const [line, ...others] = printed;
  return line !== undefined && linePattern(first).test(line) && matchesLines(rest, others);
}

function linePattern(line: string): RegExp {
  return new RegExp(`^${line.split('…').map(escapePattern).join('.*')}$`);
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** What differs from run to run gives way to what does not. */
export function steady(text: string): string {
  return text
    .trim()
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/^\d\d:\d\d:\d\dZ progress .*\n/gm, '')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIMESTAMP')
    .replaceAll(/(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(/\b\d+ ?(ms|s)\b/g, 'N$1')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:PORT')
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/\b[0-9a-f]{16,64}\b/g, 'HEX')
    .replaceAll(/et_cn_[a-z0-9]+/g, 'TASK');
}
