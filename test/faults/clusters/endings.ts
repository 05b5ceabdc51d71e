import type { ClusterRow } from './play-row.ts';

/** Applies where `applies` says so; the first that applies to a row decides how the command ends under its fault. */
interface EndingRule {
  readonly why: string;
  readonly applies: (row: ClusterRow) => boolean;
  readonly ending: (row: ClusterRow) => string;
}

/** What the cluster has beside indices: whoever may not see it is not kept from copying. */
const SURROUNDINGS = ['ShowClusterState', 'ShowClusterSettings', 'ListAllocation', 'TryDefinition'];

/** One fault on one call. */
const RULES: readonly EndingRule[] = [
  {
    why: 'a copy that is lost with its node is started again by itself, and copies only what is not there',
    applies: ({ fault }) => fault.family === 'restart',
    ending: () => 'succeeded',
  },
  {
    why: 'what answers the first question with a page is no cluster, and gets nothing more in this run',
    // A rollback asks it before its run alone, where it is repeated.
    applies: ({ operation, fault, scenario }) =>
      operation === 'ShowNodes' && fault.name === 'answer html' && scenario.derived !== 'rollback',
    ending: () => 'suspended UNREADABLE_ANSWER',
  },
  {
    why: 'a position that is not given back is forgotten by the cluster',
    applies: ({ operation }) => operation === 'ClearScroll',
    ending: () => 'succeeded',
  },
  {
    why: 'whoever may not see what is beside the index is not kept from copying',
    applies: ({ operation, fault }) => fault.family === 'forbidden' && SURROUNDINGS.includes(operation),
    ending: () => 'succeeded',
  },
  {
    why: 'a cluster that does not say what its users may do is asked nothing more about it',
    applies: ({ operation, fault }) =>
      operation === 'HasPrivileges' && (fault.family === 'refused' || fault.family === 'forbidden'),
    ending: () => 'succeeded',
  },
  {
    why: 'a failed poll is no failed copy',
    applies: ({ operation, fault }) => fault.family === 'refused' && operation === 'GetTask',
    ending: () => 'succeeded',
  },
  {
    why: 'the same call would be refused again',
    applies: ({ fault }) => fault.family === 'refused' || fault.family === 'forbidden',
    ending: ({ fault }) => `failed ${fault.family === 'refused' ? 'nobody_knows' : 'security_exception'}`,
  },
  {
    why: 'repeated, or looked up and sent again only where it did not happen',
    applies: () => true,
    ending: () => 'succeeded',
  },
];

export function ruleOf(row: ClusterRow): EndingRule {
  const rule = RULES.find(({ applies }) => applies(row));
  if (rule === undefined) throw new Error('the last rule applies to every row');
  return rule;
}
