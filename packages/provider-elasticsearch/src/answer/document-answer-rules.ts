import { type AnswerRules, isSuccess, parseJson, textOf } from '@waybill/provider-kit';
import { refuseAnswer } from './answer-rules.ts';
import { isBulkPage } from './bulk-pages.ts';
import { isDigested } from './page-digests.ts';

/** How answers that carry documents are read: not at all, where they are a success. Who asked finds the documents in the text. */
export const documentAnswerRules: AnswerRules = {
  parse: (text) => text,
  findRefusal: ({ response }, call) =>
    isSuccess(response) ? undefined : refuseAnswer({ response, body: parseJson(response.body) }, call),
  isComplete: ({ body }) => {
    const text = textOf(body) ?? '';
    return text.startsWith('{') || isReadAlready(text);
  },
  requestIdOf: () => undefined,
};

/** The transport has made of it what was asked for: no JSON. */
export function isReadAlready(text: string): boolean {
  return isDigested(text) || isBulkPage(text);
}
