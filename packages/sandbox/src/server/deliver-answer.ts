import type { ServerResponse } from 'node:http';
import type { Answer } from '@waybill/stand-kit';
import type { CallFaults } from '../faults/fault-deck.ts';

/** Waits on the sandbox's clock; rejects nothing, and resolves early when the sandbox closes. */
export type Wait = (ms: number) => Promise<void>;

/** Writes the answer, whole unless a fault delays or cuts its body; a null answer resets the connection. */
export async function deliverAnswer(
  response: ServerResponse,
  answer: Answer | null,
  delivery: { faults: CallFaults; wait: Wait; nowMs: number; onHandedOver: () => void },
): Promise<void> {
  const { faults, wait, nowMs, onHandedOver } = delivery;
  if (answer === null) {
    onHandedOver();
    resetConnection(response);
    return;
  }
  const body = Buffer.from(answer.body, 'utf8');
  response.writeHead(answer.status, headersOf(answer, body, nowMs));
  if (faults.slowBodyMs === 0 && !faults.isBodyCut) {
    onHandedOver();
    response.end(body);
    return;
  }
  const middle = Math.floor(body.length / 2);
  await writeAndFlush(response, body.subarray(0, middle));
  // A wait of no length would still need somebody to move a virtual clock.
  if (faults.slowBodyMs > 0) await wait(faults.slowBodyMs);
  onHandedOver();
  if (faults.isBodyCut) resetConnection(response);
  else response.end(body.subarray(middle));
}

/** The date is that of the sandbox's clock: a client that measures its own clock by it measures the right thing. */
function headersOf(answer: Answer, body: Buffer, nowMs: number): Record<string, string> {
  const headers: Record<string, string> = { date: new Date(nowMs).toUTCString(), ...answer.headers };
  // A 204 has neither a body nor a length.
  if (answer.status !== 204) headers['content-length'] = String(body.length);
  return headers;
}

/** Sends a TCP reset rather than an orderly end, so that the caller sees a broken connection. */
function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Headers go out even when the first half of the body is empty. */
async function writeAndFlush(response: ServerResponse, bytes: Buffer): Promise<void> {
  response.flushHeaders();
  if (bytes.length === 0 || response.destroyed) return;
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.write(bytes, () => resolve());
  });
}
