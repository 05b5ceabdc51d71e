import type { Check, Json, JsonObject } from '@waybill/core';
import { fieldsOf, objectOf, textOf } from '@waybill/provider-kit';
import type { HasPrivilegesResponse } from '../generated/answers.generated.ts';

/**
 * The user of the connection may do what its steps will: what it lacks is named before anything is made. `is_chosen`: whether the
 * cluster makes the copy by itself is found out later.
 */
export const rightsHeld: Check = {
  judge: (response, _args, { is_chosen: isChosen }) => {
    const { username, cluster, index } = fieldsOf<HasPrivilegesResponse>(response);
    const lacking = [
      ...lackingOf('the cluster', cluster),
      ...Object.entries(objectOf(index)).flatMap(([name, rights]) => lackingOf(name, rights)),
    ];
    if (lacking.length === 0) return { kind: 'passed', detail: 'The user has all privileges that the plan needs.' };
    const user = textOf(username);
    return {
      kind: 'failed',
      detail: `The user${user === undefined ? '' : ` ${user}`}, or its API key, lacks what the plan needs: ${lacking
        .map(({ privilege, actions, of }) => `${privilege} of ${of} (for ${actions.join(', ')})`)
        .join('; ')}.`,
      hint: `Give its role, and its API key if it has one, the privileges ${lacking.map(({ privilege, of }) => `${privilege} of ${of}`).join(', ')}.${isChosen === true && lacking.some(isOfTasks) ? BULK : ''}`,
      // What is refused for want of them.
      cause: 'security_exception',
    };
  },
  judgeNotFound: () => ({ kind: 'passed', detail: 'The cluster does not report what its users may do.' }),
};

const BULK = ' With method: bulk no privileges for tasks are needed.';

function isOfTasks({ of, actions }: Lacking): boolean {
  return of === '.tasks' || actions.some((action) => action.startsWith('cluster:monitor/task'));
}

interface Lacking {
  readonly privilege: string;
  readonly of: string;
  readonly actions: readonly string[];
}

/** By the privileges that users know, in their order: that of an answer is another one each time. */
function lackingOf(of: string, rights: Json | undefined): readonly Lacking[] {
  const held = objectOf(rights);
  const denied = Object.keys(held).filter((action) => held[action] === false && !isHeldOtherwise(action, held));
  const groups = Map.groupBy(denied.toSorted(), privilegeOf);
  return [...new Set(PRIVILEGES.map(([, privilege]) => privilege))].flatMap((privilege) => {
    const actions = groups.get(privilege);
    return actions === undefined ? [] : [{ privilege, of, actions }];
  });
}

/** One of both is enough to make an index. */
const EITHER: readonly string[] = ['create_index', 'indices:admin/create'];

function isHeldOtherwise(action: string, held: JsonObject): boolean {
  return EITHER.includes(action) && EITHER.some((other) => held[other] === true);
}

/** The one that has the action and the least beside it. Source: Elasticsearch Guide, "Security privileges". */
function privilegeOf(action: string): string {
  const [, privilege] = PRIVILEGES.find(([beginning]) => action.startsWith(beginning)) ?? OTHERS;
  return privilege;
}

const OTHERS = ['', 'all'] as const;

const PRIVILEGES: readonly (readonly [beginning: string, privilege: string])[] = [
  ['indices:data/read/', 'read'],
  ['indices:data/write/', 'write'],
  ['create_index', 'create_index'],
  ['indices:admin/create', 'create_index'],
  ['indices:admin/refresh', 'maintenance'],
  ['indices:admin/', 'manage'],
  ['indices:monitor/', 'monitor'],
  ['cluster:monitor/', 'monitor'],
  OTHERS,
];
