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
