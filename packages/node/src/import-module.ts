/** Imports what a user names. A bundle has a module of its own in the place of this one: in it, `import()` is for its own files. */
export async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  return (await import(url)) as Readonly<Record<string, unknown>>;
}
