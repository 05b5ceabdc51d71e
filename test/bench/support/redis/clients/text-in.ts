import type { BatchValue } from './batch-client.ts';

/** Bytes as texts, as the transport gives them on. */
export function textIn(reply: unknown): BatchValue {
  if (Buffer.isBuffer(reply)) return reply.toString('latin1');
  if (Array.isArray(reply)) return reply.map(textIn);
  if (reply === null || typeof reply === 'string' || typeof reply === 'number') return reply;
  throw new Error(`a reply is a ${typeof reply}`);
}
