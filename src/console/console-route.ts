import type { FastifyReply, FastifyRequest } from 'fastify';
import { type HttpServer, registerScope } from '../http/http-server.ts';
import { HttpProblem } from '../http/problem.ts';
import { type Asset, loadAssets } from './assets.ts';

/** Only what comes from here runs, and it talks to nobody else. Nothing is written into the page as script or style. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Registers `/console/`: one page for every address below it, and the files that it is made of. It needs no token, for
 * it holds no data; whoever uses it brings a token for the admin API.
 */
export async function registerConsole(server: HttpServer): Promise<void> {
  const assets = loadAssets();
  const page = assets.get('index.html')!;
  await registerScope(server, '/console', (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    });
    scope.get('/assets/*', { schema: { hide: true } }, async (request, reply) => {
      const asset = assets.get((request.params as { '*': string })['*']);
      if (asset === undefined) throw new HttpProblem('not-found');
      return sendAsset(request, reply, asset);
    });
    const schema = { tags: ['console'], hide: true };
    // With the slash only: the address without it is a redirect of its own.
    const atSlash = { schema, prefixTrailingSlash: 'slash' as const };
    scope.get('/', atSlash, async (request, reply) => sendAsset(request, reply, page));
    scope.get('/*', { schema }, async (request, reply) => sendAsset(request, reply, page));
  });
  server.get('/console', { schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/console/', 308),
  );
}

/** Browsers may keep a copy and ask each time whether it is still right. */
function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  reply.header('cache-control', 'no-cache').header('etag', asset.etag);
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  return reply.type(asset.contentType).send(asset.body);
}
