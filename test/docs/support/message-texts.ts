/** A string or template of a source, in the line in which it begins. */
export interface MessageText {
  readonly line: number;
  readonly text: string;
}

/** Comments, regular expressions where a value may begin, and the three kinds of strings; a template may hold templates. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<=[(,=:[!&|?{;]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`/g;

/**
 * What a TypeScript source can print: its strings of two words or more. Comments are left out, as is code inside the `${…}` of
 * a template; strings in there are texts of their own.
 */
export function messageTextsIn(source: string): readonly MessageText[] {
  const found: MessageText[] = [];
  const token = new RegExp(TOKEN);
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    const [all] = match;
    const quote = all[0];
    if (quote === '/') continue;
    const end = quote === '`' ? endOfTemplate(source, match.index) : match.index + all.length;
    const raw = source.slice(match.index + 1, end - 1);
    const line = source.slice(0, match.index).split('\n').length;
    const inner = quote === '`' ? holesOf(raw) : { text: raw, code: [] };
    if (/\p{L} \S/u.test(inner.text)) found.push({ line, text: inner.text });
    found.push(...inner.code.flatMap((code) => messageTextsIn(code).map(({ text }) => ({ line, text }))));
    token.lastIndex = end;
  }
  return found;
}

/** A template without its code, and the code. */
function holesOf(raw: string): { readonly text: string; readonly code: readonly string[] } {
  const code: string[] = [];
  let text = '';
  for (let at = 0; at < raw.length; ) {
    const isHole = raw.startsWith('${', at) && raw[at - 1] !== '\\';
    const end = isHole ? endOfHole(raw, at) : at + 1;
    if (isHole) code.push(raw.slice(at + 2, end - 1));
    text += isHole ? '…' : raw[at];
    at = end;
  }
  return { text, code };
}

/** Behind the closing backtick. */
function endOfTemplate(source: string, begin: number): number {
  for (let at = begin + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '`') return at + 1;
    else if (source.startsWith('${', at)) at = endOfHole(source, at) - 1;
  }
  return source.length;
}

/** Behind the closing brace. */
function endOfHole(source: string, begin: number): number {
  let depth = 0;
  for (let at = begin + 1; at < source.length; at += 1) {
    if (source[at] === '{') depth += 1;
    else if (source[at] === '`') at = endOfTemplate(source, at) - 1;
    else if (source[at] === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return source.length;
}
