/** Works on pages as they come, some at once. Rejects with the first fault, when none is worked on any more. */
export async function forEachPage<Page>(
  pages: AsyncIterable<Page>,
  atOnce: number,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  try {
    for await (const page of pages) {
      const own: Promise<void> = work(page)
        .catch((error: unknown) => {
          faults.push(error);
        })
        .then(() => {
          running.delete(own);
        });
      running.add(own);
      if (running.size >= atOnce) await Promise.race(running);
      if (faults.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (faults.length > 0) throw faults[0];
}
