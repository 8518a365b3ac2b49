import { Problem, send } from '../api.js';
import { formatCount, plural } from '../format.js';
import { Curl } from '../parts/curl.js';
import { MonthsFilter, nameOfMonths, periodOf, readMonths } from '../parts/months.js';
import { ProblemNotice, Waiting } from '../parts/notice.js';
import { PageHead, Panel } from '../parts/panel.js';
import { html, useState } from '../preact.js';
import { go, queryOf } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { Outcome } from '../what-if/outcome.js';
import { PolicyEditor } from '../what-if/policy-editor.js';

/** @typedef {{ kind: 'waiting' } | { kind: 'compared', data: any, months: import('../parts/months.js').Months | null } | { kind: 'refused', problem: Problem }} State */

/**
 * What another policy would change for the tickets that there are. Nothing is changed by asking.
 * @param {{ query: URLSearchParams }} props
 */
export function WhatIfPage({ query }) {
  const inForce = useAnswer('/policy', null);
  const [text, setText] = useState(/** @type {string | null} */ (null));
  const [state, setState] = useState(/** @type {State | null} */ (null));
  const isAll = query.get('last') === null && query.get('first') === null;
  const months = isAll ? null : readMonths(query);
  const policy = text ?? inForce.data?.text ?? '';
  const body = { policy, ...(months === null ? {} : periodOf(months)) };
  const compare = async () => {
    setState({ kind: 'waiting' });
    setState(await ask(body, months));
  };
  if (inForce.data === null) return html`<${PageHead} title="What if" /><${Waiting} answer=${inForce} />`;
  return html`
    <${PageHead} title="What if another policy counted?" />
    <p class="quiet">Change the policy, or load another one, and compare: the tickets that there are, judged under both. Nothing is changed by it; calendars stay as they are.</p>
    ${inForce.data.policy.demo === true ? html`<p class="notice watch">This is the demo: whatever stands here, both sides run faster than agreed, by the same factors.</p>` : null}
    <${PolicyEditor} text=${policy} isChanged=${policy !== inForce.data.text} onChange=${setText} onReset=${() => setText(null)} />
    <section class="panel filters" aria-label="Which tickets">
      <div class="filter-line">
        <button type="button" class="small" aria-pressed=${isAll} onClick=${() => go('/what-if')}>All tickets</button>
        <${MonthsFilter} months=${months ?? readMonths(query)} isIdle=${isAll} choose=${(/** @type {Record<string, string | null>} */ change) => go(`/what-if${queryOf(change)}`)} />
      </div>
      <div class="buttons">
        <button type="button" class="primary" disabled=${state?.kind === 'waiting'} onClick=${compare}>Compare</button>
        <span role="status" class="quiet">${state?.kind === 'waiting' ? 'Judging every ticket twice …' : ''}</span>
      </div>
      <${Curl} path="/what-if" body=${body} hasKey=${false} />
    </section>
    <${Answer} state=${state} />`;
}

/** @param {{ state: State | null }} props */
function Answer({ state }) {
  if (state === null || state.kind === 'waiting') return null;
  if (state.kind === 'refused') return html`<${Refused} problem=${state.problem} />`;
  const { data, months } = state;
  const which = months === null ? 'all tickets' : `tickets opened in ${nameOfMonths(months)}`;
  const unjudged =
    data.unjudged === 0
      ? ''
      : ` ${plural(data.unjudged, 'ticket has', 'tickets have')} no known priority and no targets.`;
  return html`
    <p>${plural(data.tickets, 'ticket')} judged under both policies (${which}): <strong>${data.changed === 0 ? 'nothing would come out differently' : `${formatCount(data.changed)} would come out differently`}</strong>.${unjudged}</p>
    <${Outcome} data=${data} />`;
}

/** @param {{ problem: Problem }} props */
function Refused({ problem }) {
  const faults = /** @type {{ path: string, message: string }[]} */ (problem.body['faults'] ?? []);
  if (faults.length === 0) return html`<${ProblemNotice} problem=${problem} />`;
  return html`
    <${Panel} title=${`${problem.title}: ${plural(faults.length, 'fault')}`} class="refused">
      <ul class="faults" role="alert">
        ${faults.map(({ path, message }) => html`<li key=${`${path} ${message}`}>${path === '' ? null : html`<code>${path}</code> `}${message}</li>`)}
      </ul>
    <//>`;
}

/**
 * @param {object} body
 * @param {import('../parts/months.js').Months | null} months
 * @returns {Promise<State>}
 */
async function ask(body, months) {
  try {
    return { kind: 'compared', data: await send('/what-if', body), months };
  } catch (error) {
    if (error instanceof Problem) return { kind: 'refused', problem: error };
    throw error;
  }
}
