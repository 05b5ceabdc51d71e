import type { SuspendedProvider } from '../journal/record.ts';
import type { ProviderError } from '../provider/provider-error.ts';
import { connectionsOf } from '../provider/steps/step-traits.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { ReadyStep } from '../scheduler/ready-step.ts';
import { describeSuspension, describeSuspensions } from './describe-suspension.ts';

/** Connections that a run sends nothing more to, each with the error that said so. A later run continues with them. */
export class Suspensions {
  readonly #redactor: Redactor;
  readonly #errors = new Map<string, ProviderError>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** By alias. */
  get errors(): ReadonlyMap<string, ProviderError> {
    return this.#errors;
  }

  get described(): readonly SuspendedProvider[] {
    return describeSuspensions(this.#errors, this.#redactor);
  }

  has(alias: string): boolean {
    return this.#errors.has(alias);
  }

  /** Whether one of the connections that a step is sent to is suspended. */
  holds(ready: ReadyStep): boolean {
    return this.#errors.size > 0 && connectionsOf(ready.step).some((alias) => this.#errors.has(alias));
  }

  /** What is to be said of it; undefined where the connection is suspended already, whose first error counts. */
  add(alias: string, error: ProviderError): SuspendedProvider | undefined {
    if (this.#errors.has(alias)) return undefined;
    this.#errors.set(alias, error);
    return describeSuspension(alias, error, this.#redactor);
  }
}
