const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** What a person who looks at the page would read, without its drawings. */
export function plainText(page: string): string {
  return page
    .replace(/<(style|script|svg)\b.*?<\/\1>/gs, '')
    .replace(/\n+/g, ' ')
    .replace(/<h([1-4])[^>]*>/g, (_tag, level) => `\n\n${'#'.repeat(Number(level))} `)
    .replace(/<\/(li|p|tr|h\d|section|article|summary|label|dd|div)>/g, '\n')
    .replace(/<\/(td|th|dt)>/g, '  ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_entity, name) => ENTITIES[name] ?? '')
    .replace(/\b[0-9a-f]{64}\b/g, 'SHA256')
    .replace(/\b[0-9a-f]{4}( [0-9a-f]{4}){2}\b/g, 'DIGEST')
    .replace(/^ +| +$/gm, '')
    .replace(/\n{3,}/g, '\n\n');
}
