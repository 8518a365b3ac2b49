import { TextFilter, Toggles } from '../parts/filters.js';
import { html } from '../preact.js';
import { clockKinds, clockStates, priorities, ticketStates, tiers } from '../words.js';

/** @typedef {import('../parts/filters.js').Choose} Choose */

/**
 * What is looked for. Every choice is in the address at once.
 * @param {{ chosen: Record<string, string | null>, choose: Choose }} props
 */
export function TicketFilters({ chosen, choose }) {
  const names = [
    'q',
    'state',
    'priority',
    'tier',
    'account',
    'table',
    'clock',
    'clockState',
    'details',
    'heldBack',
  ];
  const isFiltered = names.some((name) => chosen[name] !== null);
  const isHeldBack = chosen['heldBack'] === 'true';
  const clear = () => choose(Object.fromEntries(names.map((name) => [name, null])));
  return html`
    <section class="panel filters" aria-label="Filters">
      <div class="filter-line">
        <${TextFilter} name="q" label="Search number, description, account" type="search" chosen=${chosen} choose=${choose} />
        <${TextFilter} name="account" label="Account, in full" type="text" chosen=${chosen} choose=${choose} />
        ${isFiltered ? html`<button type="button" onClick=${clear}>Clear</button>` : null}
      </div>
      <div class="filter-line">
        <${Toggles} name="state" label="State" words=${ticketStates} chosen=${chosen} choose=${choose} />
        <${Toggles} name="priority" label="Priority" words=${priorities} chosen=${chosen} choose=${choose} />
        <${Toggles} name="tier" label="Support level" words=${tiers} chosen=${chosen} choose=${choose} />
      </div>
      <div class="filter-line">
        <${Toggles} name="clockState" label="A clock that is" words=${clockStates} chosen=${chosen} choose=${choose} />
        <${Toggles} name="clock" label="Clock" words=${clockKinds} chosen=${chosen} choose=${choose} isSingle />
        <${Toggles} name="details" label="Ticket details" words=${['missing', 'complete']} chosen=${chosen} choose=${choose} isSingle />
        <div class="toggles">
          <button type="button" aria-pressed=${isHeldBack} title="Overdue when first mirrored, and not adopted" onClick=${() => choose({ heldBack: isHeldBack ? null : 'true' })}>held back</button>
        </div>
      </div>
    </section>`;
}
