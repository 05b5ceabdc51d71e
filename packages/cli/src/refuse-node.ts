/** As in the `engines` of package.json, which npm only warns about. */
const LEAST_MAJOR = 24;

/** Why this version of Node cannot run Waybill; undefined when it can. */
export function refuseNode(version: string): string | undefined {
  if (Number.parseInt(version, 10) >= LEAST_MAJOR) return undefined;
  return `Waybill needs Node ${LEAST_MAJOR} or newer; this is Node ${version}.`;
}
