import { html, useEffect, useRef } from '../preact.js';

/**
 * A question before something is done. The browser keeps the focus inside and closes it on Escape.
 * @param {{ title: string, onClose: () => void, children?: import('../preact.js').Children }} props
 */
export function Dialog({ title, onClose, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    const before = document.activeElement;
    element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return html`
    <dialog ref=${element} aria-label=${title} onClose=${onClose}>
      <header class="panel-head">
        <h2>${title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick=${onClose}>✕</button>
      </header>
      ${children}
    </dialog>`;
}
