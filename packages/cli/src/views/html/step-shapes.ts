import type { PreviewStep, PreviewUnit } from '@waybill/core';
import { traitsOf } from '@waybill/core/internal';
import { layoutGraph } from './layout-graph.ts';
import { html, type Markup } from './markup.ts';

/** The steps of units that have the same ones, drawn once. */
export interface StepShape {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly steps: readonly PreviewStep[];
  /** A `<symbol>`, to be used by id. */
  readonly symbol: Markup;
}

const BOX_HEIGHT = 34;
const GAP = 24;
const CHARACTER_WIDTH = 6.6;

/** Gives units with the same steps the same shape. */
export class StepShapes {
  readonly #shapes = new Map<string, StepShape>();

  of(unit: PreviewUnit): StepShape {
    const signature = unit.steps
      .map(({ name, kind, needs }) => `${name} ${kind} ${needs.map((need) => localName(need, unit)).join(',')}`)
      .join('\n');
    const known = this.#shapes.get(signature);
    if (known !== undefined) return known;
    const shape = drawShape(`shape-${this.#shapes.size}`, unit);
    this.#shapes.set(signature, shape);
    return shape;
  }

  /** Every shape so far, to be put once into the page. */
  definitions(): Markup {
    return html`<svg class="definitions" width="0" height="0" aria-hidden="true" focusable="false">${[...this.#shapes.values()].map(({ symbol }) => symbol)}</svg>`;
  }
}

function localName(step: string, unit: PreviewUnit): string {
  return step.startsWith(`${unit.address}.`) ? step.slice(unit.address.length + 1) : step;
}

function drawShape(id: string, unit: PreviewUnit): StepShape {
  const names = new Set(unit.steps.map(({ name }) => name));
  const boxes = unit.steps.map(({ name }) => ({
    id: name,
    width: Math.max(76, Math.ceil(name.length * CHARACTER_WIDTH) + 22),
    height: BOX_HEIGHT,
  }));
  const edges = unit.steps.flatMap(({ name, needs }) =>
    needs.map((need): readonly [string, string] => [localName(need, unit), name]).filter(([from]) => names.has(from)),
  );
  const { width, height, nodes, edges: paths } = layoutGraph(boxes, edges, GAP);
  const steps = new Map(unit.steps.map((step) => [step.name, step]));
  const drawn = nodes.map((node) => {
    const step = steps.get(node.id);
    const kind = step?.kind ?? '';
    return html`<g class="step-box" data-look="${step === undefined ? '' : lookOf(step)}"><rect x="${node.x.toFixed(1)}" y="${node.y.toFixed(1)}" width="${node.width}" height="${node.height}" rx="4"/><text x="${(node.x + 10).toFixed(1)}" y="${(node.y + 15).toFixed(1)}">${node.id}</text><text class="kind" x="${(node.x + 10).toFixed(1)}" y="${(node.y + 27).toFixed(1)}">${kind}</text></g>`;
  });
  const symbol = html`<symbol id="${id}" viewBox="0 0 ${width} ${height}">${paths.map((path) => html`<path class="edge" d="${path}"/>`)}${drawn}</symbol>`;
  return { id, width, height, steps: unit.steps, symbol };
}

/** What the style sheet knows of a step. */
function lookOf(step: PreviewStep): 'effect' | 'approval' | 'wait' | 'read' {
  const { hasEffect, isOwnWork, needsApproval, waitsOutside } = traitsOf(step);
  if (hasEffect || isOwnWork) return 'effect';
  if (needsApproval) return 'approval';
  return waitsOutside ? 'wait' : 'read';
}
