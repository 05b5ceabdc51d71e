/** The `X-Sdk-Date` form of a wall time in milliseconds: UTC, `YYYYMMDDTHHMMSSZ`. */
export function formatSdkDate(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
