import type { JobConnection, Json } from '@waybill/core';
import { fieldsOf } from '@waybill/provider-kit';
import type { ShowIndexStatsResponse } from '../generated/answers.generated.ts';
import type { JobSides } from './job-sides.ts';

/** How far both sides of a comparison have been written: a number that every write raises; null where the shards do not say it. */
export type Positions = readonly [source: number | null, copy: number | null];

/** @throws ProviderError */
export async function positionsOf({ origin, target, source, dest }: JobSides): Promise<Positions> {
  return await Promise.all([positionOf(origin, source), positionOf(target, dest)]);
}

/** Something was written to one of the sides in between. Pure. */
export function hasMoved(before: Positions, after: Positions): boolean {
  return before.some((position, side) => position !== after[side]);
}

/** Of a slice that was read from the journal. */
export function readPositions(positions: Json | undefined): Positions {
  const [source = null, copy = null] = Array.isArray(positions) ? (positions as readonly Json[]) : [];
  return [numberIn(source), numberIn(copy)];
}

async function positionOf(connection: JobConnection, index: string): Promise<number | null> {
  const stats = await connection.read('ShowIndexStats', { index, level: 'shards' });
  const numbers = fieldsOf<ShowIndexStatsResponse>(stats).max_seq_nos;
  if (!Array.isArray(numbers)) return null;
  return (numbers as readonly Json[]).reduce<number>((sum, number) => sum + Number(number) + 1, 0);
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
