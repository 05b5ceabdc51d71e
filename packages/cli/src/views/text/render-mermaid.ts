import type { Drawing, DrawingGroup, DrawingNode } from '../folds/build-drawing.ts';

/** Source: Mermaid "Flowcharts": text in quotes, with characters as entities. */
export function renderMermaid({ groups, nodes, edges }: Drawing): string {
  const lines = [
    'flowchart LR',
    ...groups.flatMap((group) => renderGroup(group, '  ')),
    ...nodes.map((node) => `  ${renderNode(node)}`),
    ...edges.map(([from, to]) => `  ${from} --> ${to}`),
  ];
  return `${lines.join('\n')}\n`;
}

function renderGroup({ id, label, groups, nodes }: DrawingGroup, indent: string): readonly string[] {
  return [
    `${indent}subgraph ${id}["${asEntities(label)}"]`,
    ...groups.flatMap((group) => renderGroup(group, `${indent}  `)),
    ...nodes.map((node) => `${indent}  ${renderNode(node)}`),
    `${indent}end`,
  ];
}

const SHAPES: Readonly<Record<DrawingNode['shape'], readonly [open: string, close: string]>> = {
  box: ['[', ']'],
  gate: ['{{', '}}'],
  join: ['((', '))'],
};

function renderNode({ id, lines, shape }: DrawingNode): string {
  const [open, close] = SHAPES[shape];
  return `${id}${open}"${lines.map(asEntities).join('<br/>')}"${close}`;
}

function asEntities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._[\]*:/-]/gu, (character) => `#${character.codePointAt(0) ?? 63};`);
}
