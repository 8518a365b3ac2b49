import { Problem } from '../api.js';
import { html } from '../preact.js';
import { Time } from './time.js';

/**
 * A refusal, in the words of the service; what it promises beside them too, like when one may come again and whom to call.
 * @param {{ problem: Problem | null }} props
 */
export function ProblemNotice({ problem }) {
  if (problem === null) return null;
  const { earliestAt, contact } = problem.body;
  // The detail says the same as these, with an instant in UTC.
  const isSaid = problem.message === problem.title || earliestAt != null;
  return html`
    <div class="notice bad" role="alert">
      <strong>${problem.title}.</strong> ${isSaid ? null : html`<span>${problem.message}</span>`}
      ${earliestAt == null ? null : html`<p>Permitted from <${Time} at=${earliestAt} /> on.</p>`}
      ${contact == null ? null : html`<p>Until then call <${Contact} contact=${contact} />.</p>`}
      <small class="mono">${problem.code}</small>
    </div>`;
}

/**
 * Whom to call, and by which way.
 * @param {{ contact: { level: number, position: string, details: string, route: string } }} props
 */
export function Contact({ contact }) {
  const by =
    contact.route === 'direct' ? ', direct' : contact.level === 1 ? '' : ', through the service desk';
  return html`<span class="contact"><strong>${contact.position}</strong> (level ${contact.level}${by}): ${contact.details}</span>`;
}

/**
 * What stands in a list's place while there is nothing to list.
 * @param {{ children?: import('../preact.js').Children }} props
 */
export function Empty({ children }) {
  return html`<p class="empty">${children}</p>`;
}

/**
 * What an answer shows before it is there: nothing yet, or why not.
 * @param {{ answer: import('../use-answer.js').Answer }} props
 */
export function Waiting({ answer }) {
  if (answer.problem !== null) return html`<${ProblemNotice} problem=${answer.problem} />`;
  return html`<p class="empty" aria-busy="true">Asking the service …</p>`;
}
