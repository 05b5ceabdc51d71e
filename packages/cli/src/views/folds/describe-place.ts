import type { PreviewPlace } from '@waybill/core/internal';

/** One place in full: `cluster (old), index orders-v1`. Also for the page's own script, which must not load the core. */
export function describePlace({ label, connection, facts }: PreviewPlace): string {
  const place = connection === undefined ? label : `${label} (${connection})`;
  return [place, ...facts.map(({ name, value }) => `${name} ${value}`)].join(', ');
}
