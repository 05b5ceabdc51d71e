// Preloaded with `--import`: plants the mutant named by WAYBILL_MUTANT into its module as that is loaded.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { type Edit, MUTANTS } from './mutants.ts';

const mutant = MUTANTS.find(({ name }) => name === process.env['WAYBILL_MUTANT']);
if (mutant === undefined) throw new Error(`there is no mutant named ${process.env['WAYBILL_MUTANT']}`);

const edits: readonly Edit[] = mutant.also === undefined ? [mutant] : [mutant, mutant.also];

// A file that was moved would never be loaded, and the campaign would end without a violation after all its runs.
const packages = join(import.meta.dirname, '..', '..', 'packages');
for (const { file } of edits) {
  if (!existsSync(join(packages, file))) throw new Error(`"${mutant.name}" names packages/${file}, which is not there`);
}

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
