/**
 * The plan's schema for editors, from what the providers declare. They are loaded here and not before, because they hold
 * files that this script writes first.
 */
export async function emitEditorSchema(): Promise<string> {
  const [{ buildEditorSchema, createRegistry }, { alicloudElasticsearch }, { huaweicloudDcs }] = await Promise.all([
    import('../../packages/core/src/index.ts'),
    import('../../packages/provider-alicloud-elasticsearch/src/index.ts'),
    import('../../packages/provider-huaweicloud-dcs/src/index.ts'),
  ]);
  const schema = buildEditorSchema(createRegistry([alicloudElasticsearch, huaweicloudDcs]));
  return `${JSON.stringify(schema, null, 2)}\n`;
}
