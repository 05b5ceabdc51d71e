import { Graph, layout } from '@dagrejs/dagre';

export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface LaidOutNode extends LayoutNode {
  /** Of the left upper corner. */
  readonly x: number;
  readonly y: number;
}

export interface LaidOut {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidOutNode[];
  /** As the `d` of an SVG path. */
  readonly edges: readonly string[];
}

/** Places boxes from left to right, so that arrows point to the right, `gap` pixels long. Deterministic. */
export function layoutGraph(
  nodes: readonly LayoutNode[],
  edges: readonly (readonly [string, string])[],
  gap: number,
): LaidOut {
  if (nodes.length === 0) return { width: 0, height: 0, nodes: [], edges: [] };
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: gap, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const [from, to] of edges) graph.setEdge(from, to);
  layout(graph);
  const size = graph.graph();
  const placed = nodes.map((node): LaidOutNode => {
    const { x, y } = graph.node(node.id);
    return { ...node, x: x - node.width / 2, y: y - node.height / 2 };
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  return {
    width: Math.ceil(size.width ?? 0),
    height: Math.ceil(size.height ?? 0),
    nodes: placed,
    edges: graph.edges().map((edge: { readonly v: string; readonly w: string }) => {
      const [from, to] = [byId.get(edge.v), byId.get(edge.w)];
      const points: readonly Point[] = graph.edge(edge).points ?? [];
      return from === undefined || to === undefined ? '' : curve(from, points.slice(1, -1), to);
    }),
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the middle of a right side to the middle of a left one, horizontal where it leaves and arrives. */
function curve(from: LaidOutNode, bends: readonly Point[], to: LaidOutNode): string {
  let before: Point = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end: Point = { x: to.x, y: to.y + to.height / 2 };
  let path = `M${at(before)}`;
  // Between neighbours the way is clear, and the one bend in the middle is none.
  for (const point of [...(bends.length === 1 ? [] : bends), end]) {
    const middle = (before.x + point.x) / 2;
    path += `C${at({ x: middle, y: before.y })} ${at({ x: middle, y: point.y })} ${at(point)}`;
    before = point;
  }
  return path;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
