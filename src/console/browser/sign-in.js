import { html, useState } from './preact.js';
import { signInReason, token } from './session.js';
import { useStore } from './store.js';

/** Asks for the token, once. */
export function SignIn() {
  const reason = useStore(signInReason);
  const [text, setText] = useState('');
  const enter = (/** @type {Event} */ event) => {
    event.preventDefault();
    signInReason.set(null);
    token.set(text.trim());
  };
  return html`
    <main class="sign-in">
      <form class="panel" onSubmit=${enter}>
        <img src="/console/assets/icon.svg" alt="" width="40" height="40" />
        <h1>sla-bridge</h1>
        <p>Tickets, their clocks, and who is to be told. The console shows what the admin API says and needs the same token.</p>
        ${reason === null ? null : html`<div class="notice bad" role="alert">${reason}</div>`}
        <label class="field">
          <span>Token</span>
          <input
            type="password" autocomplete="off" required autofocus value=${text}
            onInput=${(/** @type {any} */ event) => setText(event.target.value)}
          />
        </label>
        <div class="buttons"><button type="submit" class="primary">Enter</button></div>
        <p class="quiet">It stays in this tab and is forgotten with it. The demo prints one at its start; <code>sla-bridge keygen</code> makes one.</p>
      </form>
    </main>`;
}
