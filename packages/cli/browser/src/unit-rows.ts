import type { UnitIndex } from '../../src/views/html/unit-index.ts';
import { formatSpan } from '../../src/views/text/format-time.ts';

export interface UnitFilter {
  /** Every word has to be somewhere in the row. */
  readonly text: string;
  readonly state: string;
  readonly migration: string;
  readonly level: string;
}

export interface Column {
  readonly title: string;
  /** `place` is a line of its own under the others, and not sorted by. */
  readonly look: 'address' | 'badge' | 'text' | 'number' | 'place';
  readonly text: (row: number, words?: readonly string[]) => string;
  /** What rows are ordered by; the text itself when absent. */
  readonly rank?: (row: number) => number;
}

/** The rows of the table by position: which match a filter, and in which order. */
export class UnitRows {
  readonly columns: readonly Column[];
  readonly #index: UnitIndex;
  readonly #searched: readonly string[];
  readonly #byAddress: ReadonlyMap<string, number>;

  constructor(index: UnitIndex) {
    this.#index = index;
    this.#byAddress = new Map(index.addresses.map((address, row) => [address, row]));
    this.columns = index.kind === 'report' ? this.#reportColumns() : this.#previewColumns();
    this.#searched = index.addresses.map((address, row) => {
      const { name = '', uses = '', words = [] } = this.#migration(row) ?? {};
      const compared = index.comparisons[index.comparedAt[row] ?? -1] ?? '';
      const facts = [...this.#facts(row), ...words, compared].join(' ');
      return `${address} ${name} ${uses} ${this.state(row)} ${this.verdict(row)} ${facts}`.toLowerCase();
    });
  }

  get count(): number {
    return this.#index.addresses.length;
  }

  /** Whether both sides of any unit were compared. */
  get hasComparisons(): boolean {
    return this.#index.comparisons.length > 0;
  }

  get states(): readonly string[] {
    return this.#index.states;
  }

  get migrations(): readonly string[] {
    return this.#index.migrations.map(({ name }) => name);
  }

  get levelCount(): number {
    return this.#index.levels.reduce((most, level) => Math.max(most, level + 1), 0);
  }

  address(row: number): string {
    return this.#index.addresses[row] ?? '';
  }

  /** Of a unit, or of the unit of a step. */
  rowOf(address: string): number | undefined {
    return this.#byAddress.get(address) ?? this.#byAddress.get(address.slice(0, address.lastIndexOf('.')));
  }

  /** The position of a row in the preview. */
  plannedAt(row: number): number {
    return this.#index.kind === 'report' ? (this.#index.plannedAt[row] ?? -1) : row;
  }

  state(row: number): string {
    return this.#index.states[this.#index.stateAt[row] ?? -1] ?? '';
  }

  verdict(row: number): string {
    return this.#index.verdicts[this.#index.verdictAt[row] ?? -1] ?? '';
  }

  select(filter: UnitFilter): number[] {
    const words = wordsOf(filter.text);
    const stateAt = filter.state === '' ? -1 : this.#index.states.indexOf(filter.state);
    const migrationAt = filter.migration === '' ? -1 : this.migrations.indexOf(filter.migration);
    const level = filter.level === '' ? -1 : Number(filter.level);
    const found: number[] = [];
    for (let row = 0; row < this.count; row += 1) {
      if (stateAt >= 0 && this.#index.stateAt[row] !== stateAt) continue;
      if (migrationAt >= 0 && this.#index.migrationAt[row] !== migrationAt) continue;
      if (level >= 0 && this.#index.levels[row] !== level) continue;
      const searched = this.#searched[row] ?? '';
      if (words.every((word) => searched.includes(word))) found.push(row);
    }
    return found;
  }

  sort(rows: number[], { rank, text }: Column, direction: 1 | -1): void {
    if (rank !== undefined) rows.sort((left, right) => direction * (rank(left) - rank(right)) || left - right);
    else {
      const { compare } = new Intl.Collator('en', { numeric: true });
      rows.sort((left, right) => direction * compare(text(left), text(right)) || left - right);
    }
  }

  /**
   * From where to where, each by its most special fact. What a filter found that no other column shows takes its place, so
   * that it is seen why the row is there.
   */
  #place(row: number, words: readonly string[]): string {
    const { fromAt, toAt, facts } = this.#index;
    const last = (at: readonly number[] | undefined): string => facts[at?.at(-1) ?? -1] ?? '';
    const [from, to] = [last(fromAt[row]), last(toAt[row])];
    const shown = from === '' || to === '' ? `${from}${to}` : `${from} → ${to}`;
    const { name = '', words: shared = [] } = this.#migration(row) ?? {};
    const seen = `${this.address(row)} ${name} ${this.state(row)} ${this.verdict(row)} ${shown}`.toLowerCase();
    const hidden = words.filter((word) => !seen.includes(word));
    const why = [...this.#facts(row), ...shared].filter((fact) =>
      hidden.some((word) => fact.toLowerCase().includes(word)),
    );
    return [...new Set(why), shown].filter((part) => part !== '').join(' · ');
  }

  #facts(row: number): readonly string[] {
    const { fromAt, toAt, foundAt, facts } = this.#index;
    return [fromAt, toAt, foundAt].flatMap((places) => places[row] ?? []).map((at) => facts[at] ?? '');
  }

  #migration(row: number): UnitIndex['migrations'][number] | undefined {
    return this.#index.migrations[this.#index.migrationAt[row] ?? -1];
  }

  #sharedColumns(): readonly Column[] {
    return [
      { title: 'Unit', look: 'address', text: (row) => this.address(row) },
      { title: 'Migration', look: 'text', text: (row) => this.#migration(row)?.name ?? '' },
      {
        title: 'Level',
        look: 'number',
        text: (row) => String((this.#index.levels[row] ?? 0) + 1),
        rank: (row) => this.#index.levels[row] ?? 0,
      },
      { title: 'Status', look: 'badge', text: (row) => this.state(row) },
    ];
  }

  #previewColumns(): readonly Column[] {
    const { startsMs, endsMs, steps, verdictAt } = this.#index;
    const took = (row: number): number => (endsMs[row] ?? 0) - (startsMs[row] ?? 0);
    return [
      ...this.#sharedColumns(),
      { title: 'Checks', look: 'badge', text: (row) => this.verdict(row), rank: (row) => worstFirst(verdictAt[row]) },
      { title: 'Starts', look: 'number', text: (row) => span(startsMs[row]), rank: (row) => startsMs[row] ?? -1 },
      {
        title: 'Takes',
        look: 'number',
        text: (row) => (startsMs[row] === -1 ? '–' : formatSpan(took(row))),
        rank: took,
      },
      { title: 'Steps', look: 'number', text: (row) => String(steps[row]), rank: (row) => steps[row] ?? 0 },
      this.#placeColumn(),
    ];
  }

  #reportColumns(): readonly Column[] {
    const { startsMs, endsMs, startedAt, tookMs, attempts } = this.#index;
    const planned = (row: number): number => (startsMs[row] === -1 ? -1 : (endsMs[row] ?? 0) - (startsMs[row] ?? 0));
    return [
      ...this.#sharedColumns(),
      {
        title: 'Attempts',
        look: 'number',
        text: (row) => String(attempts[row] || '–'),
        rank: (row) => attempts[row] ?? 0,
      },
      {
        title: 'Started',
        look: 'number',
        text: (row) => clock(startedAt[row]),
        rank: (row) => Date.parse(startedAt[row] ?? '') || 0,
      },
      { title: 'Planned', look: 'number', text: (row) => span(planned(row)), rank: planned },
      { title: 'Took', look: 'number', text: (row) => span(tookMs[row]), rank: (row) => tookMs[row] ?? -1 },
      ...(this.hasComparisons ? [this.#comparedColumn()] : []),
      this.#placeColumn(),
    ];
  }

  /** What differs comes first, and then what was not compared. */
  #comparedColumn(): Column {
    const { comparisons, comparedAt } = this.#index;
    const text = (row: number): string => comparisons[comparedAt[row] ?? -1] ?? '–';
    return { title: 'Verified', look: 'text', text, rank: (row) => (text(row).startsWith('equal') ? 1 : 0) };
  }

  #placeColumn(): Column {
    return { title: 'From → to', look: 'place', text: (row, words = []) => this.#place(row, words) };
  }
}

/** What a filter looks for, each word by itself. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function worstFirst(verdictAt: number | undefined): number {
  return verdictAt === undefined || verdictAt === -1 ? Number.MAX_SAFE_INTEGER : verdictAt;
}

function span(ms: number | undefined): string {
  return ms === undefined || ms === -1 ? '–' : formatSpan(ms);
}

/** `11-21 20:00`, of an ISO time. */
function clock(at: string | undefined): string {
  return at === undefined || at === '' ? '–' : at.slice(5, 16).replace('T', ' ');
}
