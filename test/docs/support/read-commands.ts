/** One command of a shell block: `waybill plan shop.yaml --json > preview.json`. */
export interface Command {
  /** As it stands there, without the prompt and the remark behind it. */
  readonly text: string;
  readonly words: readonly Word[];
  /** Where its output goes. */
  readonly redirect?: string;
  /** Its output is the input of the next one. */
  readonly isPiped: boolean;
  /** What it prints, when it stands behind a prompt. */
  readonly shownOutput?: string;
}

export interface Word {
  readonly text: string;
  /** `*` in it stands for itself. */
  readonly isQuoted: boolean;
}

type Token = Word | { readonly operator: string };

/** Commands line by line. Behind a prompt (`$ …`), the lines that have none are output. */
export function readCommands(block: string): readonly Command[] {
  const lines = block.replaceAll(/\\\n\s*/g, '').split('\n');
  if (!lines.some((line) => line.startsWith('$ '))) return lines.flatMap((line) => readLine(line));
  const sessions = `\n${lines.join('\n')}`.split(/\n\$ /).slice(1);
  return sessions.flatMap((session) => {
    const [first = '', ...output] = session.split('\n');
    const commands = readLine(first);
    const shownOutput = output.join('\n').trim();
    return commands.map((command, index) =>
      index < commands.length - 1 || shownOutput === '' ? command : { ...command, shownOutput },
    );
  });
}

function readLine(line: string): readonly Command[] {
  const commands: Command[] = [];
  let words: Word[] = [];
  let redirect: string | undefined;
  const end = (isPiped: boolean): void => {
    if (words.length > 0) {
      const text = words.map((word) => (word.isQuoted ? `'${word.text}'` : word.text)).join(' ');
      commands.push({ text, words, isPiped, ...(redirect === undefined ? {} : { redirect }) });
    }
    words = [];
    redirect = undefined;
  };
  const tokens = readTokens(line);
  for (const [index, token] of tokens.entries()) {
    const previous = tokens[index - 1];
    if ('operator' in token) {
      if (token.operator !== '>') end(token.operator === '|');
    } else if (previous !== undefined && 'operator' in previous && previous.operator === '>') redirect = token.text;
    else words.push(token);
  }
  end(false);
  return commands;
}

/** Words as a shell splits them: quotes, and `|`, `>`, `&&` and `;` between them. Behind a `#` is a remark. */
function readTokens(line: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|#.*$|&&|[|>;]|((?:'[^']*'|"[^"]*"|[^\s'"|>;#]|(?<=\S)#)+)/gy;
  for (const [match, word] of line.trim().matchAll(pattern)) {
    if (word !== undefined) tokens.push({ text: unquote(word), isQuoted: /['"]/.test(word) });
    else if (!/^(\s|#)/.test(match)) tokens.push({ operator: match });
  }
  return tokens;
}

function unquote(word: string): string {
  return word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_all, single?: string, double?: string) => single ?? double ?? '');
}
