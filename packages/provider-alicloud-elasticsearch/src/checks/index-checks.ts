import type { Check, CheckFinding, JsonObject } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import type { DataTask } from '../polls/data-task.ts';
import { readTaskList } from '../polls/task-list.ts';
import { findCopy } from '../reconcile/find-copy.ts';
import { type ClusterInformation, isIndexShown, readClusterInformation } from './cluster-information.ts';

/** The source can be reached and has the index with the type. */
export const sourceIndexPresent: Check = {
  judge: (response, args, expected) => {
    const information = readClusterInformation(response);
    if (!information.isConnectable)
      return unreachable('source', 'Check address, user name and password of the source.');
    return judgePresence(information, args, expected, {
      missing: 'Check sourceCluster.index: the API takes exact names and no patterns.',
      otherType: 'Set sourceCluster.type to the mapping type of the index.',
    });
  },
};

const NO_TASKS = { Result: [] };

/** The sink can be reached and does not have the index yet: a data task creates it and refuses an existing one. */
export const sinkIndexAbsent: Check = {
  judge: (response, _args, expected, beside) => {
    const information = readClusterInformation(response);
    if (!information.isConnectable) return unreachable('sink', 'Check user name and password of sinkCluster.');
    const index = textOf(expected['index']) ?? '';
    const found = findCopy(objectOf(expected['copy']), readTaskList(beside ?? NO_TASKS));
    const hasIndex = information.lists(index);
    const isWork = found.made !== undefined && (found.made.meaning !== 'succeeded' || hasIndex);
    if (found.made !== undefined && isWork && hasNoState(expected)) return ofAnotherState(found.made);
    if (!hasIndex) return { kind: 'passed', detail: `The sink has no index ${index} yet.` };
    if (found.made !== undefined) {
      const { taskId, status } = found.made;
      const detail = `The sink has the index ${index} from data task ${taskId} (${status}), which makes exactly this copy and is taken over unless the unit is redone.`;
      return { kind: 'warning', detail, hint: 'Make sure that no other state runs it.' };
    }
    return {
      kind: 'failed',
      detail: `The sink has an index ${index} already.`,
      hint: 'Choose another sinkCluster.index.',
    };
  },
};

/** Before a plan's first run there are no tokens. */
function hasNoState({ tokens }: JsonObject): boolean {
  return Array.isArray(tokens) && tokens.length === 0;
}

/** Tasks carry no text of ours: what copies the same index from the same address to the same place is the same work. */
function ofAnotherState({ taskId, status, meaning }: DataTask): CheckFinding {
  return {
    kind: 'failed',
    detail: `Data task ${taskId} (${status}) ${meaning === 'succeeded' ? 'made' : 'makes'} exactly this copy, but the state of the plan does not know it.`,
    hint: 'Continue with the state that created it, or take it over with `waybill state adopt PLAN --all` once nothing else runs it.',
    otherTasks: [taskId],
  };
}

/** After the task: the sink has the index with the type. Document counts are not available through this API. */
export const sinkIndexPresent: Check = {
  judge: (response, args, expected) => {
    const information = readClusterInformation(response);
    if (!information.isConnectable) return unreachable('sink', 'Check user name and password of sinkCluster.');
    return judgePresence(information, args, expected, {
      missing: 'The task reported success without creating the index: read its log in the Elasticsearch console.',
      otherType: 'Compare the mapping of the index with sinkCluster.mapping.',
    });
  },
};

function judgePresence(
  information: ClusterInformation,
  args: JsonObject,
  expected: JsonObject,
  hints: { readonly missing: string; readonly otherType: string },
): CheckFinding {
  const index = textOf(args['index']) ?? '';
  const type = textOf(expected['type']);
  if (!isIndexShown(information, index)) {
    return { kind: 'failed', detail: `The cluster has no index ${index}.`, hint: hints.missing };
  }
  if (type !== undefined && information.types.length > 0 && !information.types.includes(type)) {
    const found = information.types.join(', ');
    return { kind: 'failed', detail: `Index ${index} has type ${found}, not ${type}.`, hint: hints.otherType };
  }
  return { kind: 'passed', detail: `Index ${index} exists${type === undefined ? '' : ` with type ${type}`}.` };
}

function unreachable(side: string, hint: string): CheckFinding {
  return {
    kind: 'failed',
    detail: `Alibaba Cloud cannot connect to the ${side} cluster.`,
    hint: `${hint} Also check its IP address whitelist, security group and VPC.`,
  };
}
