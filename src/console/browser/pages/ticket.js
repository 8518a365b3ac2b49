import { followInstanceClock } from '../machine.js';
import { Badge } from '../parts/badge.js';
import { ProblemNotice, Waiting } from '../parts/notice.js';
import { PageHead, Panel } from '../parts/panel.js';
import { Time } from '../parts/time.js';
import { html, useEffect } from '../preact.js';
import { queryOf } from '../router.js';
import { TicketActions } from '../ticket/actions.js';
import { TicketClocks } from '../ticket/clocks.js';
import { TicketDetails } from '../ticket/details.js';
import { TicketLadder } from '../ticket/ladder.js';
import { Timeline } from '../ticket/timeline.js';
import { useAnswer } from '../use-answer.js';

/**
 * One ticket: how its clocks stand, how it came to that, and what can be done about it.
 * @param {{ number: string, table: string | null }} props
 */
export function TicketPage({ number, table }) {
  const path = `/tickets/${encodeURIComponent(number)}`;
  const query = queryOf({ table });
  const events = ['ticket', 'escalation'];
  const detail = useAnswer(`${path}${query}`, events);
  const explained = useAnswer(`${path}/explain${query}`, events);
  const advice = useAnswer(`${path}/escalation${query}`, events);
  useEffect(() => {
    if (explained.data !== null) followInstanceClock(explained.data.at);
  }, [explained.data]);
  if (detail.data === null)
    return html`<h1>${number}</h1><${Waiting} answer=${detail} /><${Tables} problem=${detail.problem} number=${number} />`;
  const reload = () => {
    for (const answer of [detail, explained, advice]) answer.reload();
  };
  const { ticket, clocks, problems, history, details } = detail.data;
  return html`
    <${PageHead} title=${html`${number} <span class="title-note">${ticket.shortDescription}</span>`} />
    <${Standing} ticket=${ticket} />
    <${ProblemNotice} problem=${detail.problem} />
    <${Misread} problems=${problems} gaps=${history.gaps} />
    <${TicketClocks} clocks=${clocks} explained=${explained.data} />
    <div class="columns ticket">
      <div class="stack">
        <${Panel} title="Timeline" note="what it was, what its clocks counted, what was raised">
          ${explained.data === null ? html`<${Waiting} answer=${explained} />` : html`<${Timeline} explained=${explained.data} />`}
        <//>
        <${Panel} title="In words">
          ${explained.data === null ? html`<${Waiting} answer=${explained} />` : html`<pre class="words" tabindex="0" aria-label="Explanation">${explained.data.text}</pre>`}
        <//>
      </div>
      <div class="stack">
        <${TicketActions} number=${number} table=${table} advice=${advice} isDeleted=${ticket.deletedAt !== null} reload=${reload} />
        <${TicketLadder} explained=${explained} />
        <${TicketDetails} details=${details} />
        <${Facts} ticket=${ticket} />
      </div>
    </div>`;
}

/** @param {{ ticket: any }} props */
function Standing({ ticket }) {
  return html`
    <p class="standing">
      <${Badge} word=${ticket.state} /> <${Badge} word=${ticket.priority} />
      <span>${ticket.account ?? 'no account'}</span>
      <span class="quiet">opened <${Time} at=${ticket.openedAt} /> by ${ticket.channel}</span>
      <span class="quiet">support level ${ticket.tier}${ticket.assignmentGroup === null ? '' : `, ${ticket.assignmentGroup}`}</span>
      ${ticket.covered ? null : html`<span class="badge watch">not covered</span>`}
      ${ticket.deletedAt === null ? null : html`<span class="badge bad">deleted in ServiceNow <${Time} at=${ticket.deletedAt} /></span>`}
    </p>`;
}

/** @param {{ problems: readonly any[], gaps: readonly string[] }} props */
function Misread({ problems, gaps }) {
  const misread = problems.filter(({ code }) => code !== 'history-gap');
  if (misread.length === 0 && gaps.length === 0) return null;
  return html`
    <div class="notice watch">
      <strong>Not everything about this record is known or was understood.</strong>
      ${gaps.map((gap) => html`<p>${gap}.</p>`)}
      ${misread.map(({ field, value, code }) => html`<p><code>${field}</code> is <code>${value}</code>: ${code}</p>`)}
    </div>`;
}

/** @param {{ problem: import('../api.js').Problem | null, number: string }} props */
function Tables({ problem, number }) {
  const tables = /** @type {string[]} */ (problem?.body['tables'] ?? []);
  return tables.map(
    (table) =>
      html`<p><a href=${`/console/tickets/${encodeURIComponent(number)}${queryOf({ table })}`}>${number} in ${table}</a></p>`,
  );
}

/** @param {{ ticket: any }} props */
function Facts({ ticket }) {
  const facts = /** @type {[string, any][]} */ ([
    ['Table', ticket.table],
    ['sys_id', html`<code>${ticket.sysId}</code>`],
    ['Service line', ticket.serviceLine ?? 'none named'],
    ['Responded', html`<${Time} at=${ticket.respondedAt} />`],
    ['Diagnosed', html`<${Time} at=${ticket.diagnosedAt} />`],
    ['Resolved', html`<${Time} at=${ticket.resolvedAt} />`],
    ['Closed', html`<${Time} at=${ticket.closedAt} />`],
    ['Last change', html`<${Time} at=${ticket.sysUpdatedOn} /> (sys_mod_count ${ticket.sysModCount})`],
  ]);
  return html`<${Panel} title="Record"><dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl><//>`;
}
