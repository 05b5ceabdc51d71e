import type { Drawing, DrawingGroup, DrawingNode } from '../folds/build-drawing.ts';

/** Source: Graphviz "DOT Language": quoted ids, in which only quotes and backslashes are special. */
export function renderDot({ groups, nodes, edges }: Drawing): string {
  const lines = [
    'digraph plan {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...groups.flatMap((group) => renderGroup(group, '  ')),
    ...nodes.map((node) => `  ${renderNode(node)}`),
    ...edges.map(([from, to]) => `  ${from} -> ${to};`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

function renderGroup({ id, label, groups, nodes }: DrawingGroup, indent: string): readonly string[] {
  return [
    // Graphviz draws a box around a subgraph when its name begins with "cluster".
    `${indent}subgraph cluster_${id} {`,
    `${indent}  label=${quote([label])};`,
    ...groups.flatMap((group) => renderGroup(group, `${indent}  `)),
    ...nodes.map((node) => `${indent}  ${renderNode(node)}`),
    `${indent}}`,
  ];
}

const SHAPES: Readonly<Record<DrawingNode['shape'], string>> = {
  box: '',
  gate: ', shape=hexagon',
  join: ', shape=ellipse',
};

function renderNode({ id, lines, shape }: DrawingNode): string {
  return `${id} [label=${quote(lines)}${SHAPES[shape]}];`;
}

function quote(lines: readonly string[]): string {
  return `"${lines.map((line) => line.replace(/["\\]/g, (character) => `\\${character}`)).join('\\n')}"`;
}
