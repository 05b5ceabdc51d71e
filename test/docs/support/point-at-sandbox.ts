import { isMap, parseDocument, type YAMLMap } from 'yaml';

/**
 * The same plan with the sandbox as the vendors, looked at more often. Limits, units and everything else stay as they are
 * shown. A text that is no plan stays as it is.
 */
export function pointAtSandbox(text: string, url: string): string {
  const document = parseDocument(text);
  const providers = document.get('providers');
  if (document.errors.length > 0 || !isMap(providers)) return text;
  for (const { value } of providers.items) if (isMap(value)) redirect(value, url);
  return document.toString({ lineWidth: 0 });
}

function redirect(provider: YAMLMap, url: string): void {
  provider.set('endpoint', url);
  // What is over in a moment is polled often from the start on. A preview simulates every poll of the hours for which work
  // is assumed to take, so that a lower upper bound would cost seconds of computing in each.
  provider.set('polling', { initial_interval: '20ms' });
  if (provider.get('type') !== 'huaweicloud-dcs') return;
  provider.set('iam_endpoint', url);
  provider.set('settle', '500ms');
}
