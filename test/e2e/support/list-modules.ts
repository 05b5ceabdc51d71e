/** For `node --import`: writes the address of every module that is loaded to standard error, a line each. */
export const LIST_MODULES: string = `data:text/javascript,${encodeURIComponent(`
import { writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => { writeSync(2, url + '\\n'); return next(url, context); } });`)}`;
