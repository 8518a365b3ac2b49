import { html } from '../preact.js';

/**
 * A share of 0 to 1 as a bar and in per cent; null where nothing is decided.
 * @param {{ share: number | null }} props
 */
export function Share({ share }) {
  if (share === null) return html`<span class="quiet">–</span>`;
  const tone = share >= 0.95 ? '' : share >= 0.8 ? 'close' : 'over';
  return html`
    <span class="share">
      <span class="bar-frame" aria-hidden="true"><span class="bar-used ${tone}" style=${{ width: `${share * 100}%` }}></span></span>
      <span class="number">${percent(share)}</span>
    </span>`;
}

/** @param {number | null} share */
export function percent(share) {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}
