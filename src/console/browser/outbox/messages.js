import { ActionButton } from '../parts/action.js';
import { Badge } from '../parts/badge.js';
import { Waiting } from '../parts/notice.js';
import { TableFrame } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html, useState } from '../preact.js';
import { Link, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';

/** In which states a write-back can be sent again, or given up; the service has the last word. */
export const possibleFrom = {
  retry: ['dead', 'held'],
  discard: ['pending', 'held', 'dead'],
};

/** @param {{ items: readonly any[], onDone: () => void }} props */
export function MessageTable({ items, onDone }) {
  return html`
    <${TableFrame} label="Write-backs">
      <thead><tr><th>Ticket</th><th>Kind</th><th>Level</th><th>State</th><th class="number">Attempts</th><th>Made</th><th>Delivered</th><th>Why</th><th>Payload</th></tr></thead>
      <tbody>${items.map((message) => html`<${MessageLine} key=${message.id} message=${message} onDone=${onDone} />`)}</tbody>
    <//>`;
}

/** @param {{ message: any, onDone: () => void }} props */
function MessageLine({ message, onDone }) {
  const [isOpen, setOpen] = useState(false);
  const why = [message.reason, message.lastError].filter((one) => one !== null).join(': ');
  return html`
    <tr>
      <td class="nowrap"><${Link} to=${ticketPath(message.ticket, message.table)}>${message.ticket}<//></td>
      <td class="nowrap">${message.kind}</td>
      <td>${message.level ?? '–'}</td>
      <td><${Badge} word=${message.state} /></td>
      <td class="number">${message.attempts}</td>
      <td><${Time} at=${message.createdAt} /></td>
      <td><${Time} at=${message.deliveredAt} /></td>
      <td class="clip" title=${why}>${why || '–'}</td>
      <td><button type="button" class="small" aria-expanded=${isOpen} aria-label="${isOpen ? 'Hide' : 'Show'} payload of ${message.kind} for ${message.ticket}" onClick=${() => setOpen(!isOpen)}>${isOpen ? 'Hide' : 'Show'}</button></td>
    </tr>
    ${isOpen ? html`<tr class="opened"><td colspan="9"><${Payload} message=${message} onDone=${onDone} /></td></tr>` : null}`;
}

/** @param {{ message: any, onDone: () => void }} props */
function Payload({ message, onDone }) {
  const answer = useAnswer(`/outbox/${message.id}`, ['outbox']);
  if (answer.data === null) return html`<${Waiting} answer=${answer} />`;
  const { fields, table, sysId, id, lastError } = answer.data;
  const path = (/** @type {string} */ action) => `/outbox/${id}/${action}`;
  const retry = {
    label: 'Retry',
    path: path('retry'),
    meaning: 'Sends it again; its attempts are counted anew.',
  };
  const discard = {
    label: 'Discard',
    path: path('discard'),
    meaning: 'Gives it up. It is kept and shown as dropped.',
    isGrave: true,
  };
  return html`
    <p class="mono">PATCH ${table}/${sysId}</p>
    ${Object.entries(fields).map(([name, value]) => html`<h3 class="mono">${name}</h3><pre tabindex="0" aria-label=${name}>${value}</pre>`)}
    ${lastError === null ? null : html`<p class="notice bad">${lastError}</p>`}
    <p class="quiet">Message <code>${id}</code>: the marker at the end of the note, by which it is found again.</p>
    <div class="buttons">
      ${possibleFrom.retry.includes(message.state) ? html`<${ActionButton} action=${retry} onDone=${onDone} />` : null}
      ${possibleFrom.discard.includes(message.state) ? html`<${ActionButton} action=${discard} onDone=${onDone} />` : null}
    </div>`;
}
