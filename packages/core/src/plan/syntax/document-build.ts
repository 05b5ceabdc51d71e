import type { Alias, Node } from 'yaml';
import type { Value } from '../../value/value.ts';
import type { WrittenScalar } from '../written-scalar.ts';
import type { TextProblem } from './text-problem.ts';

/** What is known while the data of one document is built. */
export interface DocumentBuild {
  readonly text: string;
  readonly mayHide: boolean;
  readonly problems: TextProblem[];
  readonly keyOrder: WeakMap<object, readonly string[]>;
  readonly targets: WeakMap<Alias, Node>;
  readonly anchors: Map<string, Anchored>;
  /** Of the value that is being read. */
  readonly path: (string | number)[];
  readonly written: WrittenScalar[];
  /** Values so far, aliases written out. */
  values: number;
  aliasValues: number;
}

export interface Anchored {
  readonly node: Node;
  readonly value: Value;
  /** Values in it, aliases written out; undefined while it is still being read. */
  readonly size: number | undefined;
  /** The scalars in it whose form is lost, and how deep it lies. */
  readonly written?: readonly WrittenScalar[];
  readonly depth?: number;
}

export type ProblemWords = Pick<TextProblem, 'severity' | 'code' | 'summary' | 'detail' | 'hint'>;

export function reportAt(build: DocumentBuild, node: Node | null, words: ProblemWords): void {
  const [start, end] = node?.range ?? [0, 0];
  build.problems.push({ start, end, ...words });
}
