import type { Channel } from '../../limits/channel.ts';
import type { JobConnection } from '../../provider/job.ts';
import { ProviderError } from '../../provider/provider-error.ts';

/** Which connection refused what: an error does not say it, and a job may use several. */
const refusedBy = new WeakMap<ProviderError, string>();

/** A connection whose calls go through its channel, and so keep all of its limits. */
export function jobConnection(channel: Channel, priority: number): JobConnection {
  const { alias, session } = channel;
  return {
    alias,
    session,
    call: (operation, args) => noteRefusal(channel.call(operation, args, priority), alias),
    read: (operation, args) => noteRefusal(channel.read(operation, args, priority), alias),
  };
}

/** Alias of the connection over which a call failed; undefined where the job made the error itself. */
export function connectionOfError(error: ProviderError): string | undefined {
  return refusedBy.get(error);
}

/** A job may leave an answer unattended, which must not end the process. */
function noteRefusal<Answer>(answer: Promise<Answer>, alias: string): Promise<Answer> {
  const noted = answer.catch((error: unknown) => {
    if (error instanceof ProviderError) refusedBy.set(error, alias);
    throw error;
  });
  noted.catch(() => {});
  return noted;
}
