// Preloaded with `--import`: plants the mutant named by WAYBILL_MUTANT into its module as that is loaded.
import { registerHooks } from 'node:module';
import { type Edit, MUTANTS } from './mutants.ts';

const mutant = MUTANTS.find(({ name }) => name === process.env['WAYBILL_MUTANT']);
if (mutant === undefined) throw new Error(`there is no mutant named ${process.env['WAYBILL_MUTANT']}`);

const edits: readonly Edit[] = mutant.also === undefined ? [mutant] : [mutant, mutant.also];

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edit = edits.find(({ file }) => url.endsWith(file));
    if (edit === undefined) return loaded;
    const source = Buffer.from(loaded.source as Uint8Array | string).toString('utf8');
    const places = source.split(edit.find).length - 1;
    if (places !== 1) throw new Error(`${edit.file} has ${places} places that "${mutant.name}" replaces, not one`);
    return { ...loaded, source: source.replace(edit.find, () => edit.replace) };
  },
});
