import { html } from '../preact.js';

/**
 * One part of a page, with its heading.
 * @param {{ title: string, note?: any, tools?: any, class?: string, children?: import('../preact.js').Children }} props
 */
export function Panel({ title, note, tools, class: kind = '', children }) {
  return html`
    <section class="panel ${kind}" aria-label=${title}>
      <header class="panel-head">
        <h2>${title}</h2>
        ${note == null ? null : html`<span class="quiet">${note}</span>`}
        ${tools == null ? null : html`<div class="tools">${tools}</div>`}
      </header>
      ${children}
    </section>`;
}

/**
 * A wide table scrolls inside its own frame, by keyboard too.
 * @param {{ label: string, children?: import('../preact.js').Children }} props
 */
export function TableFrame({ label, children }) {
  return html`<div class="table-frame" role="region" tabindex="0" aria-label=${label}><table>${children}</table></div>`;
}

/**
 * The head of every page.
 * @param {{ title: any, children?: import('../preact.js').Children }} props
 */
export function PageHead({ title, children }) {
  return html`<div class="page-head"><h1>${title}</h1><div class="tools">${children}</div></div>`;
}
