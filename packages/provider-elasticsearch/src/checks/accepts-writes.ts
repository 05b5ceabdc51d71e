import type { Check, CheckFinding, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { flatSettings, isOn } from '../definition/flat-settings.ts';
import { typesOf } from '../definition/mapping-rules.ts';
import { hasTypes, parseVersion } from '../definition/version.ts';
import type { GetIndexResponse, ShowNodesResponse } from '../generated/answers.generated.ts';

/**
 * The source takes documents as they are in the copy, once the unit's own freeze is lifted. `beside`: the nodes of its
 * cluster.
 */
export const acceptsWrites: Check = {
  judge(response, { index }, { isFrozen, uuid }, beside) {
    const name = textOf(index) ?? '';
    const [shown] = rowsOf<{ settings?: object; mappings?: object }>(fieldsOf<GetIndexResponse>(response).indices);
    const settings = flatSettings(objectOf(shown?.settings));
    const obstacle =
      findOther(name, settings, uuid) ??
      findBlock(name, settings, isFrozen === true) ??
      findTypes(name, objectOf(shown?.mappings), beside) ??
      findPipeline(name, settings);
    return obstacle ?? { kind: 'passed', detail: `${name} accepts documents once its freeze is lifted.` };
  },
  judgeNotFound: ({ index }) => ({
    kind: 'failed',
    detail: `The source ${textOf(index) ?? ''} no longer exists: nothing can be copied back to it.`,
    hint: `Stay on the copy. ${WITHOUT}`,
  }),
  outputs: { version: '/beside/nodes/0/version' },
};

const WITHOUT = 'Or roll back without --copy-back: what was written to the copy then exists only there.';

/** `uuid`: of the index that was copied; null where an earlier version did not keep it. */
function findOther(name: string, settings: JsonObject, uuid: Json | undefined): CheckFinding | undefined {
  const [noted, shown] = [textOf(uuid), textOf(settings['index.uuid'])];
  if (noted === undefined || shown === undefined || noted === shown) return undefined;
  return {
    kind: 'failed',
    detail: `The source ${name} is not the index that was copied: it was recreated. Copying back would delete what it has.`,
    hint: `Find out what did it. ${WITHOUT}`,
  };
}

/** The one block that the rollback itself lifts is `write`. */
function findBlock(name: string, settings: JsonObject, isFrozen: boolean): CheckFinding | undefined {
  const blocks = ['read_only', 'read_only_allow_delete', ...(isFrozen ? [] : ['write'])];
  const block = blocks.map((each) => `index.blocks.${each}`).find((each) => isOn(settings[each]));
  if (block === undefined) return undefined;
  const cause =
    block === 'index.blocks.read_only_allow_delete' ? ' Clusters set it when a disk is full: free up space first.' : '';
  return {
    kind: 'failed',
    detail: `The source ${name} refuses writes: ${block} is set, and not by this unit.`,
    hint: `Lift it: PUT /${name}/_settings with { "${block}": null }.${cause} ${WITHOUT}`,
  };
}

/** Types end with version 7: a document of the copy no longer says which one it had. */
function findTypes(name: string, mappings: JsonObject, beside: Json | undefined): CheckFinding | undefined {
  const [node] = rowsOf<{ version?: string }>(fieldsOf<ShowNodesResponse>(beside).nodes);
  const version = parseVersion(textOf(node?.version) ?? '');
  const types = version !== undefined && hasTypes(version) ? typesOf(mappings) : [];
  if (types.length <= 1) return undefined;
  return {
    kind: 'failed',
    detail: `The source ${name} has several mapping types (${types.join(', ')}), and documents of the copy have none: it is not known to which type they belong.`,
    hint: `Find out what was written with \`waybill verify --differences\`, and write it to the source by hand. ${WITHOUT}`,
  };
}

/** A bulk can leave out the default pipeline alone. */
function findPipeline(name: string, settings: JsonObject): CheckFinding | undefined {
  const pipeline = textOf(settings['index.final_pipeline']);
  if (pipeline === undefined || pipeline === '_none') return undefined;
  return {
    kind: 'failed',
    detail: `The source ${name} has the final pipeline ${pipeline}, which would change documents again when they are copied back.`,
    hint: `Remove it until the rollback has ended: PUT /${name}/_settings with { "index.final_pipeline": "_none" }. ${WITHOUT}`,
  };
}
