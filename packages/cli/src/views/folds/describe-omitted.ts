import type { Checkpoint, Report } from '@waybill/core';
import { allowedOmissions } from '@waybill/core/internal';
import type { OmittedUnit } from '../documents/compared-json.ts';
import { formatCount } from './counted.ts';

/** What copies of units are without, because the plan allows it; absent where nothing is. */
export function omittedUnits(checkpoint: Pick<Checkpoint, 'omissions'>): { readonly omitted?: readonly OmittedUnit[] } {
  const omitted = [...allowedOmissions(checkpoint)].map(([unit, omission]) => ({ unit, ...omission }));
  return omitted.length === 0 ? {} : { omitted };
}

/** The same of a report. */
export function omittedIn({ units }: Report): readonly OmittedUnit[] | undefined {
  const omitted = units.flatMap(({ address, omitted: omission }) =>
    omission === undefined ? [] : [{ unit: address, ...omission }],
  );
  return omitted.length === 0 ? undefined : omitted;
}

/** `3 refused: mapper_parsing_exception: field price (7, 9), …, and 1 more`. */
export function describeOmitted({ count, named, place }: Pick<OmittedUnit, 'count' | 'named' | 'place'>): string {
  const whats = [...new Set(named.map(({ what }) => what))];
  const groups = Map.groupBy(named, ({ details }) => details?.['reason'] ?? '');
  const texts = [...groups].map(([reason, of]) => {
    const ids = of.map(({ id }) => id).join(', ');
    return reason === '' ? ids : `${reason} (${ids})`;
  });
  const more = count > named.length && named.length > 0 ? [`and ${formatCount(count - named.length)} more`] : [];
  const list = [...texts, ...more].join(', ');
  const all = place === undefined ? '' : `; all of them are in ${place}`;
  return `${formatCount(count)} ${whats.join(' or ') || 'missing'}${list === '' ? '' : `: ${list}`}${all}`;
}

/** After `equal by digest`: that it is equal but for what the plan allows. */
export function butFor(omitted: number | undefined): string {
  return omitted === undefined || omitted === 0
    ? ''
    : `, but for ${formatCount(omitted)} that the plan allows to be missing`;
}
