const MOST_ID_CHARACTERS = 150;

/** What results keep of the id of a document, which may have 512 bytes. */
export function cutId(id: string): string {
  return id.slice(0, MOST_ID_CHARACTERS).toWellFormed();
}
