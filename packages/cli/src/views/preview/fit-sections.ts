import { formatCount } from '../folds/counted.ts';

/** A part of a page that can be left out, or of which a part can. */
export interface Section {
  /** What is left out, when it is. */
  readonly name: string;
  /** Sections with a lower number get their room first, whatever the order in which they are shown. */
  readonly importance: number;
  /** Shown from the first one as far as they fit; each ends its own line. */
  readonly items: readonly string[];
  /** Before the first item and after the last one. */
  readonly before?: string;
  readonly after?: string;
}

export interface FittedSections {
  readonly text: string;
  /** `12 warnings`, `levels`: what did not fit, the important ones first. */
  readonly omitted: readonly string[];
}

/** As much of the sections as fits into so many bytes of UTF-8, the important ones first. */
export function fitSections(sections: readonly Section[], roomBytes: number): FittedSections {
  let room = roomBytes;
  const shown = new Map<Section, number>();
  const byImportance = sections.toSorted((left, right) => left.importance - right.importance);
  for (const section of byImportance) {
    const frame = sizeOf(frameOf(section, ''));
    const count = countThatFits(section.items, room - frame);
    shown.set(section, count);
    if (count > 0) room -= frame + section.items.slice(0, count).reduce((sum, item) => sum + sizeOf(item), 0);
  }
  return {
    text: sections.map((section) => textOf(section, shown.get(section) ?? 0)).join(''),
    omitted: byImportance.flatMap((section) => omittedOf(section, shown.get(section) ?? 0)),
  };
}

function countThatFits(items: readonly string[], roomBytes: number): number {
  let left = roomBytes;
  const first = items.findIndex((item) => {
    left -= sizeOf(item);
    return left < 0;
  });
  return first === -1 ? items.length : first;
}

function textOf(section: Section, count: number): string {
  return count === 0 ? '' : frameOf(section, section.items.slice(0, count).join(''));
}

function frameOf({ before = '', after = '' }: Section, text: string): string {
  return `${before}${text}${after}\n`;
}

function omittedOf({ name, items }: Section, count: number): readonly string[] {
  if (count === items.length) return [];
  return items.length === 1 ? [name] : [`${formatCount(items.length - count)} ${name}`];
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text);
}
