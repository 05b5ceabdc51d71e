import { ProviderError } from '@waybill/core';
import { type BulkPage, type BulkPass, bodyOfPage } from '../answer/bulk-pages.ts';
import type { RawDocument, WrittenPage } from './read-page.ts';
import { sendBulk, type WrittenCounts, type WrittenIndex, writeBulk } from './write-bulk.ts';

/**
 * Creates the documents of a page as `writeBulk` does: at first by the bytes that `pass` holds. Texts are made of them only where
 * not all went well. The pass holds the page no longer afterwards.
 *
 * @throws ProviderError as `writeBulk`
 */
export async function writePage(
  target: WrittenIndex,
  page: WrittenPage,
  { pass, refreshes }: PageWrite,
): Promise<WrittenCounts> {
  const { held, count } = page;
  if (held === undefined) return await writeBulk(target, page.documents);
  target.signal.throwIfAborted();
  const sent = await sendHeld(target, held, refreshes);
  const isSent = sent.answer !== undefined;
  const isCreated = isSent && sent.answer === answerOfCreated(count);
  const documents = isCreated ? [] : documentsIn(bodyOfPage(held.name));
  pass.letGo(held.name, isSent);
  if (isCreated) return { created: count, refused: [], conflicts: [] };
  return await writeBulk(target, documents, () => {
    if (sent.answer === undefined) throw sent.error;
    return sent.answer;
  });
}

export interface PageWrite {
  readonly pass: BulkPass;
  /** Whether the shards that it goes to are refreshed at once. Where not all goes well it may be left to a later refresh. */
  readonly refreshes: boolean;
}

type Sent =
  | { readonly answer: string }
  /** Some of the body may still have to be sent. */
  | { readonly answer?: never; readonly error: ProviderError };

async function sendHeld(target: WrittenIndex, { name: page, count }: BulkPage, refreshes: boolean): Promise<Sent> {
  const body = refreshes ? { page, refresh: true as const } : { page };
  try {
    return { answer: await sendBulk(target, body, count) };
  } catch (error) {
    if (error instanceof ProviderError) return { error };
    throw error;
  }
}

let created = { count: -1, answer: '' };

/** What clusters say, character by character, where each of so many documents was created: nearly always. */
function answerOfCreated(count: number): string {
  if (created.count !== count) {
    const items = Array.from({ length: count }, () => '{"create":{"status":201}}');
    created = { count, answer: `{"errors":false,"items":[${items.join(',')}]}` };
  }
  return created.answer;
}

/** The documents in the body of a bulk that creates them. */
function documentsIn(body: Buffer): readonly RawDocument[] {
  const lines = body.toString('utf8').split('\n');
  return Array.from({ length: (lines.length - 1) / 2 }, (_, at) => {
    const { create } = JSON.parse(lines[2 * at] ?? '') as { readonly create: CreatedDocument };
    const { _id: id, routing } = create;
    return {
      id: JSON.stringify(id),
      routing: routing === undefined ? undefined : JSON.stringify(routing),
      source: lines[2 * at + 1] ?? '',
    };
  });
}

interface CreatedDocument {
  readonly _id: string;
  readonly routing?: string;
}
