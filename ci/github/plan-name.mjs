// What artifacts and files of a plan are called: by its file, and by the environment that it is read for.
import { basename, extname } from 'node:path';

/** `shop`, or `shop.prod` for environment `prod`. */
export function planName({ PLAN: plan = '', PLAN_ENVIRONMENT: environment = '' }) {
  const name = basename(plan, extname(plan));
  return environment === '' ? name : `${name}.${environment}`;
}
