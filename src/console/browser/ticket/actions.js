import { ActionButton } from '../parts/action.js';
import { Contact, Waiting } from '../parts/notice.js';
import { Panel } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html } from '../preact.js';
import { queryOf } from '../router.js';

/**
 * What people may order for a ticket. Whether the service agrees it says itself: nothing is greyed out that would tell why.
 * @param {string} number
 * @param {string | null} table
 * @returns {import('../parts/action.js').Action[]}
 */
function actionsFor(number, table) {
  const path = (/** @type {string} */ action) =>
    `/tickets/${encodeURIComponent(number)}/${action}${queryOf({ table })}`;
  return [
    {
      label: 'Escalate',
      path: path('escalate'),
      meaning:
        'Raises the next level of the ladder now, as far as its minimum time allows, and writes it to ServiceNow.',
      fields: [{ name: 'reason', label: 'Reason' }],
    },
    {
      label: 'Acknowledge',
      path: path('acknowledge'),
      meaning: '“Seen, I am on it”: nothing further is raised until it expires.',
      fields: [
        { name: 'note', label: 'Note' },
        {
          name: 'until',
          label: 'Until; else for the minimum time of the level',
          type: 'datetime-local',
          isOptional: true,
        },
      ],
    },
    {
      label: 'Stand down',
      path: path('stand-down'),
      meaning: 'Ends the episode: nothing further is raised unless something else becomes overdue.',
      fields: [{ name: 'note', label: 'Note' }],
      isGrave: true,
    },
    {
      label: 'Adopt',
      path: path('adopt'),
      meaning: 'Lets the ladder walk for a ticket that was overdue already when it was first mirrored.',
    },
    { label: 'Resync', path: path('resync'), meaning: 'Fetches the record from ServiceNow again.' },
  ];
}

/**
 * May I escalate now, whom do I call, and the orders themselves.
 * @param {{ number: string, table: string | null, advice: import('../use-answer.js').Answer, isDeleted: boolean, reload: () => void }} props
 */
export function TicketActions({ number, table, advice, isDeleted, reload }) {
  return html`
    <${Panel} title="What to do">
      ${advice.data === null ? html`<${Waiting} answer=${advice} />` : html`<${Advice} advice=${advice.data} />`}
      ${
        isDeleted
          ? null
          : html`
        <div class="buttons">
          ${actionsFor(number, table).map((action, index) => html`<${ActionButton} action=${action} onDone=${reload} class=${index === 0 ? 'primary' : ''} />`)}
        </div>`
      }
    <//>`;
}

/** @param {{ advice: any }} props */
function Advice({ advice }) {
  const { nextLevel, isPermitted, earliestAt, contact, isHeldBack, level } = advice;
  return html`
    ${nextLevel === null ? html`<p>There is nothing to escalate: the ticket is done.</p>` : isPermitted ? html`<p><strong>Level ${nextLevel} may be raised now.</strong></p>` : html`<p><strong>Level ${nextLevel} may be raised from <${Time} at=${earliestAt} /> on.</strong></p>`}
    <p>${level === 0 || isPermitted ? 'Call' : 'Until then call'} <${Contact} contact=${contact} />.</p>
    ${isHeldBack ? html`<p class="notice watch">Held back: it was overdue when it was first mirrored. Nothing is raised by itself until somebody adopts it.</p>` : null}`;
}
