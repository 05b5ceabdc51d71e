import type { Clock } from '../clock.ts';
import type { LostCall, ProviderSession, ReconcileContext, Reconciliation } from '../provider/session.ts';
import type { JsonObject } from '../value/value.ts';
import type { FakeVendor } from './fake-vendor.ts';

/** A connection to a `FakeVendor`: it calls, lists, and looks a lost create up by the name. */
export class FakeSession implements ProviderSession {
  readonly limitScope: string;
  readonly taskScope: string;
  readonly secrets: readonly string[] = [];
  readonly #vendor: FakeVendor;
  readonly #clock: Clock;

  constructor(vendor: FakeVendor, clock: Clock, limitScope: string) {
    this.limitScope = limitScope;
    this.taskScope = limitScope;
    this.#vendor = vendor;
    this.#clock = clock;
  }

  async call(operationName: string, args: JsonObject): Promise<{ readonly response: JsonObject }> {
    const wire = operationName === 'CreateTaskBlind' ? 'CreateTask' : operationName;
    return { response: await this.#vendor.call(wire, args) };
  }

  async findExisting(_operation: string, args: JsonObject): Promise<readonly string[]> {
    return this.#vendor.tasks.filter((task) => task.name === args['name']).map((task) => task.id);
  }

  async reconcile(lost: LostCall, context: ReconcileContext): Promise<Reconciliation> {
    await this.#clock.sleep(1_000, context.signal);
    await context.read('ListTasks', {});
    const matches = this.#vendor.tasks.filter((task) => task.name === lost.arguments['name']);
    const ours = matches.filter((task) => !lost.existingIds.includes(task.id) && !lost.takenIds.includes(task.id));
    const [first, second] = ours;
    if (first === undefined) return { kind: 'did-not-happen', evidence: 'no task of that name' };
    if (second !== undefined) return { kind: 'undecided', reason: 'several tasks of that name' };
    return { kind: 'happened', response: { id: first.id }, evidence: `task ${first.id} has the name` };
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
