import type { PreviewPlace } from '@waybill/core/internal';

/** One place in full: `Redis instance, instance cf4a05df`. Also for the page's own script, which must not load the core. */
export function describePlace({ label, facts }: PreviewPlace): string {
  return [label, ...facts.map(({ name, value }) => `${name} ${value}`)].join(', ');
}
