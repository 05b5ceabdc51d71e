import { isJsonObject, type JobContext, type JobDefinition, type JsonObject, ProviderError } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { compareDefinitions } from '../definition/compare-definitions.ts';
import { parseVersion } from '../definition/version.ts';
import type { GetIndexResponse, ShowNodesResponse } from '../generated/answers.generated.ts';
import { SHOW_VERSION } from '../operations/show-version.ts';
import { countDifferences, describeDifferences, differencesIn, differencesOf } from './describe-differences.ts';
import { sidesOf } from './job-sides.ts';
import { COMPARISON_OUTPUTS } from './judge-differences.ts';

export const COMPARE_DEFINITIONS = 'compare-definitions';

/** Parts of definitions that a result names; the rest are counted. */
const MOST_NAMED = 100;
const MOST_PATH_CHARACTERS = 300;

/** Compares mapping, settings and, if wanted, aliases of two indices, as far as the copy's version can have them. */
export const compareDefinitionsJob: JobDefinition = {
  name: COMPARE_DEFINITIONS,
  title: 'compare the definitions of two indices',
  inputSchema: {
    type: 'object',
    required: ['source', 'dest'],
    properties: {
      source: { type: 'string' },
      dest: { type: 'string' },
      settings: { type: 'object' },
      mappings: { type: 'object' },
      aliases: { type: 'boolean' },
    },
  },
  outputs: COMPARISON_OUTPUTS,
  planSlices: () => [{ name: 'definition', arguments: {} }],
  runSlice: (_slice, context) => compareOnce(context),
  summarize(results) {
    const named = differencesOf(results);
    const left = Number(results[0]?.result['unnamed'] ?? 0);
    const counts = countDifferences(named);
    if (named.length === 0)
      return {
        kind: 'succeeded',
        outputs: { result: 'equal', level: 'definition', ...counts },
        detail: 'the definitions are equal',
      };
    return {
      kind: 'failed',
      result: 'different',
      outputs: { result: 'different', level: 'definition', ...counts },
      reason: describeDifferences(counts, left, named, 'The definitions of source and copy'),
      hint: 'Change the definition of the copy, or set in the plan what it should be. Then retry: it is compared again.',
    };
  },
  differencesIn,
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 200, p90Ms: 2_000, source: 'three reads' },
};

async function compareOnce(context: JobContext): Promise<JsonObject> {
  const { origin, target, source, dest } = sidesOf(context);
  const { settings, mappings, aliases } = context.input;
  const [left, right, nodes] = await Promise.all([
    origin.read('GetIndex', { index: source }),
    target.read('GetIndex', { index: dest }),
    target.read(SHOW_VERSION.operation, SHOW_VERSION.arguments as JsonObject),
  ]);
  const [node] = rowsOf<{ version?: string }>(fieldsOf<ShowNodesResponse>(nodes).nodes);
  const version = parseVersion(textOf(node?.version) ?? '');
  if (version === undefined) throw noVersion();
  const found = compareDefinitions({
    source: rowsOf<object>(fieldsOf<GetIndexResponse>(left).indices)[0] as JsonObject | undefined,
    copy: rowsOf<object>(fieldsOf<GetIndexResponse>(right).indices)[0] as JsonObject | undefined,
    version,
    settings: objectOf(settings),
    mappings: isJsonObject(mappings) ? mappings : undefined,
    comparesAliases: aliases === true,
  });
  const named = found.slice(0, MOST_NAMED).map(({ kind, path }) => ({
    kind,
    id: path.slice(0, MOST_PATH_CHARACTERS).toWellFormed(),
  }));
  return { named, unnamed: found.length - named.length };
}

function noVersion(): ProviderError {
  return new ProviderError('No node of the copy’s cluster reports its version.', {
    vendorCode: 'UNREADABLE_ANSWER',
    class: 'transient',
    effect: 'none',
    operation: SHOW_VERSION.operation,
  });
}
