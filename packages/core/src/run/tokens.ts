import { createHash } from 'node:crypto';

/**
 * Twelve hex characters that make a remote task's name unique to this unit of this state, and the same in every attempt:
 * the name by which a lost task is found again.
 */
export function unitToken(stateId: string, unit: string): string {
  return sha256(`${stateId}/${unit}`).slice(0, 12);
}

/** The idempotency token of a step's effect, 64 ASCII characters: the same in every attempt and every run. */
export function stepToken(stateId: string, step: string): string {
  return sha256(`${stateId}/${step}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
