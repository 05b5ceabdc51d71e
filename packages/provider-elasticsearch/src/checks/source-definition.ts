import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { type Fields, fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { definitionIn, fitDefinition } from '../definition/fit-definition.ts';
import { flatSettings, isOn } from '../definition/flat-settings.ts';
import type { Change } from '../definition/mapping-rules.ts';
import { withoutType } from '../definition/mapping-rules.ts';
import { describeVersion, isSupported, parseVersion } from '../definition/version.ts';
import type { GetIndexResponse, ShowNodesResponse } from '../generated/answers.generated.ts';

/**
 * The source is one index that can be copied, and the target's version can have its definition: what is left out is said.
 * `beside`: the nodes of the target.
 */
export const sourceDefinition: Check = {
  judge: (response, args, expected, beside) => judgeSource(response, { args, expected, beside }),
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source has no index ${textOf(index) ?? ''}.`,
    hint: 'Correct source.index, or check the connection.',
  }),
  outputs: {
    settings: '/response/indices/0/settings',
    mappings: '/response/indices/0/mappings',
    aliases: '/response/indices/0/aliases',
    uuid: '/response/indices/0/settings/index/uuid',
    number_of_replicas: '/response/indices/0/settings/index/number_of_replicas',
    auto_expand_replicas: '/response/indices/0/settings/index/auto_expand_replicas',
    refresh_interval: '/response/indices/0/settings/index/refresh_interval',
    default_pipeline: '/response/indices/0/settings/index/default_pipeline',
    final_pipeline: '/response/indices/0/settings/index/final_pipeline',
    target_version: '/beside/nodes/0/version',
  },
};

interface Asked {
  readonly args: JsonObject;
  readonly expected: JsonObject;
  readonly beside: Json | undefined;
}

function judgeSource(response: Json, { args, expected, beside }: Asked): CheckFinding {
  const wanted = textOf(args['index']) ?? '';
  const indices = rowsOf<ShownIndex>(fieldsOf<GetIndexResponse>(response).indices);
  const [index] = indices;
  if (isDataStream(wanted, indices)) return dataStream(wanted);
  if (indices.length !== 1 || textOf(index?.name) !== wanted)
    return notOneIndex(
      wanted,
      indices.map(({ name }) => textOf(name) ?? ''),
    );
  const [node] = rowsOf<{ version?: string }>(fieldsOf<ShowNodesResponse>(beside).nodes);
  const version = parseVersion(textOf(node?.version) ?? '');
  if (version === undefined || !isSupported(version)) return unsupported(textOf(node?.version));
  const definition = definitionIn(index as Json);
  const fault = findFault(definition, wanted) ?? findKept(definition, wanted, expected);
  if (fault !== undefined) return fault;
  const { changes, obstacles } = fitDefinition(definition, version);
  // What the plan gives itself takes the place of what stands in the way.
  const given = flatSettings(objectOf(expected['settings']));
  const left = obstacles.filter(({ path }) =>
    path.startsWith('index.') ? !Object.hasOwn(given, path) : expected['mappings'] !== 'given',
  );
  const [first] = left;
  if (first !== undefined)
    return {
      kind: 'failed',
      detail: `${describeVersion(version)} cannot take the definition of ${wanted}: ${left.map(({ path, why }) => `${path} (${why})`).join('; ')}.`,
      hint: first.hint,
    };
  const worthSaying = changes.filter(({ path }) => !USUAL.test(path));
  const detail = `${wanted} can be created on ${describeVersion(version)}. ${describeChanges(worthSaying)}`;
  const notes = [
    ...worthSaying.map(({ path, why }) => `Left out: ${path} (${why}).`),
    ...changesOfPlan(flatSettings(definition.settings), given, expected),
  ];
  const [warning, hint] = findCutoverTrouble(definition, fieldsOf<ShownIndex>(index as Json), { wanted, expected });
  return warning === undefined
    ? { kind: 'passed', detail, notes }
    : { kind: 'warning', detail: `${warning} ${detail}`, hint, notes };
}

/** What every index of any version has and a new one makes for itself; not worth a word. */
const USUAL = /^index\.(uuid|creation_date|creation_date_string|provided_name|version\..+|history_uuid)$/;

function describeChanges(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing of its definition is left out.';
  return `Left out: ${changes.map(({ path, why }) => `${path} (${why})`).join('; ')}.`;
}

/** What the plan gives in place of the source's own. */
function changesOfPlan(own: JsonObject, given: JsonObject, { mappings }: JsonObject): readonly string[] {
  const settings = Object.entries(given).flatMap(([path, value]) => {
    const before = textIn(own[path]);
    const after = textIn(value);
    if (before === after) return [];
    return [
      `Changed: ${path} (${before === undefined ? 'the source does not set it' : `the source has ${before}`}, the plan says ${after ?? 'its default'}).`,
    ];
  });
  return mappings === 'given' ? [...settings, 'Changed: the mapping (the plan has its own).'] : settings;
}

/** Clusters show numbers and flags as texts. Undefined: not set. */
function textIn(value: Json | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}

interface ShownIndex {
  readonly name?: string;
  readonly aliases?: object;
  /** Of an index behind a data stream. */
  readonly data_stream?: string;
}

/**
 * What a cut-over would find after hours of copying: a freeze of somebody else, which it would not take for its own, and aliases
 * that it could only make anew. Both can be mended until then. `freezes`, `aliases`: of the plan.
 */
function findCutoverTrouble(
  { settings }: ReturnType<typeof definitionIn>,
  { aliases }: Fields<ShownIndex>,
  { wanted, expected }: { readonly wanted: string; readonly expected: JsonObject },
): readonly [warning: string, hint: string] | readonly [undefined, undefined] {
  const missing = textsOf(expected['aliases']).filter((alias) => !Object.hasOwn(objectOf(aliases), alias));
  if (expected['freezes'] === true && isOn(flatSettings(settings)['index.blocks.write']))
    return [
      `${wanted} already refuses writes: index.blocks.write is set, and the cut-over lifts only its own freeze.`,
      `Lift it before the cut-over: PUT /${wanted}/_settings with { "index.blocks.write": null }. Or set cutover: { freeze: false }.`,
    ];
  if (missing.length === 0) return [undefined, undefined];
  return [
    `${wanted} has no alias ${missing.join(', ')}: the copy gets a new one, without filter and routing.`,
    'Correct cutover.aliases if that is not intended.',
  ];
}

/** The indices behind it have names of their own. */
function isDataStream(wanted: string, indices: readonly Fields<ShownIndex>[]): boolean {
  const names = indices.map(({ name }) => textOf(name) ?? '');
  return !names.includes(wanted) && indices.some(({ data_stream: stream }) => textOf(stream) === wanted);
}

function dataStream(wanted: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${wanted} is a data stream.`,
    hint: 'Copy each index behind it (GET /_data_stream shows them) into an index of its own, with dest.settings { index: { hidden: false } }, and give the copies an alias. Or create the data stream on the target for new documents, and keep the copies for the old ones.',
  };
}

/** What belongs to the cluster itself, or is hidden from searches on purpose. */
function findKept(
  { settings }: ReturnType<typeof definitionIn>,
  index: string,
  expected: JsonObject,
): CheckFinding | undefined {
  if (index.startsWith('.') && !index.startsWith('.ds-'))
    return {
      kind: 'failed',
      detail: `${index} is a system index of the source cluster.`,
      hint: 'Move its contents with the tools made for it, such as the export of saved objects or a snapshot with feature states.',
    };
  const isSaid = Object.hasOwn(flatSettings(objectOf(expected['settings'])), 'index.hidden');
  if (isSaid || !isOn(flatSettings(settings)['index.hidden'])) return undefined;
  return {
    kind: 'failed',
    detail: `${index} is hidden: searches of several indices leave it out.`,
    hint: 'Decide whether the copy is hidden too: dest.settings { index: { hidden: true } }, or false.',
  };
}

function notOneIndex(wanted: string, names: readonly string[]): CheckFinding {
  return {
    kind: 'failed',
    detail: `${wanted} is an alias of ${names.join(', ')}: a copy through it would mix indices, or leave out what its filter hides.`,
    hint: 'Name one index as source.index.',
  };
}

function unsupported(version: string | undefined): CheckFinding {
  return {
    kind: 'failed',
    detail: `The target's version ${version ?? 'is unknown and'} is not supported.`,
    hint: 'Elasticsearch 6.3 to 9 and OpenSearch 1 to 3 are.',
  };
}

/** What makes copying impossible, or incomplete without a word. */
function findFault({ settings, mappings }: ReturnType<typeof definitionIn>, index: string): CheckFinding | undefined {
  const source = objectOf(withoutType(mappings)['_source']);
  if (source['enabled'] === false)
    return {
      kind: 'failed',
      detail: `${index} keeps no _source, so that no copy of its documents can be made.`,
      hint: 'Index the documents into the new index from their original source.',
    };
  const isHiding = ['includes', 'excludes'].some((key) => Array.isArray(source[key]) && source[key].length > 0);
  if (isHiding)
    return {
      kind: 'failed',
      detail: `The _source of ${index} leaves fields out: the copy would silently lose them.`,
      hint: 'Index the documents into the new index from their original source.',
    };
  const flat = flatSettings(settings);
  if (isOn(flat['index.frozen']) || isOn(flat['index.search.throttled']))
    return { kind: 'failed', detail: `${index} is frozen.`, hint: 'Unfreeze it first.' };
  return undefined;
}
