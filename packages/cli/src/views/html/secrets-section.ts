import type { PreviewSecret } from '@waybill/core/internal';
import { secretMissing, secretSource } from '../preview/secret-source.ts';
import { basisBadge } from './badges.ts';
import { html, type Markup } from './markup.ts';

/** By where they come from. */
export function renderSecrets(secrets: readonly PreviewSecret[]): Markup {
  if (secrets.length === 0) return html``;
  return html`<section id="secrets" aria-labelledby="secrets-title">
<h2 id="secrets-title">Secrets</h2>
<p class="note">Grouped by source. This page does not contain their values.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Secrets by source"><table class="plain"><thead><tr><th scope="col">Secret</th><th scope="col">Comes from</th><th scope="col">Status</th></tr></thead><tbody>${secrets.map(renderSecret)}</tbody></table></div>
</section>`;
}

function renderSecret(secret: PreviewSecret): Markup {
  const { name, resolves, basis } = secret;
  const found = resolves === null ? 'not checked' : resolves ? 'resolves' : secretMissing(secret, 'has no value');
  const tone = resolves === null ? 'quiet' : resolves ? 'good' : 'bad';
  return html`<tr><th scope="row"><code>${name}</code></th><td><code class="wrap">${secretSource(secret)}</code></td><td class="short"><span class="badge" data-tone="${tone}">${found}</span> ${basisBadge(basis)}</td></tr>`;
}
