/** What a sandbox of the archive can be set to. */
export interface ArchiveSettings {
  /** That are filled, as `<office>/<shelf>`. */
  readonly shelves: readonly string[];
  /** On each of them. */
  readonly sheets: number;
}
