import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { beginJourney, type Journey, operatorToken } from '../support/journey.ts';
import { minute } from '../support/story.ts';
import { openChromium, watchFaults } from './chromium.ts';

export const readerToken = 'token-that-may-only-look';

/** A Monday morning: named contacts can be reached. */
const opensAt = Date.UTC(2026, 1, 2, 10);

/** The whole service with a few tickets, and a browser in front of it. */
export interface ConsoleDesk {
  readonly journey: Journey;
  readonly origin: string;
  /** What pages did that they never should. */
  readonly faults: readonly string[];
  /** Opens a page of the console, signed in as whoever the token belongs to. */
  visit(path: string, options?: VisitOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly token?: string | null;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
}

/**
 * Among the tickets: `overdue`, critical, never answered, raised to level 1; `waiting`, high, which
 * waits on the customer; one that is resolved; and twelve that came just now.
 */
export async function openConsoleDesk(): Promise<ConsoleDesk> {
  const port = await freePort();
  const hash = createHash('sha256').update(readerToken).digest('hex');
  const operatorHash = createHash('sha256').update(operatorToken).digest('hex');
  const journey = await beginJourney({
    startsAt: opensAt,
    environment: {
      PORT: String(port),
      ADMIN_TOKENS: `journey:operate:${operatorHash},reader:read:${hash}`,
    },
  });
  await tellStory(journey);
  const browser = await openChromium();
  const origin = `http://127.0.0.1:${port}`;
  const faults: string[] = [];
  const contexts = {
    light: await newContext(browser, 'light', origin, faults),
    dark: await newContext(browser, 'dark', origin, faults),
  };
  return {
    journey,
    origin,
    faults,
    async visit(path, { token = operatorToken, scheme = 'light', width = 1280 } = {}) {
      const page = await contexts[scheme].newPage();
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`${origin}/console${path}${token === null ? '' : `#token=${token}`}`);
      return page;
    },
    async close() {
      await browser.close();
      await journey.close();
    },
  };
}

async function newContext(
  browser: Browser,
  colorScheme: 'light' | 'dark',
  origin: string,
  faults: string[],
): Promise<BrowserContext> {
  const context = await browser.newContext({ colorScheme, locale: 'en-GB', timezoneId: 'Europe/London' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  context.setDefaultTimeout(8000);
  watchFaults(context, origin, faults);
  return context;
}

async function tellStory(journey: Journey): Promise<void> {
  journey.openCase({ short_description: 'Nobody can call out', opened_at: '2026-02-02 10:00:00' });
  const waiting = journey.openCase({ short_description: 'One trunk is down', priority: '2' });
  const resolved = journey.openCase({ short_description: 'Voicemail is silent', priority: '3' });
  await journey.sync();
  await journey.goTo(opensAt + 5 * minute);
  journey.updateCase(waiting, { state: '10' });
  journey.updateCase(resolved, { state: '10' });
  await journey.goTo(opensAt + 15 * minute);
  journey.updateCase(waiting, { state: '18' });
  journey.updateCase(resolved, { state: '6' });
  await journey.goTo(opensAt + 30 * minute);
  await journey.goTo(opensAt + 40 * minute);
  for (let count = 0; count < 12; count++) {
    journey.openCase({ short_description: `A question, the ${count + 1}th`, priority: '4' });
  }
  await journey.rest();
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
