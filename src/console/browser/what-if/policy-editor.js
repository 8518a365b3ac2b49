import { Panel } from '../parts/panel.js';
import { html } from '../preact.js';

/**
 * The other policy as text, written here or taken from a file.
 * @param {{ text: string, isChanged: boolean, onChange: (text: string) => void, onReset: () => void }} props
 */
export function PolicyEditor({ text, isChanged, onChange, onReset }) {
  const load = async (/** @type {any} */ event) => {
    const [file] = event.target.files;
    if (file !== undefined) onChange(await file.text());
    event.target.value = '';
  };
  const tools = html`
    <label class="button file">Load a file<input type="file" accept=".yaml,.yml,.json,.txt" onChange=${load} /></label>
    <button type="button" disabled=${!isChanged} onClick=${onReset}>Back to the policy in force</button>`;
  return html`
    <${Panel} title="The other policy" note=${isChanged ? 'differs from the one in force' : 'so far the one in force'} tools=${tools}>
      <textarea class="mono" aria-label="Policy, as YAML" rows="18" spellcheck="false" autocomplete="off" maxlength="65536" value=${text} onInput=${(/** @type {any} */ event) => onChange(event.target.value)}></textarea>
    <//>`;
}
