import type { Row } from './row.ts';

const PACKAGES = {
  alicloud: 'provider-alicloud-elasticsearch',
  huaweicloud: 'provider-huaweicloud-dcs',
} as const;

/** The folder that decides what a row ends as: where a reader of a failed row begins. */
export function roomOf(row: Row): string {
  return `packages/${PACKAGES[row.scenario.provider]}/src/${folderOf(row)}`;
}

function folderOf({ scenario, role, fault }: Row): string {
  switch (fault.family) {
    case 'throttled':
    case 'withdrawn':
    case 'refused':
      return 'answer';
    case 'strange-task':
    case 'task-fails':
      return 'polls';
    case 'lost-before':
    case 'lost-after':
      if (role !== 'effect') return role === 'check' ? 'checks' : 'polls';
      // Found again by its token and its list: the room that reads lists.
      return scenario.provider === 'alicloud' ? 'polls' : 'reconcile';
    default:
      if (role === 'effect') return 'session';
      return role === 'check' ? 'checks' : 'polls';
  }
}
