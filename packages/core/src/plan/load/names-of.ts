import { isValueObject, type Value } from '../../value/value.ts';

/** The names in a section of a plan; none where it has another form, which the shape check reports. */
export function namesOf(section: Value | undefined): ReadonlySet<string> {
  return new Set(isValueObject(section) ? Object.keys(section) : []);
}
