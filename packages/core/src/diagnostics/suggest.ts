/** Beyond this many candidates only the normalised form is compared: an edit distance to each would cost too much. */
const MAX_MEASURED_CANDIDATES = 5_000;
const MAX_MEASURED_LENGTH = 128;

/**
 * "Did you mean": the candidate nearest to `name`, or undefined when none is near. A candidate that differs only in case,
 * `-`, `_` or spaces is nearest; otherwise the smallest edit distance (a swap of neighbours counts as one) wins, if it is
 * at most a third of the name. The first of equals wins.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates];
  const normalised = normalise(name);
  const alike = all.find((candidate) => candidate !== name && normalise(candidate) === normalised);
  if (alike !== undefined && normalised !== '') return alike;
  if (all.length > MAX_MEASURED_CANDIDATES || name.length > MAX_MEASURED_LENGTH) return undefined;
  return nearest(name.toLowerCase(), all, Math.max(1, Math.floor(name.length / 3)));
}

function normalise(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

function nearest(name: string, candidates: readonly string[], limit: number): string | undefined {
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const distance = editDistance(name, candidate.toLowerCase());
    if (distance >= bestDistance || distance >= candidate.length) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of two neighbours (optimal string alignment). */
export function editDistance(left: string, right: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const isSwap =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (isSwap) cost = Math.min(cost, (beforePrevious[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[right.length] ?? 0;
}
