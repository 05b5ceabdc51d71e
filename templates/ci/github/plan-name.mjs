// What artifacts and files of a plan are called: by its file, and by the environment that it is read for.
import { basename, extname } from 'node:path';

/**
 * `shop`, or `shop.prod` for environment `prod`. Dots of the file's own name are doubled: `shop.prod.yaml` is `shop..prod`, and
 * no environment has a dot in its name, so that two of them are never called the same.
 */
export function planName({ PLAN: plan = '', PLAN_ENVIRONMENT: environment = '' }) {
  const name = basename(plan, extname(plan)).replaceAll('.', '..');
  return environment === '' ? name : `${name}.${environment}`;
}
