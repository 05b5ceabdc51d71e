import type { Eta } from '@waybill/node/live';
import { formatSpan } from '../text/format-time.ts';

/** What an ETA rests on, as it is shown. */
const ETA_BASIS: Readonly<Record<Eta['basis'], string>> = {
  simulated: 'simulated',
  assumed: 'partly a guess',
  rate: 'from the rate',
};
/** An ETA that was worked out longer ago is shown with its age. */
const FRESH_MS = 30_000;

/** `simulated`, or `simulated 45s ago`. */
export function etaBasis({ basis, at }: Pick<Eta, 'basis' | 'at'>, now: number): string {
  return now - at < FRESH_MS ? ETA_BASIS[basis] : `${ETA_BASIS[basis]}, ${formatSpan(now - at)} ago`;
}
