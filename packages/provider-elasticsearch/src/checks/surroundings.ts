import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { flatSettings } from '../definition/flat-settings.ts';
import type { GetIndexResponse, ShowClusterStateResponse } from '../generated/answers.generated.ts';
import { matchesPattern } from './matches-pattern.ts';
import { unseen, unseenOrMissing } from './unseen.ts';

/** Settings that name an ingest pipeline, which every new document passes. */
export const PIPELINE_SETTINGS = ['default_pipeline', 'final_pipeline'] as const;

/** The pipelines that the copy gets when it has ended are there. `beside`: the state of the target. */
export const pipelinesThere: Check = {
  judge: (response, { index }, expected, beside) => {
    const [shown] = rowsOf<{ settings?: object }>(fieldsOf<GetIndexResponse>(response).indices);
    const named = pipelinesOf(objectOf(shown?.settings), objectOf(expected['settings']));
    const there = textsOf(fieldsOf<ShowClusterStateResponse>(beside).pipelines);
    const missing = named.filter(({ pipeline }) => !there.includes(pipeline));
    const describe = (list: typeof named): string =>
      list.map(({ setting, pipeline }) => `${pipeline} (${setting})`).join(', ');
    if (missing.length > 0)
      return {
        kind: 'failed',
        detail: `The target lacks what new documents of ${textOf(index) ?? ''} pass through: the ingest pipeline ${describe(missing)}.`,
        hint: 'Create it on the target first, or leave it out: dest.settings { index: { default_pipeline: _none } }.',
      };
    if (named.length === 0) return { kind: 'passed', detail: 'The copy needs no ingest pipeline.' };
    return { kind: 'passed', detail: `The index gets the ingest pipeline ${describe(named)} once the copy has ended.` };
  },
  judgeNotFound: unseenOrMissing('which ingest pipelines the target has'),
};

/** Of the plan, or else of the source. */
function pipelinesOf(
  source: JsonObject,
  given: JsonObject,
): readonly { readonly setting: string; readonly pipeline: string }[] {
  const [own, original] = [flatSettings(given), flatSettings(source)];
  return PIPELINE_SETTINGS.flatMap((setting) => {
    const name = `index.${setting}`;
    const pipeline = textOf(Object.hasOwn(own, name) ? own[name] : original[name]);
    return pipeline === undefined || pipeline === '_none' ? [] : [{ setting, pipeline }];
  });
}

/** Shows which index templates of the target are for the new name: they add to what the index is made of. */
export const templatesShown: Check = {
  judge: (response, _args, expected) => {
    const index = textOf(expected['index']) ?? '';
    const matching = templatesFor(index, response);
    if (matching.length === 0) return { kind: 'passed', detail: `No index template of the target matches ${index}.` };
    return {
      kind: 'warning',
      detail: `Index templates of the target match ${index}: ${matching.join(', ')}. The copy gets whatever they define and the source does not.`,
      hint: 'Review them, or choose a name that they do not match. An alias, an ingest pipeline or a lifecycle policy from a template fails the unit once the index is created.',
    };
  },
  judgeNotFound: (_args, _expected, refusal) => unseen('which index templates the target has', refusal),
};

interface Template {
  readonly name?: string;
  readonly patterns?: readonly string[];
  readonly priority?: number;
  readonly form?: string;
}

/** Of the newer form only the one of the highest priority counts, and then none of the older form. */
function templatesFor(index: string, state: Json): readonly string[] {
  const all = rowsOf<Template>(fieldsOf<ShowClusterStateResponse>(state).templates);
  const matching = all.filter(({ patterns }) => textsOf(patterns).some((pattern) => matchesPattern(index, pattern)));
  const composable = matching.filter(({ form }) => form === 'composable');
  const priorityOf = ({ priority }: (typeof all)[number]): number => (typeof priority === 'number' ? priority : 0);
  const [first] = composable.toSorted((a, b) => priorityOf(b) - priorityOf(a));
  if (first !== undefined) return [`${textOf(first.name) ?? ''} (priority ${priorityOf(first)})`];
  return matching.map(({ name }) => textOf(name) ?? '');
}

/** Some gateways show no identity. */
const UNIDENTIFIED: CheckFinding = { kind: 'passed', detail: 'The clusters do not report their identity.' };

/** Undefined: it does not say so. */
function clusterOf(state: Json | undefined): string | undefined {
  return textOf(fieldsOf<ShowClusterStateResponse>(state).cluster_uuid);
}

/** Two connections lead to two clusters. `beside`: the state of the target. */
export const clustersApart: Check = {
  judge: (response, _args, expected, beside) => {
    const [from, to] = [response, beside].map(clusterOf);
    if (from === undefined || to === undefined) return UNIDENTIFIED;
    if (from !== to) return { kind: 'passed', detail: 'Source and target are two clusters.' };
    const hint = 'Correct the addresses, or leave source.connection out to copy within one cluster.';
    const [source, dest] = [textOf(expected['source']), textOf(expected['dest'])];
    if (source === dest)
      return {
        kind: 'failed',
        detail: `Both connections lead to the same cluster, and ${source ?? ''} cannot be copied into itself.`,
        hint,
      };
    return { kind: 'warning', detail: 'Both connections lead to the same cluster.', hint };
  },
  judgeNotFound: (_args, _expected, refusal) => unseen('whether source and target are two clusters', refusal),
};

/** Two connections that may lead to one cluster have two indices. The answers are the state of either cluster. */
export const indicesApart: Check = {
  judge: (response, _args, expected, beside) => {
    const [one, other] = [response, beside].map(clusterOf);
    if (one === undefined || other === undefined) return UNIDENTIFIED;
    if (one !== other) return { kind: 'passed', detail: 'Both sides are on two clusters.' };
    const [source, copy] = [textOf(expected['source']), textOf(expected['copy'])];
    if (source !== copy) return { kind: 'passed', detail: 'Both sides are two indices of one cluster.' };
    return {
      kind: 'failed',
      detail: `Both connections lead to the same cluster (${one}), so that ${source ?? ''} would be compared with itself.`,
      hint: 'Correct the addresses: one of them is a node or a load balancer of the other cluster.',
    };
  },
  judgeNotFound: (_args, _expected, refusal) => unseen('whether both sides are on two clusters', refusal),
};
