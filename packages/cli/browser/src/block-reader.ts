import type { PreviewUnit, ReportUnit } from '@waybill/core';
import type { UnitIndex } from '../../src/views/html/unit-index.ts';

type BlockKind = 'planned' | 'actual';

/** Reads the page's compressed blocks, each when it is needed. */
export class BlockReader {
  readonly #all: readonly HTMLScriptElement[];
  readonly #cache = new Map<HTMLScriptElement, Promise<readonly unknown[]>>();
  readonly #blockSize: number;

  static async open(): Promise<{ readonly index: UnitIndex; readonly reader: BlockReader }> {
    const all = [...document.querySelectorAll<HTMLScriptElement>('script[data-block]')];
    const first = all.find(({ dataset }) => dataset['block'] === 'index');
    if (first === undefined) throw new Error('the page has no index of units');
    const index = JSON.parse(await inflate(first)) as UnitIndex;
    return { index, reader: new BlockReader(all, index.blockSize) };
  }

  private constructor(all: readonly HTMLScriptElement[], blockSize: number) {
    this.#all = all;
    this.#blockSize = blockSize;
  }

  async planned(position: number): Promise<PreviewUnit | undefined> {
    return (await this.#unit('planned', position)) as PreviewUnit | undefined;
  }

  async actual(position: number): Promise<ReportUnit | undefined> {
    return (await this.#unit('actual', position)) as ReportUnit | undefined;
  }

  async #unit(kind: BlockKind, position: number): Promise<unknown> {
    if (position < 0) return undefined;
    const found = this.#all.filter(({ dataset }) => dataset['block'] === kind)[Math.floor(position / this.#blockSize)];
    if (found === undefined) return undefined;
    const units = this.#cache.get(found) ?? readUnits(found);
    this.#cache.clear();
    this.#cache.set(found, units);
    return (await units)[position % this.#blockSize];
  }

  /** The JSON that the page was made from. */
  async json(): Promise<Blob> {
    const parts: string[] = [];
    for (const found of this.#all) if (found.dataset['block'] !== 'index') parts.push(await inflate(found));
    return new Blob(parts, { type: 'application/json' });
  }
}

async function readUnits(found: HTMLScriptElement): Promise<readonly unknown[]> {
  const text = await inflate(found);
  return JSON.parse(`[${text.startsWith(',') ? text.slice(1) : text}]`) as readonly unknown[];
}

async function inflate({ textContent }: HTMLScriptElement): Promise<string> {
  const bytes = Uint8Array.from(atob(textContent.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).text();
}
