/** Which requests go through a proxy, as the usual environment variables say. Empty text: none. */
export interface ProxySettings {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** Lower-case names win, as with curl: CGI servers once let a request's `Proxy` header set `HTTP_PROXY`. */
export function readProxySettings(env: Readonly<Record<string, string | undefined>>): ProxySettings {
  return {
    httpProxy: withScheme(firstSet(env['http_proxy'], env['HTTP_PROXY'])),
    httpsProxy: withScheme(firstSet(env['https_proxy'], env['HTTPS_PROXY'])),
    noProxy: firstSet(env['no_proxy'], env['NO_PROXY']),
  };
}

/** `http://proxy.example.com:3128/`, without user and password; undefined when it is not the URL of a proxy. */
export function shownProxy(proxy: string): string | undefined {
  if (!URL.canParse(proxy)) return undefined;
  const { protocol, host } = new URL(proxy);
  return SCHEMES.includes(protocol) && host !== '' ? `${protocol}//${host}` : undefined;
}

const SCHEMES: readonly string[] = ['http:', 'https:', 'socks5:', 'socks:'];

/** `proxy.example.com:3128` is how many write it. */
function withScheme(proxy: string): string {
  return proxy === '' || proxy.includes('://') ? proxy : `http://${proxy}`;
}

function firstSet(...values: readonly (string | undefined)[]): string {
  return values.find((value) => value !== undefined && value !== '') ?? '';
}
