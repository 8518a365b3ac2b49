import { capital } from '../format.js';
import { Contact, Waiting } from '../parts/notice.js';
import { Panel } from '../parts/panel.js';
import { Countdown, Time } from '../parts/time.js';
import { html } from '../preact.js';
import { Link, queryOf } from '../router.js';
import { useNow } from '../use-now.js';

/**
 * The steps that were raised, what set the time of each, and the one that comes next.
 * @param {{ explained: import('../use-answer.js').Answer }} props
 */
export function TicketLadder({ explained }) {
  const { data } = explained;
  if (data === null) return html`<${Panel} title="Escalation ladder"><${Waiting} answer=${explained} /><//>`;
  const { steps, next, nextWhy, episode } = data.ladder;
  return html`
    <${Panel} title="Escalation ladder" note=${episode === null ? null : html`episode since <${Time} at=${episode.beganAt} />`} tools=${html`<${Link} to=${`/outbox${queryOf({ ticket: data.number })}`}>Write-backs<//>`}>
      ${episode?.acknowledgedUntil == null ? null : html`<p class="notice watch">Acknowledged: nothing further is raised until <${Time} at=${episode.acknowledgedUntil} />.</p>`}
      <ol class="ladder">
        ${steps.map((/** @type {any} */ step) => html`<${Step} key=${step.messageId} step=${step} />`)}
        ${next === null ? html`<li><span class="rung" aria-hidden="true">–</span><p class="quiet">${nextWhy}</p></li>` : html`<${Next} next=${next} />`}
      </ol>
    <//>`;
}

/** @param {{ step: any }} props */
function Step({ step }) {
  const trigger = step.trigger === 'manual' ? 'on request' : `for ${step.trigger}`;
  return html`
    <li>
      <span class="rung l${step.level}" aria-hidden="true">${step.level}</span>
      <div>
        <p><strong>Level ${step.level}</strong> raised <${Time} at=${step.at} /> ${trigger}</p>
        <p><${Contact} contact=${step.contact} /></p>
        <p class="quiet">${capital(step.rule)}.</p>
      </div>
    </li>`;
}

/** @param {{ next: any }} props */
function Next({ next }) {
  const nowAt = useNow();
  return html`
    <li class="to-come">
      <span class="rung" aria-hidden="true">${next.level}</span>
      <div>
        <p><strong>Level ${next.level}</strong> comes next, in <${Countdown} at=${next.dueAt} nowAt=${nowAt} />, at <${Time} at=${next.dueAt} /></p>
        <p><${Contact} contact=${next.contact} /></p>
        <p class="quiet">${capital(next.rule)}.</p>
      </div>
    </li>`;
}
