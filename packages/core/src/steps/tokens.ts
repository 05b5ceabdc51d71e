import { createHash } from 'node:crypto';

/** What makes names and tokens unique: the state, the unit, and how often that unit was started over. */
export interface TokenScope {
  readonly stateId: string;
  readonly unit: string;
  readonly generation: number;
}

/**
 * Twelve hex characters that make a remote task's name unique to this unit of this state, and the same in every attempt:
 * the name by which a lost task is found again.
 */
export function unitToken(scope: TokenScope): string {
  return sha256(scopeText(scope)).slice(0, 12);
}

/** The unit's tokens since it was first begun, one for each time it was started over; its present one comes last. */
export function unitTokens(scope: TokenScope): readonly string[] {
  return Array.from({ length: scope.generation + 1 }, (_, generation) => unitToken({ ...scope, generation }));
}

/**
 * Twelve hex characters that say which unit of which plan a remote task is for, whatever the state: by them another
 * state recognises a task that it did not create itself.
 */
export function unitMark(plan: string, unit: string): string {
  return sha256(`${plan}\n${unit}`).slice(0, 12);
}

/** The idempotency token of a step's effect, 64 ASCII characters: the same in every attempt and every run. */
export function stepToken(scope: TokenScope, step: string): string {
  return sha256(`${scopeText(scope)}.${step}`);
}

function scopeText({ stateId, unit, generation }: TokenScope): string {
  return `${stateId}/${generation}/${unit}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
