// Debian packages: chromium
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { driftKinds } from '../../src/vocabulary.ts';
import { chromiumPath, findAxeViolations } from './chromium.ts';
import { type ConsoleDesk, openConsoleDesk, readerToken } from './console-desk.ts';

const OVERDUE = 'CS0001001';
const WAITING = 'CS0001002';
const pages = [
  '/',
  '/tickets',
  `/tickets/${OVERDUE}`,
  '/escalations',
  '/outbox',
  '/sync',
  '/calendar?month=2026-04',
];
const morePages = [
  '/policy',
  '/reports?last=2026-02',
  '/what-if',
  '/drift',
  '/tickets?heldBack=true',
  '/audit',
  '/nowhere',
];

/** What the admin API answers where one clock is judged otherwise. */
const differing = {
  isOn: true,
  lastRun: {
    startedAt: '2026-02-02T10:30:00.000Z',
    finishedAt: '2026-02-02T10:30:02.000Z',
    compared: 17,
    unknownDefinitions: ['Old response'],
    counts: { ...Object.fromEntries(driftKinds.map((kind) => [kind, 0])), calendar: 1 },
  },
  items: [
    {
      number: OVERDUE,
      table: 'sn_customerservice_case',
      clock: 'response',
      kind: 'calendar',
      why: 'ServiceNow counts around the clock',
      ours: {
        state: 'breached',
        startedAt: '2026-02-02T10:00:00.000Z',
        dueAt: '2026-02-02T10:30:00.000Z',
        breachedAt: '2026-02-02T10:30:00.000Z',
        paused: false,
        targetMs: 1_800_000,
      },
      theirs: {
        definition: 'Priority 1 response',
        stage: 'in_progress',
        startedAt: '2026-02-02T10:00:00.000Z',
        plannedEndAt: '2026-02-02T11:00:00.000Z',
        hasBreached: false,
        targetMs: 3_600_000,
      },
      foundAt: '2026-02-02T10:30:00.000Z',
    },
  ],
  nextCursor: null,
};

describe.skipIf(chromiumPath === null)('the console in Chromium', () => {
  let desk: ConsoleDesk;
  const open: Page[] = [];
  const visit = async (...given: Parameters<ConsoleDesk['visit']>): Promise<Page> => {
    const page = await desk.visit(...given);
    open.push(page);
    return page;
  };
  const textOf = (page: Page, selector: string): Promise<string> =>
    page.locator(selector).first().innerText();

  beforeAll(async () => {
    desk = await openConsoleDesk();
  });
  afterEach(async () => {
    for (const page of open.splice(0)) await page.close();
  });
  afterAll(async () => {
    await desk?.close();
  });

  it('takes the token from the address, keeps it in the tab alone and removes it from sight', async () => {
    const page = await visit('/tickets');
    await page.getByRole('heading', { name: 'Tickets' }).waitFor();

    expect(page.url()).toBe(`${desk.origin}/console/tickets`);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('token-of');
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('asks for a token, says when it is not known, and lets its owner in', async () => {
    const page = await visit('/', { token: null });
    await page.getByLabel('Token').fill('somebody-elses');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByRole('alert').waitFor();
    expect(await textOf(page, '[role=alert]')).toContain('not known');

    await page.getByLabel('Token').fill(readerToken);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('shows first what is overdue, who is to act, and what falls due next', async () => {
    const page = await visit('/');
    const overdue = page.getByRole('region', { name: 'Overdue, and who is to act' });
    await overdue.getByText('Call Service Desk').waitFor();

    expect(await overdue.innerText()).toMatch(/CS0001001[\s\S]*response \+1\d:\d\d[\s\S]*0800 1303 365/);
    const next = page.getByRole('region', { name: 'Next due' }).first();
    expect(await next.innerText()).toMatch(/3:5\d:\d\d\s+CS00010\d\d\s+response\s+low/);
    await overdue.getByRole('link', { name: OVERDUE }).click();
    await page.getByRole('heading', { name: OVERDUE }).waitFor();
  });

  it('shows a new ticket by itself, and nothing new while it is paused', async () => {
    const page = await visit('/tickets?q=lively');
    await page.getByText('No ticket matches.').waitFor();
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
    desk.journey.openCase({ short_description: 'A lively one', priority: '4' });
    await desk.journey.sync();
    await page.getByText('A lively one').waitFor();

    await page.getByRole('button', { name: 'Live', exact: true }).click();
    desk.journey.openCase({ short_description: 'Another lively one', priority: '4' });
    await desk.journey.sync();
    await page.waitForTimeout(2500);
    expect(await page.getByText('Another lively one').count()).toBe(0);
    await page.getByRole('button', { name: 'Paused', exact: true }).click();
    await page.getByText('Another lively one').waitFor();
  });

  it('puts every choice into the address, so that it can be shared', async () => {
    const page = await visit('/tickets');
    await page.getByRole('group', { name: 'Priority' }).getByRole('button', { name: 'critical' }).click();
    await page
      .getByRole('group', { name: 'A clock that is' })
      .getByRole('button', { name: 'breached' })
      .click();
    await page.getByRole('button', { name: 'Due', exact: true }).click();
    await page.getByText('1 match').waitFor();

    expect(page.url()).toBe(
      `${desk.origin}/console/tickets?priority=critical&clockState=breached&sort=dueAt`,
    );
    const other = await visit('/tickets?priority=critical&clockState=breached&sort=dueAt');
    await other.getByRole('link', { name: OVERDUE }).waitFor();
    expect(await other.locator('tbody tr').count()).toBe(1);
    expect(await other.locator('th[aria-sort=ascending]').innerText()).toContain('Due');
  });

  it('goes through a list page by page, and back', async () => {
    const page = await visit('/tickets?limit=5&sort=number');
    await page.getByRole('link', { name: OVERDUE }).waitFor();
    await page.getByRole('link', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'CS0001006' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(5);

    await page.goBack();
    await page.getByRole('link', { name: OVERDUE }).waitFor();
  });

  it('finds while one types', async () => {
    const page = await visit('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('/');
    await page.locator('input[type=search]:focus').waitFor();
    await page.keyboard.type('voicemail');
    await page.getByText('1 match').waitFor();

    expect(page.url()).toContain('q=voicemail');
  });

  it('draws one ticket: clocks that move, its life as a picture, the same in words, and the ladder', async () => {
    const page = await visit(`/tickets/${OVERDUE}`);
    await page.locator('svg .mark.breach').first().waitFor();
    const fix = page.getByRole('region', { name: 'fix clock' });
    const before = await fix.locator('.figure').innerText();

    expect(await textOf(page, '[aria-label="response clock"]')).toMatch(
      /breached[\s\S]*\+1\d:\d\d[\s\S]*overdue/,
    );
    expect(await page.locator('.rung-mark.raised').count()).toBe(1);
    expect(await page.locator('.rung-mark.to-come').count()).toBe(1);
    expect(await textOf(page, '[aria-label="Explanation"]')).toContain(
      'RESPONSE: breached on Mon 2 Feb 2026 10:30',
    );
    expect(await textOf(page, '[aria-label="Escalation ladder"]')).toMatch(
      /Level 1 raised[\s\S]*Level 2 comes next/,
    );
    await expect.poll(() => fix.locator('.figure').innerText(), { timeout: 8000 }).not.toBe(before);
    expect(await textOf(page, '[aria-label="Ticket details"]')).toMatch(
      /\d+ %[\s\S]*Missing[\s\S]*Date and time/,
    );
  });

  it('lists the tickets that lack details', async () => {
    const page = await visit('/tickets');
    await page
      .getByRole('group', { name: 'Ticket details' })
      .getByRole('button', { name: 'complete' })
      .click();
    await page.getByText('No ticket matches.').waitFor();
    await page
      .getByRole('group', { name: 'Ticket details' })
      .getByRole('button', { name: 'missing' })
      .click();
    await page.getByRole('link', { name: OVERDUE }).waitFor();

    expect(page.url()).toBe(`${desk.origin}/console/tickets?details=missing`);
  });

  it('says of a ticket that waits since when, and what stands still', async () => {
    const page = await visit(`/tickets/${WAITING}`);
    await page.locator('svg .segment.paused').first().waitFor();

    expect(await textOf(page, '[aria-label="fix clock"]')).toContain('left when it goes on');
  });

  it('shows why an escalation is refused, when it is permitted, and whom to call until then', async () => {
    const page = await visit(`/tickets/${OVERDUE}`);
    await page.getByRole('button', { name: 'Escalate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('The customer calls every minute.');
    await dialog.getByRole('button', { name: 'Escalate' }).click();
    await dialog.getByRole('alert').waitFor();

    const told = await dialog.getByRole('alert').innerText();
    expect(told).toMatch(/Permitted from 14:30:\d\d on/);
    expect(told).toMatch(/call Service Desk .*0800 1303 365/);
    expect(told).toContain('escalation-too-early');
  });

  it('gives each action as a command that can be copied, without the token', async () => {
    const page = await visit(`/tickets/${OVERDUE}`);
    await page.getByRole('button', { name: 'Stand down' }).click();
    await page.getByLabel('Note').fill("It's the customer's own line");
    await page.getByText('As a command').click();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();

    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    expect(copied).toContain(`curl -X POST '${desk.origin}/admin/tickets/${OVERDUE}/stand-down'`);
    expect(copied).toContain('$SLA_BRIDGE_TOKEN');
    expect(copied).toContain(`{"note":"It'\\''s the customer'\\''s own line"}`);
    expect(copied).not.toContain('token-of');
  });

  it('shows payloads, and counts before it acts on many', async () => {
    const page = await visit(`/outbox?ticket=${OVERDUE}`);
    await page.getByRole('button', { name: /^Show payload of escalation/ }).click();
    await page.getByText('[sla-bridge:').waitFor();
    await page.getByRole('button', { name: 'Retry all …' }).click();
    await page.getByRole('dialog', { name: 'Retry' }).getByText('Nothing that the filter shows').waitFor();

    expect(await page.getByRole('dialog').innerText()).toContain(
      'Nothing that the filter shows can be sent again',
    );
  });

  it('counts what is to be adopted before anything is, and names the first of it', async () => {
    desk.journey.openCase({ short_description: 'An old one', opened_at: '2026-02-02 08:00:00' });
    await desk.journey.sync();
    const overview = await visit('/');
    await overview.getByText('1 ticket was overdue when first mirrored.').waitFor();
    await overview.getByRole('link', { name: 'Look at them' }).click();
    await overview.getByRole('button', { name: 'Adopt all …' }).click();
    const dialog = overview.getByRole('dialog', { name: 'Adopt 1 ticket' });
    await dialog.getByText('As a command').click();

    expect(await dialog.innerText()).toMatch(/CS\d{7}[\s\S]*"filter":\{"heldBack":"true"\}/);
    await dialog.getByRole('button', { name: 'Adopt 1' }).click();
    await overview.getByRole('status').getByText('1 ticket.').waitFor();
    await overview.getByText('No ticket matches.').waitFor();
  });

  it('reports which promises were kept, and why the others were not', async () => {
    const page = await visit('/reports?last=2026-02');
    const breaches = page.getByRole('region', { name: 'Breaches, and why' });
    await breaches.getByRole('link', { name: OVERDUE }).waitFor();

    expect(await page.locator('h1').innerText()).toBe('Compliance, February 2026');
    expect(await textOf(page, '.tiles')).toMatch(/1\d\s+tickets opened\s+[12]\s+of them with a breach/);
    expect(await breaches.innerText()).toMatch(/Not answered yet: 1\d min .*over its target of 30 min\./);
    await breaches.getByRole('button', { name: 'low' }).click();
    await breaches.getByText('Every clock that was decided kept its target.').waitFor();
    expect(page.url()).toContain('last=2026-02&priority=low');
  });

  it('hands reports out as files, with the token in no address', async () => {
    const page = await visit('/reports?last=2026-02');
    const asked = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Breaches as CSV' }).click();
    const file = await asked;

    expect(file.suggestedFilename()).toBe('breaches-2026-02.csv');
    expect(readFileSync(await file.path(), 'utf8')).toMatch(/^number,table,.*\r\n[\s\S]*\nCS0001001,/);
  });

  it('prints a report alone: no menu, nothing to press, dark on white', async () => {
    const page = await visit('/reports?last=2026-02', { scheme: 'dark' });
    await page.getByRole('link', { name: OVERDUE }).waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });

    expect(await page.locator('nav, .bar, .filters, button:visible').locator('visible=true').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('answers what another policy would change, and says where one cannot be used', async () => {
    const page = await visit('/what-if', { token: readerToken });
    const editor = page.getByLabel('Policy, as YAML');
    const inForce = await editor.inputValue();
    await editor.fill(inForce.replace('response: { target: 30 min', 'response: { target: 2 h'));
    await page.getByRole('button', { name: 'Compare' }).click();
    const kept = page.getByRole('region', { name: 'Would no longer breach' }).first();
    await kept.getByRole('link', { name: OVERDUE }).waitFor();
    expect(await kept.innerText()).toMatch(/response\s+breached 30 min, breached .*\s+running 2 h, due /);

    await editor.fill(inForce.replace('target: 5 h', 'target: soon'));
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('alert').waitFor();
    expect(await textOf(page, '[role=alert]')).toContain('policies[0].targets.critical.fix.target must be');
  });

  it('lists clocks that ServiceNow judges otherwise: why, both sides, and the way to the ticket', async () => {
    const page = await visit('/audit');
    await page.route('**/admin/drift*', (route) => route.fulfill({ json: differing }));
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('link', { name: OVERDUE }).waitFor();

    expect(await textOf(page, 'tbody tr')).toMatch(
      /calendar\s+ServiceNow counts around the clock\.[\s\S]*breached[\s\S]*target 30 min[\s\S]*in_progress[\s\S]*Priority 1 response/,
    );
    expect(await textOf(page, '[aria-label="Last comparison"]')).toMatch(/1 calendar[\s\S]*Old response/);
    expect(await findAxeViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('says why it compares no clocks where no definition is mapped', async () => {
    const page = await visit('/drift');
    await page.getByText('Clocks are not compared').waitFor();
  });

  it('polls, and tells what the service answered', async () => {
    const page = await visit('/sync');
    await page.getByRole('button', { name: 'Poll now' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Poll now' }).click();
    await page.getByRole('status').getByText('Done.').waitFor();
  });

  it('shows somebody who may only look that acting takes another role', async () => {
    const page = await visit(`/tickets/${OVERDUE}`, { token: readerToken });
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByLabel('Note').fill('I am on it');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByRole('alert').waitFor();

    expect(await textOf(page, '[role=alert]')).toContain('role-insufficient');
  });

  it('acknowledges, and shows what came of it', async () => {
    const page = await visit(`/tickets/${OVERDUE}`);
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByLabel('Note').fill('I am on it');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('acknowledgedUntil').waitFor();
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.getByText('Acknowledged: nothing further is raised').waitFor();

    const audit = await visit('/audit');
    await audit.getByRole('cell', { name: 'acknowledge' }).waitFor();
  });

  it('works by keys alone', async () => {
    const page = await visit('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.getByRole('link', { name: OVERDUE }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'In words' }).waitFor();
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Paused', exact: true }).waitFor();
  });

  it('is dark where the system is, and where somebody says so', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const light = await visit('/policy');
    await light.getByRole('heading', { name: 'Policy' }).waitFor();
    const dark = await visit('/policy', { scheme: 'dark' });
    await dark.getByRole('heading', { name: 'Policy' }).waitFor();
    const [bright, dim] = [await light.evaluate(background), await dark.evaluate(background)];

    expect(bright).not.toBe(dim);
    await light.keyboard.press('d');
    await light.keyboard.press('d');
    expect(await light.evaluate(background)).toBe(dim);
    await light.keyboard.press('d');
  });

  it.each([
    ...pages,
    ...morePages,
  ])('%s has nothing that axe finds wrong, light or dark, and fits a phone', async (path) => {
    const page = await visit(path);
    await page.locator('main h1').waitFor();
    await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
    const light = await findAxeViolations(page);
    await page.emulateMedia({ colorScheme: 'dark' });

    expect([...light, ...(await findAxeViolations(page))]).toEqual([]);
    await page.setViewportSize({ width: 360, height: 780 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  it('did nothing on all these pages that its policy forbids, and asked nobody else', () => {
    expect(desk.faults).toEqual([]);
  });
});
