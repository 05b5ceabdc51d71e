import { basisLegend } from './badges.ts';
import { html, type Markup } from './markup.ts';
import { type Page, spacedDigest } from './page-facts.ts';

/** The commands that make sense now, and the data behind the page. */
export function renderApply({ preview, report, nextSteps }: Page): Markup {
  const title = report === undefined ? 'To apply exactly this' : 'Next';
  const versions = Object.entries(preview.binding.versions).map(([name, version]) => `${name} ${version}`);
  return html`<section id="apply" aria-labelledby="apply-title">
<h2 id="apply-title">${title}</h2>
${nextSteps.length === 0 ? html`<p class="calm">Nothing is left to do.</p>` : html`<ul class="commands">${nextSteps.map(({ command, why }) => html`<li><p class="command"><code>${command}</code></p><p class="note">${why}</p></li>`)}</ul>`}
<h3>What it is bound to</h3>
<dl class="meta"><div><dt>Preview</dt><dd><code class="wrap">${preview.digest}</code></dd></div>
<div><dt>Steps</dt><dd><code title="${preview.binding.steps_digest}">${spacedDigest(preview.binding.steps_digest)}</code></dd></div>
<div><dt>State</dt><dd>${preview.binding.state === null || preview.binding.state.serial === 0 ? 'none yet' : `${preview.binding.state.id.slice(0, 12)}, serial ${preview.binding.state.serial}`}</dd></div>
<div><dt>Versions</dt><dd>${versions.join(', ')}</dd></div></dl>
${renderInputs(preview.plan.inputs)}
<p class="actions needs-script"><button type="button" id="download">Download the ${report === undefined ? 'preview' : 'report'} as JSON</button> <span id="download-note" role="status"></span></p>
<h3>How each fact is known</h3>
${basisLegend()}
</section>`;
}

function renderInputs(inputs: Page['preview']['plan']['inputs']): Markup | false {
  const entries = Object.entries(inputs);
  if (entries.length === 0) return false;
  return html`<h3>Inputs</h3><table class="plain"><tbody>${entries.map(([name, value]) => html`<tr><th scope="row"><code>${name}</code></th><td><code class="wrap">${typeof value === 'string' ? value : JSON.stringify(value)}</code></td></tr>`)}</tbody></table>`;
}
