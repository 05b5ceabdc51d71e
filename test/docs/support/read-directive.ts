/** What a page says about a block, in a comment above it that readers do not see: `<!-- check: scene gated; exit 3 -->`. */
export interface Directive {
  /** Begins in a new folder, in this situation (`scenes.ts`). */
  readonly scene?: string;
  /** Exit codes of the commands, in order; one for all when there is one. */
  readonly exits?: readonly number[];
  /** What a person answers when a command asks. */
  readonly answer?: string;
  /** Ctrl-C as soon as this has been printed. */
  readonly interruptAt?: string;
  /** The block is written into the folder under this name. */
  readonly file?: string;
  /** Sections of a plan: they take the place of those of this plan. */
  readonly base?: string;
  /** The block stands in this file, which is tested elsewhere. */
  readonly quotedFrom?: string;
  /** Codes that the plan is found to have. */
  readonly finds?: readonly string[];
  /** The block is what the command before it prints. */
  readonly isOutput?: true;
  /** Any YAML, but no plan. */
  readonly isYaml?: true;
  /** Nothing can be checked, because of this. */
  readonly shownOnly?: string;
}

type Reader = (value: string) => Directive;

const CLAUSES: Readonly<Record<string, Reader>> = {
  scene: (scene) => ({ scene }),
  exit: (codes) => ({ exits: codes.split(/[\s,]+/).map(Number) }),
  answer: (answer) => ({ answer }),
  'interrupt at': (interruptAt) => ({ interruptAt }),
  file: (file) => ({ file }),
  'sections of': (base) => ({ base }),
  'quoted from': (quotedFrom) => ({ quotedFrom }),
  finds: (codes) => ({ finds: codes.split(/[\s,]+/) }),
  'shown only:': (shownOnly) => ({ shownOnly }),
  output: () => ({ isOutput: true }),
  yaml: () => ({ isYaml: true }),
};

/** The directive of a comment; undefined when it is another comment. Throws on a clause that is not known. */
export function readDirective(comment: string): Directive | undefined {
  const text = /^<!--\s*check:(.*)-->$/s.exec(comment.trim())?.[1];
  if (text === undefined) return undefined;
  // A reason is a sentence, which may hold a semicolon.
  const clauses = text.trim().startsWith('shown only:') ? [text] : text.split(';');
  return Object.assign({}, ...clauses.map((clause) => readClause(clause.trim())));
}

function readClause(clause: string): Directive {
  const name = Object.keys(CLAUSES).find((start) => clause === start || clause.startsWith(`${start} `));
  const read = name === undefined ? undefined : CLAUSES[name];
  if (name === undefined || read === undefined)
    throw new Error(`"${clause}" is no clause; there are: ${Object.keys(CLAUSES).join(', ')}`);
  return read(clause.slice(name.length).trim());
}
