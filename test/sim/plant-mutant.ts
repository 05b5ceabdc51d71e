// Preloaded with `--import`: plants the mutant named by WAYBILL_MUTANT into its module as that is loaded.
import { registerHooks } from 'node:module';
import { MUTANTS } from './mutants.ts';

const mutant = MUTANTS.find(({ name }) => name === process.env['WAYBILL_MUTANT']);
if (mutant === undefined) throw new Error(`there is no mutant named ${process.env['WAYBILL_MUTANT']}`);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(mutant.file)) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array | string).toString('utf8');
    if (!source.includes(mutant.find))
      throw new Error(`${mutant.file} does not contain what "${mutant.name}" replaces`);
    return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
  },
});
