import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where Debian, and others, put Chromium; `CHROMIUM` names another place. */
const places = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Null: none is installed, and what needs one is skipped. */
export const chromiumPath = places.find((place) => place !== '' && existsSync(place)) ?? null;

/** A browser that talks to nobody but the page under test. */
export function openChromium(): Promise<Browser> {
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath: chromiumPath!, args: quiet });
}

/** Notes everything that a page should never do, as it happens. */
export function watchFaults(context: BrowserContext, origin: string, faults: string[]): void {
  context.on('page', (page) => {
    page.on('pageerror', (error) => faults.push(`threw: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // A refused order is an answer like any other; the browser reports it all the same.
      const isRefusal = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isRefusal) faults.push(`complained: ${message.text()}`);
    });
    page.on('request', (request) => {
      const isOwn = request.url().startsWith(origin) || request.url().startsWith('blob:');
      if (!isOwn && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`);
    });
  });
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it is, WCAG 2.2 AA and best practices, one line each. */
export async function findAxeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = (await page.evaluate('axe.run().then((result) => result.violations)')) as Violation[];
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
