import { SandboxSession } from './sandbox-session.ts';

/** A plan over the clusters `old` and `new` of the sandbox. `migrations`: their YAML, each line indented by two blanks at least. */
export function planOfTwoClusters(migrations: string, name = 'shop'): string {
  return `version: 1
name: ${name}
inputs: { endpoint: {} }
providers:
  old: { type: elasticsearch, url: "\${{ inputs.endpoint }}/clusters/old" }
  new: { type: elasticsearch, url: "\${{ inputs.endpoint }}/clusters/new" }
migrations:
${migrations}`;
}

/** `d0` to `d19`, which differ in their `total`. */
export const TWENTY_DOCUMENTS: readonly { readonly _id: string; readonly _source: { readonly total: number } }[] =
  Array.from({ length: 20 }, (_, at) => ({ _id: `d${at}`, _source: { total: at } }));

/** The sandbox with both clusters: the old one has the index `orders` with the alias `shop`, the new one nothing. */
export async function openTwoClusters(migrations: string): Promise<SandboxSession> {
  const session = await SandboxSession.open(planOfTwoClusters(migrations));
  const orders = { documents: TWENTY_DOCUMENTS, aliases: { shop: {} } };
  session.sandbox.control.setSettings({
    elasticsearch: {
      clusters: [
        { name: 'old', version: '7.10.2', security: null, indices: { orders } },
        { name: 'new', version: '7.17.28', security: null },
      ],
    },
  });
  return session;
}

/** The unit `orders`, whose copy is on the new cluster. */
export const BETWEEN: string = `  orders:
    uses: new.reindex
    with: { source: { connection: old, index: orders }, dest: { index: copy }, method: bulk }
    catch_up: true
    cutover: { mode: clients, aliases: [shop] }
`;

/** The same within the old one. */
export const WITHIN: string = `  orders:
    uses: old.reindex
    with: { source: { index: orders }, dest: { index: copy } }
    catch_up: true
    cutover: { mode: alias, alias: shop }
`;
