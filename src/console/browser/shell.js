import { ask } from './api.js';
import { isHelpShown, pages, shortcuts } from './keyboard.js';
import { live, togglePause } from './live.js';
import { followInstanceClock } from './machine.js';
import { Dialog } from './parts/dialog.js';
import { html, useEffect, useState } from './preact.js';
import { Link } from './router.js';
import { nextScheme, scheme } from './scheme.js';
import { signOut } from './session.js';
import { useStore } from './store.js';
import { useAnswer } from './use-answer.js';

/**
 * What surrounds every page: the menu, how the service is, and the switches.
 * @param {{ path: string, children?: import('./preact.js').Children }} props
 */
export function Shell({ path, children }) {
  const isHelping = useStore(isHelpShown);
  const isTimeKnown = useInstanceClock();
  const page =
    pages.find((one) => one.path === path) ?? (path.startsWith('/tickets/') ? pages[1] : undefined);
  useEffect(() => {
    const shown = path.startsWith('/tickets/')
      ? decodeURIComponent(path.slice('/tickets/'.length))
      : page?.name;
    document.title = `${shown ?? 'Nothing here'} · sla-bridge`;
  }, [path]);
  return html`
    <a class="skip" href="#content">Skip to the content</a>
    <header class="bar">
      <${Link} to="/" class="brand"><img src="/console/assets/icon.svg" alt="" width="24" height="24" /> <span class="brand-name">sla-bridge</span><//>
      <${HealthLight} />
      <span class="grow"></span>
      <${LiveSwitch} />
      <${SchemeSwitch} />
      <button type="button" class="plain" onClick=${() => isHelpShown.set(true)} aria-label="Keys" title="Keys (?)">?</button>
      <button type="button" class="plain" onClick=${() => signOut(null)}>Sign out</button>
    </header>
    <nav aria-label="Pages">
      ${pages.map((one) => html`<${Link} to=${one.path} aria-current=${one === page ? 'page' : undefined} title="g ${one.key}">${one.name}<//>`)}
    </nav>
    <main id="content" tabindex="-1">${isTimeKnown ? children : null}</main>
    ${isHelping ? html`<${Help} />` : null}`;
}

/** Whether the instance's clock was asked for: what is drawn before that could be wrong about every clock. */
function useInstanceClock() {
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    const request = new AbortController();
    ask('/summary', request.signal)
      .then(({ at }) => followInstanceClock(at))
      .catch(() => {})
      .finally(() => setKnown(true));
    return () => request.abort();
  }, []);
  return isKnown;
}

function HealthLight() {
  const { data, problem } = useAnswer('/health', ['sync', 'outbox']);
  const status = problem !== null ? 'fail' : (data?.status ?? 'unknown');
  const words = /** @type {Record<string, string>} */ ({
    pass: 'Healthy',
    warn: 'Needs attention',
    fail: problem === null ? 'Failing' : 'Not reachable',
    unknown: 'Asking …',
  });
  return html`<${Link} to="/" class="light ${status}"><span class="dot" aria-hidden="true"></span>${words[status]}<//>`;
}

function LiveSwitch() {
  const state = useStore(live);
  const words = { live: 'Live', paused: 'Paused', connecting: 'Connecting …' };
  const does = state === 'paused' ? 'Resume live updates (p)' : 'Pause live updates (p)';
  return html`
    <button type="button" class="live ${state}" onClick=${togglePause} aria-pressed=${state === 'paused'} title=${does}>
      <span class="dot" aria-hidden="true"></span>${words[state]}
    </button>`;
}

function SchemeSwitch() {
  const chosen = useStore(scheme);
  const signs = { system: '◐', light: '☀', dark: '☾' };
  const label = `Colours: ${chosen === 'system' ? 'as the system says' : chosen}`;
  return html`<button type="button" class="plain" onClick=${nextScheme} aria-label=${label} title="${label} (d)">${signs[chosen]}</button>`;
}

function Help() {
  return html`
    <${Dialog} title="Keys" onClose=${() => isHelpShown.set(false)}>
      <dl class="keys">
        ${shortcuts.map(({ keys, does }) => html`<dt>${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${does}</dd>`)}
      </dl>
    <//>`;
}
