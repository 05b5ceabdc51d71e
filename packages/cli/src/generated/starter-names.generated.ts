// Made by scripts/generate.ts from the providers. Do not edit.

/** Types of providers that have a plan to start from. */
export const STARTER_PROVIDERS: readonly string[] = ["alicloud-elasticsearch","huaweicloud-dcs","elasticsearch","redis"];

/** Kinds that have a plan to start from. */
export const STARTER_KINDS: readonly string[] = ["index-migration","online-migration","backup-import","reindex","elasticsearch/verify","redis/verify"];
