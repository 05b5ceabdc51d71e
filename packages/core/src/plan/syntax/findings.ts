import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import type { Diagnostic, Severity, SourceRange } from '../../diagnostics/diagnostic.ts';
import { isSecretName } from '../../diagnostics/secret-names.ts';
import { maskUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { defined } from '../../value/defined.ts';
import type { Reference } from '../../value/value.ts';
import type { KeyPath } from '../key-path.ts';
import type { PlanSource } from '../plan.ts';
import { locateReference } from './plan-source.ts';

/** Findings kept of one file; more would not be read. */
export const MAX_FINDINGS: number = 200;

export interface Finding {
  /** @default `error` */
  readonly severity?: Severity;
  readonly code: DiagnosticCode;
  readonly path: KeyPath;
  /** What the finding is about: the key, the value (default), or one reference inside the value. */
  readonly at?: 'key' | 'value' | Reference;
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  /** The value at the path may be secret: nothing may show it. */
  readonly isSecret?: boolean;
  /** Other places that are part of the finding. */
  readonly related?: Diagnostic['related'];
}

/** Collects the findings about one plan and gives each its place. The same finding at the same place counts once. */
export interface Findings {
  add(finding: Finding): void;
  addDiagnostic(diagnostic: Diagnostic): void;
  /** Whether an error about the value at this path, or about its key, is known. */
  hasErrorAt(path: KeyPath, at?: 'key' | 'value'): boolean;
  /** True when further findings are only counted as "more": no need to look for suggestions. */
  isFull(): boolean;
  /** In the order of the plan; those about other files after them. */
  list(): readonly Diagnostic[];
}

export function createFindings(source: PlanSource): Findings {
  const found = new Map<string, Diagnostic>();
  let dropped: Diagnostic | undefined;
  return { add, addDiagnostic, hasErrorAt, isFull: () => found.size >= MAX_FINDINGS, list };

  function add(finding: Finding): void {
    if (dropped === undefined) addDiagnostic(toDiagnostic(finding, source));
  }

  function addDiagnostic(diagnostic: Diagnostic): void {
    const { file, range, code, summary } = diagnostic;
    const key = `${file ?? ''}\n${range?.start.offset}\n${code}\n${summary}`;
    if (found.has(key)) return;
    if (found.size < MAX_FINDINGS) found.set(key, diagnostic);
    else dropped ??= tooMany(diagnostic);
  }

  function hasErrorAt(path: KeyPath, at: 'key' | 'value' = 'value'): boolean {
    const offset = source.locate(path, at)?.start.offset;
    return [...found.values()].some(
      ({ severity, file, range }) => severity === 'error' && file === source.file && range?.start.offset === offset,
    );
  }

  function list(): readonly Diagnostic[] {
    const isOfPlan = ({ file }: Diagnostic): boolean => file === source.file;
    const [inPlan, elsewhere] = [
      [...found.values()].filter(isOfPlan),
      [...found.values()].filter((one) => !isOfPlan(one)),
    ];
    const sorted = [...inPlan.toSorted(byPlace), ...elsewhere.toSorted(byPlace)];
    return dropped === undefined ? sorted : [...sorted, dropped];
  }
}

/** The first findings of a list, and one that says that there are more. */
export function capFindings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const next = diagnostics[MAX_FINDINGS];
  return next === undefined ? diagnostics : [...diagnostics.slice(0, MAX_FINDINGS), tooMany(next)];
}

function toDiagnostic(finding: Finding, source: PlanSource): Diagnostic {
  const range = rangeOf(finding, source);
  const sensitive =
    finding.isSecret === true || isUnderSecretName(finding.path) ? source.locate(finding.path) : undefined;
  return {
    severity: finding.severity ?? 'error',
    code: finding.code,
    summary: maskUrlPasswords(finding.summary),
    detail: maskUrlPasswords(`${finding.detail}${takenOver(finding, source)}`),
    ...defined({ hint: finding.hint }),
    file: source.file,
    path: finding.path.join('.'),
    ...defined({ range, related: finding.related, sensitive: sensitive === undefined ? undefined : [sensitive] }),
  };
}

/** An error in what an anchor holds is an error of whoever takes it over, and the two can be far apart. */
function takenOver({ path }: Finding, source: PlanSource): string {
  const taken = source.takenOverAt(path);
  if (taken === undefined) return '';
  const owner = path.slice(0, 2).join('.');
  return ` \`${owner}\` takes this over by the alias in line ${taken.start.line}.`;
}

/** Whether a key on the way is named like a secret. The first names are the plan's own sections and the user's names. */
function isUnderSecretName(path: KeyPath): boolean {
  return path.slice(path[0] === 'inputs' ? 1 : 2).some((key) => isSecretName(String(key)));
}

function rangeOf({ path, at = 'value' }: Finding, source: PlanSource): SourceRange | undefined {
  return typeof at === 'string' ? source.locate(path, at) : locateReference(source, path, at);
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  return (left.range?.start.offset ?? 0) - (right.range?.start.offset ?? 0);
}

function tooMany(next: Diagnostic): Diagnostic {
  return {
    severity: 'error',
    code: 'PLAN_TOO_MANY_FINDINGS',
    summary: `more than ${MAX_FINDINGS} findings`,
    detail: 'The findings from here on are not listed.',
    hint: 'Fix the ones above and check again.',
    ...defined({ file: next.file, range: next.range }),
  };
}
