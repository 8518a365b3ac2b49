import { html } from '../preact.js';
import { Link, queryOf } from '../router.js';

/**
 * The way through a list that is read a page at a time; the way back is the browser's.
 * @param {{ path: string, chosen: Record<string, string | null>, nextCursor: string | null }} props
 */
export function Pager({ path, chosen, nextCursor }) {
  const isFirst = chosen['cursor'] === null;
  if (isFirst && nextCursor === null) return null;
  const to = (/** @type {string | null} */ cursor) => `${path}${queryOf({ ...chosen, cursor })}`;
  return html`
    <nav class="pager" aria-label="Pages of the list">
      ${isFirst ? null : html`<${Link} class="button" to=${to(null)}>First page<//>`}
      ${isFirst ? null : html`<button type="button" onClick=${() => history.back()}>Back</button>`}
      ${nextCursor === null ? null : html`<${Link} class="button" rel="next" to=${to(nextCursor)}>Next page<//>`}
    </nav>`;
}
