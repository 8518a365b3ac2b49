import { AuditPage } from './pages/audit.js';
import { CalendarPage } from './pages/calendar.js';
import { DriftPage } from './pages/drift.js';
import { EscalationsPage } from './pages/escalations.js';
import { OutboxPage } from './pages/outbox.js';
import { OverviewPage } from './pages/overview.js';
import { PolicyPage } from './pages/policy.js';
import { ReportsPage } from './pages/reports.js';
import { SyncPage } from './pages/sync.js';
import { TicketPage } from './pages/ticket.js';
import { TicketsPage } from './pages/tickets.js';
import { WhatIfPage } from './pages/what-if.js';
import { html } from './preact.js';
import { Link, place } from './router.js';
import { token } from './session.js';
import { Shell } from './shell.js';
import { SignIn } from './sign-in.js';
import { useStore } from './store.js';

/** @type {Readonly<Record<string, import('preact').ComponentType<any>>>} */
const pages = {
  '/': OverviewPage,
  '/tickets': TicketsPage,
  '/escalations': EscalationsPage,
  '/outbox': OutboxPage,
  '/sync': SyncPage,
  '/calendar': CalendarPage,
  '/policy': PolicyPage,
  '/reports': ReportsPage,
  '/what-if': WhatIfPage,
  '/drift': DriftPage,
  '/audit': AuditPage,
};

/** The whole console: who may not look signs in first. */
export function App() {
  const isIn = useStore(token) !== null;
  const { path, query } = useStore(place);
  if (!isIn) return html`<${SignIn} />`;
  return html`<${Shell} path=${path}><${Page} path=${path} query=${query} /><//>`;
}

/** @param {import('./router.js').Place} props */
function Page({ path, query }) {
  const number = /^\/tickets\/([^/]+)$/.exec(path)?.[1];
  if (number !== undefined) {
    const table = query.get('table');
    return html`<${TicketPage} key=${`${number} ${table}`} number=${decodeURIComponent(number)} table=${table} />`;
  }
  const page = pages[path];
  if (page !== undefined) return html`<${page} query=${query} />`;
  return html`<h1>There is no such page</h1><p><${Link} to="/">Back to the overview<//></p>`;
}
