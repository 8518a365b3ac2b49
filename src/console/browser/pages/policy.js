import { formatTarget } from '../format.js';
import { Badge } from '../parts/badge.js';
import { Waiting } from '../parts/notice.js';
import { PageHead, Panel, TableFrame } from '../parts/panel.js';
import { html } from '../preact.js';
import { Link } from '../router.js';
import { useAnswer } from '../use-answer.js';
import { clockKinds, priorities } from '../words.js';

/** What is promised and who is told when a promise is broken, as the service understood its configuration. */
export function PolicyPage() {
  const answer = useAnswer('/policy');
  if (answer.data === null) return html`<${PageHead} title="Policy" /><${Waiting} answer=${answer} />`;
  const { policy } = answer.data;
  return html`
    <${PageHead} title="Policy" />
    ${policy.demo === true ? html`<p class="notice watch">This is the demo: targets and minimum times run faster than agreed.</p>` : null}
    ${policy.policies.map((/** @type {any} */ one) => html`<${Promised} key=${one.name} policy=${one} />`)}
    <${Panel} title="Everything, as it was read"><details><summary>Show</summary><pre class="words" tabindex="0" aria-label="Configuration">${JSON.stringify(policy, null, 2)}</pre></details><//>`;
}

/** @param {{ policy: any }} props */
function Promised({ policy }) {
  const { name, serviceLine, targets, ladder, pausesWhileWaiting } = policy;
  return html`
    <${Panel} title="${name}: targets" note=${serviceLine === null ? 'for every service line' : `for the service line ${serviceLine}`} tools=${html`<${Link} to="/calendar">Calendars<//>`}>
      <${TableFrame} label="Targets of ${name}">
        <thead><tr><th>Priority</th><th>Meaning</th>${clockKinds.map((kind) => html`<th>${kind}</th>`)}</tr></thead>
        <tbody>${priorities.map(
          (priority) => html`
          <tr>
            <td><${Badge} word=${priority} /></td>
            <td>${targets[priority].meaning}</td>
            ${clockKinds.map((kind) => html`<td><${Target} target=${targets[priority][kind]} pauses=${pausesWhileWaiting[kind]} /></td>`)}
          </tr>`,
        )}</tbody>
      <//>
    <//>
    <${Panel} title="${name}: escalation ladder" note="inside the hours of “${ladder.deskHours}” directly, outside them through the service desk">
      <${TableFrame} label="Ladder of ${name}">
        <thead><tr><th>Level</th><th>Position</th><th>Details</th><th>Minimum time before the next</th></tr></thead>
        <tbody>${ladder.levels.map((/** @type {any} */ one) => html`<tr><td><span class="rung l${one.level}">${one.level}</span></td><td>${one.position}</td><td>${one.details}</td><td>${formatTarget(one.minimumTime)}</td></tr>`)}</tbody>
      <//>
    <//>`;
}

/** @param {{ target: any, pauses: boolean }} props */
function Target({ target, pauses }) {
  const doesPause = target.pausesWhileWaiting ?? pauses;
  return html`<strong>${formatTarget(target.target)}</strong> <span class="quiet">on “${target.calendar}”${doesPause ? ', pauses while waiting' : ''}</span>`;
}
