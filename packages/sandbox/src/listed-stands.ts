import type { SandboxStand } from '@waybill/stand-kit';
import * as listed from './generated/stands.generated.ts';

/** Any one of the listed stands, with its own types. */
export type ListedStand = (typeof listed)[keyof typeof listed];

export type StandName = ListedStand['name'];

/** Whose API an operation belongs to. A vendor's services have their own limits, so they are counted apart. */
export type ServiceName = ListedStand['serviceNames'][number];

/** A stand as the rest of the sandbox sees it: by its name, without its own types. */
export type NamedStand = SandboxStand & { readonly name: StandName };

/** In alphabetical order of their exports. */
export const STANDS: readonly NamedStand[] = Object.values(listed);

/**
 * The listed stands and `further` ones, which no type knows by name.
 *
 * @throws Error if two of them have one name, service or duration
 */
export function standsWith(further: readonly SandboxStand[] = []): readonly NamedStand[] {
  if (further.length === 0) return STANDS;
  const all = [...STANDS, ...further] as readonly NamedStand[];
  refuseShared(
    'stands',
    'name',
    all.map(({ name }) => name),
  );
  refuseShared(
    'stands',
    'service',
    all.flatMap(({ serviceNames }) => serviceNames),
  );
  refuseShared(
    'stands',
    'duration',
    all.flatMap(({ durations }) => Object.keys(durations)),
  );
  return all;
}

/** @throws Error if two of them have one */
export function refuseShared(of: string, what: string, names: readonly string[]): void {
  const shared = names.find((name, index) => names.indexOf(name) !== index);
  if (shared !== undefined) throw new Error(`Two ${of} have the ${what} ${shared}.`);
}

/** One member for each stand, under its name. */
export function byStand<Member>(
  memberOf: (stand: NamedStand) => Member,
  stands: readonly NamedStand[] = STANDS,
): Readonly<Record<StandName, Member>> {
  return Object.fromEntries(stands.map((stand) => [stand.name, memberOf(stand)])) as Record<StandName, Member>;
}
