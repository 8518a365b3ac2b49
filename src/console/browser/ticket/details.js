import { Panel } from '../parts/panel.js';
import { html } from '../preact.js';

/** In the order in which somebody on the phone with the customer asks for them. */
const standings = /** @type {const} */ ([
  ['missing', 'Missing', 'watch'],
  ['unknown', 'Not known', 'idle'],
  ['present', 'Given', 'good'],
]);

/**
 * What the support definition asks every ticket to say, and what this one says of it.
 * @param {{ details: { score: number, present: string[], missing: string[], unknown: string[] } }} props
 */
export function TicketDetails({ details }) {
  return html`
    <${Panel} title="Ticket details" note="${details.score} % of what is asked for is given">
      <dl class="facts">
        ${standings.map(([name, label, tone]) =>
          details[name].map(
            (row, index) =>
              html`<dt>${index === 0 ? html`<span class="badge ${tone}">${label}</span>` : null}</dt><dd>${row}</dd>`,
          ),
        )}
      </dl>
    <//>`;
}
