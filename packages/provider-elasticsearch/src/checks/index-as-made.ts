import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf, textsOf } from '@waybill/provider-kit';
import { definitionDigest, digestIn, sourceUuid, sourceUuidIn } from '../definition/copy-definition.ts';
import { flatSettings } from '../definition/flat-settings.ts';
import { withoutType } from '../definition/mapping-rules.ts';
import { markIn, tokenIn } from '../definition/mark-of.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

/**
 * The index is the one that the unit has made, of what the plan says now, and nothing was added to it that touches documents
 * or clients. A cluster makes an index anew when something is written to a name that is gone, and index templates of the
 * target add aliases, pipelines and life cycles to whatever has their name.
 */
export const indexAsMade: Check = {
  judge(response, { index }, expected) {
    const name = textOf(index) ?? '';
    const [shown] = rowsOf<{ settings?: object; mappings?: object; aliases?: object }>(
      fieldsOf<GetIndexResponse>(response).indices,
    );
    const mappings = objectOf(shown?.mappings);
    const token = tokenIn(markIn(mappings));
    if (token === undefined || !textsOf(expected['tokens']).includes(token)) return anotherIndex(name);
    if (isOfAnotherSource(mappings, objectOf(expected['definition']))) return anotherSource(name);
    if (isOfAnotherPlan(mappings, objectOf(expected['definition']))) return anotherDefinition(name);
    const added = [
      ...settingsAdded(objectOf(shown?.settings), objectOf(expected['pipelines'])),
      ...aliasesAdded(objectOf(shown?.aliases)),
    ];
    if (added.length === 0) return { kind: 'passed', detail: `${name} is as it was created.` };
    return {
      kind: 'failed',
      detail: `${name} has more than the plan asks for: ${added.join(', ')}. An index template of the target adds it.`,
      hint: `Change the template, or choose a name that it does not match. Then delete ${name}, and start the unit over.`,
    };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The index ${textOf(index) ?? ''} is gone.`,
    hint: 'Find out who deleted it, then start the unit over.',
  }),
};

function anotherIndex(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} is not the index that this unit created: something else deleted and recreated it.`,
    hint: `Find out what did it, delete ${name}, and start the unit over.`,
  };
}

function anotherDefinition(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} was created by an earlier attempt, with a different definition than the plan and the source give now.`,
    hint: `Delete ${name}, and start the unit over.`,
  };
}

/** What it holds of that one would stay: a copy adds documents, and sees no deletion of a whole index. */
function anotherSource(name: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `${name} was created by an earlier attempt, from a source that has been recreated since: it may hold documents that the source no longer has.`,
    hint: `Make sure that no client uses ${name}, delete it, and start the unit over.`,
  };
}

function isOfAnotherSource(mappings: JsonObject, { like }: JsonObject): boolean {
  const wanted = sourceUuid({ like: objectOf(like) });
  const made = sourceUuidIn(withoutType(mappings));
  return wanted !== undefined && made !== undefined && wanted !== made;
}

function isOfAnotherPlan(mappings: JsonObject, { like, settings, mappings: given }: JsonObject): boolean {
  const wanted = definitionDigest({ like: objectOf(like), settings: objectOf(settings), mappings: given });
  const made = digestIn(withoutType(mappings));
  return wanted !== undefined && made !== undefined && wanted !== made;
}

/** They change documents on their way in, or take the index away. */
const HARMFUL =
  /^index\.(default_pipeline|final_pipeline|lifecycle\.name|(?:opendistro|plugins)\.index_state_management\..+)$/;

/** Pipelines of the unit's own, which an earlier attempt was given at its end, are taken away before anything is copied. */
function settingsAdded(settings: JsonObject, pipelines: JsonObject): readonly string[] {
  const isOwn = (name: string, value: Json): boolean => pipelines[name.replace(/^index\./, '')] === value;
  return Object.entries(flatSettings(settings)).flatMap(([name, value]) =>
    HARMFUL.test(name) && value !== '_none' && !isOwn(name, value) ? [`the setting ${name}`] : [],
  );
}

function aliasesAdded(aliases: JsonObject): readonly string[] {
  return Object.keys(aliases).map((alias) => `the alias ${alias}`);
}
