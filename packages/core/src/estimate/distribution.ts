import { createSeededRandom } from '../seeded-random.ts';

/** How long something takes: half of the times at most `p50Ms`, nine of ten at most `p90Ms`. */
export interface Spread {
  readonly p50Ms: number;
  readonly p90Ms: number;
}

/** How many standard deviations the 90th percentile of a normal distribution lies above its middle. */
const Z_OF_P90 = 1.2815515655446004;
/** One of twenty lies beyond each end. */
const TAIL = 0.05;

/** A log-normal distribution through both percentiles. */
export class Distribution {
  readonly #logMedian: number;
  readonly #sigma: number;
  readonly #commonWeight: number;
  readonly #ownWeight: number;

  /**
   * `commonShare`: the part of the variance that all draws of a run share. What nobody measured may be long for all or
   * short for all; drawing each for itself would make a guess look certain.
   */
  constructor({ p50Ms, p90Ms }: Spread, commonShare: number) {
    const least = Math.max(p50Ms, 1e-3);
    this.#logMedian = Math.log(least);
    this.#sigma = Math.log(Math.max(p90Ms, least) / least) / Z_OF_P90;
    this.#commonWeight = Math.sqrt(commonShare);
    this.#ownWeight = Math.sqrt(1 - commonShare);
  }

  /** `own` and `common` say how far from the middle this one is, and all of its run: from `drawZ` and `spreadZ`. */
  durationMs(own: number, common: number): number {
    return Math.exp(this.#logMedian + this.#sigma * (this.#ownWeight * own + this.#commonWeight * common));
  }
}

/**
 * A number of the standard normal distribution, its ends cut off: nothing is known of them, and with log-normal ends the
 * longest of very many waits would take days. The same seeds draw the same, whatever else happens in a run.
 */
export function drawZ(...seeds: readonly number[]): number {
  return quantileZ(createSeededRandom(seeds.reduce(mix)).fraction());
}

/**
 * As `drawZ` for number `sample` of `samples` runs, but evenly spread over all of them, in an order that `seed` decides: a
 * single run has the middle, and five show what a hundred would.
 */
export function spreadZ(
  seed: number,
  { sample, samples }: { readonly sample: number; readonly samples: number },
): number {
  const order = Array.from({ length: samples }, (_, number) => number).toSorted(
    (left, right) => mix(seed, left) - mix(seed, right),
  );
  return quantileZ((order.indexOf(sample) + 0.5) / samples);
}

/**
 * The inverse of the normal distribution function away from its ends: a rational function with a relative error below
 * 1.2e-9. Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function".
 */
function quantileZ(fraction: number): number {
  const q = Math.max(TAIL, Math.min(1 - TAIL, fraction)) - 0.5;
  const r = q * q;
  return (horner(ABOVE, r) * q) / horner(BELOW, r);
}

const ABOVE = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239,
];
const BELOW = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient);
}

function mix(left: number, right: number): number {
  const mixed = Math.imul(left ^ (left >>> 16), 0x85ebca6b) + Math.imul(right ^ 0x9e3779b9, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** 32 bits of a text, the same for the same text (FNV-1a). */
export function hashText(text: string): number {
  let hashed = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hashed = Math.imul(hashed ^ text.charCodeAt(index), 0x01000193);
  return hashed >>> 0;
}

/** The value below which a part `fraction` of the numbers lies; between two neighbours by linear interpolation. */
export function percentile(numbers: readonly number[], fraction: number): number {
  const sorted = numbers.toSorted((left, right) => left - right);
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
