import { assertInvariant, type HttpRequest, type HttpResponse, type Transport } from '@waybill/core';

/** What a scripted server does with one request: answers, or fails as the transport would. */
export type ScriptedAnswer = Partial<HttpResponse> | ((request: HttpRequest) => Partial<HttpResponse>) | Error;

/** Answers requests from a list, in order, and keeps what it was sent. */
export class ScriptedTransport implements Transport {
  readonly requests: HttpRequest[] = [];
  readonly #answers: ScriptedAnswer[];

  constructor(answers: readonly ScriptedAnswer[]) {
    this.#answers = [...answers];
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const answer = this.#answers.shift();
    assertInvariant(answer !== undefined, `the script has an answer for ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    return { status: 200, headers: {}, body: '', ...(typeof answer === 'function' ? answer(request) : answer) };
  }
}

export function jsonAnswer(body: unknown, rest: Partial<HttpResponse> = {}): Partial<HttpResponse> {
  return { body: JSON.stringify(body), ...rest };
}
