import { ask } from '../api.js';
import { formatCount } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Empty, Waiting } from '../parts/notice.js';
import { Panel } from '../parts/panel.js';
import { Countdown, Time } from '../parts/time.js';
import { html, useEffect, useState } from '../preact.js';
import { Link, queryOf, ticketPath } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { useNow } from '../use-now.js';

const SHOWN = 5;
const QUERY = queryOf({ clockState: 'breached', sort: 'dueAt' });

/** The tickets that are overdue longest, each with whoever is to be called about it now. */
export function OverdueTickets() {
  const answer = useAnswer(`/tickets${QUERY}&limit=${SHOWN}`, ['ticket', 'escalation']);
  const tickets = answer.data?.items ?? [];
  const total = answer.data?.total ?? 0;
  return html`
    <${Panel} title="Overdue, and who is to act" tools=${html`<${Link} to=${`/tickets${QUERY}`}>All ${formatCount(total)}<//>`}>
      ${answer.data === null ? html`<${Waiting} answer=${answer} />` : null}
      ${answer.data !== null && tickets.length === 0 ? html`<${Empty}>Nothing is overdue.<//>` : null}
      <ul class="cards">
        ${tickets.map((/** @type {any} */ ticket) => html`<${OverdueTicket} key=${`${ticket.table} ${ticket.number}`} ticket=${ticket} seen=${answer.data} />`)}
      </ul>
    <//>`;
}

/**
 * @param {{ ticket: any, seen: unknown }} props `seen` changes whenever the list was read anew
 */
function OverdueTicket({ ticket, seen }) {
  const nowAt = useNow();
  const [advice, setAdvice] = useState(/** @type {any} */ (null));
  const { number, table } = ticket;
  useEffect(() => {
    const request = new AbortController();
    const path = `/tickets/${encodeURIComponent(number)}/escalation${queryOf({ table })}`;
    ask(path, request.signal).then(setAdvice, () => {});
    return () => request.abort();
  }, [number, table, seen]);
  const overdue = ticket.clocks.filter((/** @type {any} */ clock) => clock.state === 'breached');
  return html`
    <li class="card">
      <div class="card-line">
        <${Link} to=${ticketPath(number, table)}><strong>${number}</strong><//>
        <${Badge} word=${ticket.priority} /> <${Badge} word=${ticket.state} />
        <span class="clip">${ticket.account ?? ''}</span>
        <span class="grow"></span>
        ${overdue.map((/** @type {any} */ clock) => html`<span class="nowrap">${clock.kind} <${Countdown} at=${clock.breachedAt} nowAt=${nowAt} /></span>`)}
      </div>
      <div class="card-line quiet"><span class="clip">${ticket.shortDescription}</span></div>
      ${advice === null ? null : html`<${WhoActs} advice=${advice} />`}
    </li>`;
}

/** @param {{ advice: any }} props */
function WhoActs({ advice }) {
  const { contact, level, nextLevel, isPermitted, earliestAt, acknowledgedUntil, isHeldBack } = advice;
  const isDesk = contact.route === 'service-desk';
  const who =
    !isDesk || contact.level === 1 ? contact.position : `the service desk for the ${contact.position}`;
  return html`
    <div class="acts">
      <span class="rung l${level}" title=${level === 0 ? 'No level raised yet' : `Level ${level} reached`}>${level === 0 ? '–' : level}</span>
      <div>
        <p>Call <strong>${who}</strong>: ${contact.details}</p>
        <p class="quiet">
          ${isHeldBack ? 'Held back until it is adopted. ' : ''}
          ${acknowledgedUntil === null ? null : html`Acknowledged until <${Time} at=${acknowledgedUntil} />. `}
          ${nextLevel === null ? null : isPermitted ? `Level ${nextLevel} may be raised now.` : html`Level ${nextLevel} may be raised from <${Time} at=${earliestAt} /> on.`}
        </p>
      </div>
    </div>`;
}
