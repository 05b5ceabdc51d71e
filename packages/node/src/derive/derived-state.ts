import { derivedName } from '@waybill/core/internal';

/** Where the state of a derived plan is: beside that of the plan itself. `location`: of the latter, as a user would write it. */
export function derivedLocation(location: string, verb: string): string {
  const [, base = location, ending = ''] = /^(.*?)(\.[A-Za-z0-9]+)?$/s.exec(location) ?? [];
  return `${derivedName(base, verb)}${ending}`;
}
