import type { Check, Json } from '@waybill/core';
import { fieldsOf, textOf, textsOf } from '@waybill/provider-kit';
import type { ShowServerResponse } from '../generated/answers.generated.ts';

/**
 * Source and target are not one server under two addresses, which would be equal to itself. Each process of a server has an
 * id. `beside`: the other side. Databases are compared with those of the same number, so one server is the same data.
 */
export const serversApart: Check = {
  judge: (response, _args, _expected, beside) => {
    const [own, other] = [idsOf(response), idsOf(beside)];
    const shared = own.filter((id) => other.includes(id));
    if (own.length === 0 || other.length === 0)
      return {
        kind: 'warning',
        detail: 'A side does not report its process: it is not known whether both are the same server.',
        hint: 'Check that the two connections lead to different servers.',
      };
    if (shared.length === 0) return { kind: 'passed', detail: 'Source and target are two servers.' };
    const detail = `Source and target are the same server: both are the process ${shared[0]}.`;
    // Several servers are behind a proxy, and whichever answers says its own id.
    if (isProxy(response) || isProxy(beside))
      return { kind: 'warning', detail, hint: 'Check that the proxies lead to different servers.' };
    return { kind: 'failed', detail, hint: 'A server is always equal to itself: name the other one.' };
  },
};

function idsOf(response: Json | undefined): readonly string[] {
  const { run_id: id, run_ids: ids } = fieldsOf<ShowServerResponse>(response);
  const known = Array.isArray(ids) ? textsOf(ids) : [textOf(id) ?? ''];
  return known.filter((each) => each !== '');
}

function isProxy(response: Json | undefined): boolean {
  return textOf(fieldsOf<ShowServerResponse>(response).mode) === 'proxy';
}
