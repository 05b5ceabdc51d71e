/** Whether what is sent there stays on this machine. An IPv6 address is with or without brackets. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase().replaceAll(/^\[|\]$/g, '');
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}
