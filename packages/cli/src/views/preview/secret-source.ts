import type { PreviewSecret } from '@waybill/core/internal';

/** Where a secret comes from; of a family also how many it is, and what one of them looks like. */
export function secretSource({ source, members }: PreviewSecret): string {
  if (members === undefined) return source;
  return members.count === 1 ? members.example : `${source}: ${members.count} values, such as ${members.example}`;
}

/** `missing` as the view writes it; of a family with the number. */
export function secretMissing({ members }: PreviewSecret, missing: string): string {
  return members === undefined ? missing : `${members.missing} of ${members.count} ${missing}`;
}
