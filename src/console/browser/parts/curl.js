import { curlOf } from '../api.js';
import { after } from '../machine.js';
import { html, useState } from '../preact.js';

/**
 * The same action for a shell, to be copied.
 * @param {{ path: string, body: object, hasKey?: boolean }} props
 */
export function Curl({ path, body, hasKey = true }) {
  const [isCopied, setCopied] = useState(false);
  const command = curlOf(path, body, hasKey);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setCopied(true);
    after(2000, () => setCopied(false));
  };
  return html`
    <details class="curl">
      <summary>As a command</summary>
      <pre tabindex="0" aria-label="Command"><code>${command}</code></pre>
      <button type="button" class="small" onClick=${copy}>${isCopied ? 'Copied' : 'Copy'}</button>
    </details>`;
}
