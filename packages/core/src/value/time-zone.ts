/**
 * Clock times of places in the world. The rules of each zone come with the runtime (`Intl`), so that nothing here has a table
 * which grows old. A clock time is written as the milliseconds that `Date.UTC` gives for it.
 */

const DAY_MS = 86_400_000;

/** Whether the runtime knows the zone: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What the clocks of a zone show at an instant. */
export function clockTimeAt(zone: string, instantMs: number): number {
  const parts = formatOf(zone).formatToParts(instantMs);
  const numbers = new Map(parts.map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour, minute, second] = FIELDS.map((field) => numbers.get(field) ?? 0);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

/**
 * From which instant to which one the clocks of a zone show a time: two instants where they are set back and show it twice, and
 * once when they are set forward over it: then both are the instant at which they are.
 */
export function instantsOf(zone: string, clockMs: number): { readonly firstMs: number; readonly lastMs: number } {
  // No clock differs from UTC by a day: one of these is before, and one after any change that matters here.
  const offsets = [clockMs - DAY_MS, clockMs + DAY_MS].map((nearMs) => clockTimeAt(zone, nearMs) - nearMs);
  const candidates = [...new Set(offsets)].map((offsetMs) => clockMs - offsetMs);
  const [only = clockMs, other] = candidates;
  if (other === undefined) return { firstMs: only, lastMs: only };
  const shown = candidates.filter((instantMs) => clockTimeAt(zone, instantMs) === clockMs);
  if (shown.length > 0) return { firstMs: Math.min(...shown), lastMs: Math.max(...shown) };
  const skippedAtMs = firstAfter(zone, clockMs, { fromMs: Math.min(...candidates), toMs: Math.max(...candidates) });
  return { firstMs: skippedAtMs, lastMs: skippedAtMs };
}

/** The first instant at which the clocks show more than a time that they skip. At `fromMs` they show less, at `toMs` more. */
function firstAfter(
  zone: string,
  clockMs: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  let [beforeMs, afterMs] = [fromMs, toMs];
  while (afterMs - beforeMs > SECOND_MS) {
    const middleMs = beforeMs + Math.floor((afterMs - beforeMs) / 2 / SECOND_MS) * SECOND_MS;
    if (clockTimeAt(zone, middleMs) > clockMs) afterMs = middleMs;
    else beforeMs = middleMs;
  }
  return afterMs;
}

/** `Mon 2026-11-30 22:00`. */
export function formatClockTime(zone: string, instantMs: number): string {
  const shown = new Date(clockTimeAt(zone, instantMs));
  return `${DAYS[shown.getUTCDay()] ?? ''} ${shown.toISOString().slice(0, 16).replace('T', ' ')}`;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
/** Clocks are changed at whole seconds. */
const SECOND_MS = 1_000;

/** @throws RangeError when the runtime does not know the zone */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Slow to make, and a plan has few. */
const formats = new Map<string, Intl.DateTimeFormat>();
