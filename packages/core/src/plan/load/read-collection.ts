import { createRangeFinder } from '../../diagnostics/range-finder.ts';
import { defined } from '../../value/defined.ts';
import { collectReferences, isJsonObject, type Json } from '../../value/value.ts';
import { buildValue } from '../syntax/build-value.ts';
import type { Findings } from '../syntax/findings.ts';
import { parseYaml } from '../syntax/parse-yaml.ts';
import type { GivenPlace } from './read-environment.ts';

export interface WantedCollection {
  /** Of the input. */
  readonly name: string;
  readonly type: 'list' | 'map';
  /** Where the value is written, when it comes from a file. */
  readonly place: GivenPlace | undefined;
}

/** The text that was given for an input of type `list` or `map`, as YAML or JSON; undefined after reporting what is wrong. */
export function readCollection(
  { name, type, place }: WantedCollection,
  given: string,
  findings: Findings,
): Json | undefined {
  const { value, why } = read(given);
  const isRight = type === 'list' ? Array.isArray(value) : isJsonObject(value);
  if (why === undefined && isRight) return value;
  findings.add({
    code: 'PLAN_INPUT_TYPE',
    path: ['inputs', name],
    at: 'key',
    summary: `the value given for input \`${name}\` is not a ${type}`,
    detail: `The input has the type ${type}, but the text given for it cannot be read as one${why === undefined ? '' : `: ${why}`}.`,
    hint: type === 'list' ? "Give a list, such as '[a, b]'." : "Give a map, such as '{ a: 1, b: 2 }'.",
    ...defined({ related: place && [{ ...place, label: 'Given here' }] }),
  });
  return undefined;
}

interface Read {
  readonly value?: Json;
  /** What is wrong with it, and where in the given text. */
  readonly why?: string;
}

function read(given: string): Read {
  const { document, problems } = parseYaml(given);
  const findRange = createRangeFinder(given);
  const tell = (start: number, summary: string): Read => {
    const { line, column } = findRange(start, start).start;
    return { why: `${summary} (line ${line}, column ${column} of what was given)` };
  };
  const [broken] = problems;
  if (document === undefined || broken !== undefined) return tell(broken?.start ?? 0, broken?.summary ?? 'not YAML');
  const built = buildValue(document.contents, given);
  const problem = built.problems.find(({ severity }) => severity !== 'warning');
  if (problem !== undefined) return tell(problem.start, problem.summary);
  const [lost] = built.written;
  if (lost !== undefined)
    return { why: `\`${lost.written}\` is the ${typeof lost.value} ${lost.value}; put it in quotes if it is text` };
  if (collectReferences(built.value).length > 0) return { why: 'it holds a reference' };
  return { value: built.value as Json };
}
