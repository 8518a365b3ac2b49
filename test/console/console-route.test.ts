import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Asset, loadAssets } from '../../src/console/assets.ts';
import { registerConsole } from '../../src/console/console-route.ts';
import * as vocabulary from '../../src/vocabulary.ts';
import { limits, measureFunctions } from '../house/size.ts';
import { parseSource } from '../house/source-file.ts';
import { makeServer } from '../http/make-server.ts';

async function open() {
  const { server } = await makeServer();
  await registerConsole(server);
  return server;
}

describe('the console', () => {
  it.each([
    '/console/',
    '/console/tickets',
    '/console/tickets/CS0001001?table=incident',
  ])('is one page, whatever its address: %s', async (url) => {
    const answer = await (await open()).inject(url);

    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain('/console/assets/main.js');
  });

  it('is found without its slash, too', async () => {
    const answer = await (await open()).inject('/console');

    expect([answer.statusCode, answer.headers['location']]).toEqual([308, '/console/']);
  });

  it('lets nothing run that does not come from here, and nothing that stands in the page', async () => {
    const server = await open();
    for (const url of ['/console/', '/console/assets/main.js']) {
      const policy = String((await server.inject(url)).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'");
      expect(policy).not.toMatch(/unsafe|\*|http/);
    }
  });

  it('has a browser keep its files and ask whether they are still right', async () => {
    const server = await open();
    const first = await server.inject('/console/assets/main.js');
    const again = await server.inject({
      url: '/console/assets/main.js',
      headers: { 'if-none-match': String(first.headers['etag']) },
    });

    expect(first.headers['cache-control']).toBe('no-cache');
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it.each([
    '/console/assets/../../app.ts',
    '/console/assets/..%2f..%2fapp.ts',
    '/console/assets/%2e%2e/assets.ts',
    '/console/assets/tsconfig.json',
    '/console/assets/',
    '/console/assets/constructor',
  ])('serves none but its own files: %s', async (url) => {
    const answer = await (await open()).inject(url);

    expect(answer.body).not.toMatch(/import|compilerOptions/);
    expect(answer.statusCode === 404 || answer.headers['content-type'] === 'text/html; charset=utf-8').toBe(
      true,
    );
  });
});

describe('the files of the console', () => {
  let assets: readonly Asset[];
  const modules = (): readonly Asset[] => assets.filter(({ name }) => name.endsWith('.js'));
  const own = (): readonly Asset[] => assets.filter(({ name }) => !name.startsWith('packages/'));
  beforeAll(() => {
    assets = [...loadAssets().values()];
  });

  it('import each other by addresses that exist, and nothing by a name', () => {
    const names = new Set(assets.map(({ name }) => `/console/assets/${name}`));
    const missing = modules().flatMap(({ name, body }) =>
      [...String(body).matchAll(/\bfrom\s*['"]([^'"]+)['"]/g)]
        .map((match) => new URL(match[1]!, `http://host/console/assets/${name}`))
        .filter((url) => !names.has(url.pathname))
        .map((url) => `${name}: ${url.pathname}`),
    );

    expect(modules().length).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });

  it('ask nobody else for anything', () => {
    const foreign = own().filter(({ body }) =>
      /https?:\/\/(?!www\.w3\.org\/2000\/svg)|\burl\(/.test(String(body)),
    );

    expect(foreign.map(({ name }) => name)).toEqual([]);
  });

  it('write no markup from text, run no text, and keep no token beyond the tab', () => {
    const bad = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|dangerously/;
    const keeping = own().filter(({ body }) => /localStorage/.test(String(body)));

    expect(own().filter(({ body }) => bad.test(String(body)))).toEqual([]);
    expect(keeping.map(({ name }) => name)).toEqual(['scheme.js']);
  });

  it('know the time, timers and chance from one place only', () => {
    const asking = own().filter(({ name, body }) => {
      const code = parseSource(name, String(body)).code;
      return /Date\.now|new Date\(\)|setTimeout|setInterval|Math\.random|randomUUID/.test(code);
    });

    expect(asking.map(({ name }) => name)).toEqual(['machine.js']);
  });

  it('are as small as those of the rest', () => {
    const sources = own().map(({ name, body }) => parseSource(`src/console/browser/${name}`, String(body)));
    const long = sources.filter(
      ({ path, code }) => path.endsWith('.js') && code.split('\n').length > limits.fileLines,
    );
    const longFunctions = sources
      .flatMap(measureFunctions)
      .filter(({ lines }) => lines > limits.functionLines);

    expect(long.map(({ path }) => path)).toEqual([]);
    expect(longFunctions).toEqual([]);
  });

  it('speak with the words of the closed lists', async () => {
    const path = '../../src/console/browser/words.js';
    const words = (await import(path)) as Record<string, readonly string[]>;
    expect(Object.keys(words).length).toBeGreaterThan(5);
    for (const [name, list] of Object.entries(words)) {
      expect(list).toEqual((vocabulary as unknown as Record<string, readonly unknown[]>)[name]!.map(String));
    }
  });

  it('are described by a page that names the files there are', () => {
    expect(readFileSync('docs/console.md', 'utf8')).toContain('src/console/browser/');
  });
});
