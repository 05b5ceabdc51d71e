import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, transform } from 'esbuild';

/** The style and the script of the HTML views, each as one text that is put into the page. */
export async function emitPageAssets(browserFolder: string): Promise<string> {
  const style = await transform(await readFile(join(browserFolder, 'page.css'), 'utf8'), {
    loader: 'css',
    minify: true,
    target: 'chrome123',
  });
  const script = await build({
    entryPoints: [join(browserFolder, 'src', 'page.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    charset: 'ascii',
    legalComments: 'none',
  });
  const [file] = script.outputFiles;
  if (file === undefined) throw new Error('the bundler wrote nothing');
  return `// Made by scripts/generate.ts from packages/cli/browser. Do not edit.

/** The page's style. */
export const PAGE_STYLE: string = ${JSON.stringify(style.code.trim())};

/** The page's script. */
export const PAGE_SCRIPT: string = ${JSON.stringify(file.text.trim())};
`;
}
