// Loaded into a process before its program: the workspace's packages are those that `tsc -b` has built, as a packed command
// has them. From the sources Node takes the types out of each file as it loads it, which is half of the start of a process.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return { ...found, url: found.url.replace(/\/packages\/([\w-]+)\/src\/(.+)\.ts$/, '/packages/$1/dist/$2.js') };
  },
});
