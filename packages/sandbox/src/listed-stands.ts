import type { SandboxStand } from './stand/sandbox-stand.ts';
import * as listed from './stands.ts';

/** Any one of the listed stands, with its own types. */
export type ListedStand = (typeof listed)[keyof typeof listed];

export type StandName = ListedStand['name'];

/** Whose API an operation belongs to. A vendor's services have their own limits, so they are counted apart. */
export type ServiceName = ListedStand['serviceNames'][number];

/** A listed stand as the rest of the sandbox sees it: by its name, without its own types. */
export type NamedStand = SandboxStand & { readonly name: StandName };

/** In alphabetical order of their exports. */
export const STANDS: readonly NamedStand[] = Object.values(listed);

/** One member for each stand, under its name. */
export function byStand<Member>(memberOf: (stand: NamedStand) => Member): Readonly<Record<StandName, Member>> {
  return Object.fromEntries(STANDS.map((stand) => [stand.name, memberOf(stand)])) as Record<StandName, Member>;
}
