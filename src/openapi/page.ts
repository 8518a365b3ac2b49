import type { JsonSchema } from './components.ts';
import type { OpenApiDocument } from './document.ts';
import { type Html, html } from './html.ts';

/** The parts of the document that the page shows, as `writeDocument` makes them. */
interface Told {
  readonly info: { readonly version: string; readonly description: string };
  readonly servers: readonly [{ readonly url: string }];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

interface Media {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

interface Answer {
  readonly description: string;
  readonly content: Readonly<Record<string, Media>>;
}

interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

/** The document as one page for people: no script, nothing from elsewhere. */
export function writePage(document: OpenApiDocument): string {
  const told = document as unknown as Told;
  const routes = Object.entries(told.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Route => ({ ...operation, method, path })),
  );
  const groups = told.tags.map((tag) => ({
    ...tag,
    routes: routes.filter(({ tags }) => tags[0] === tag.name),
  }));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>sla-bridge ${told.info.version}: HTTP API</title>
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<header>
<h1>sla-bridge: HTTP API</h1>
${told.info.description.split('\n\n').map((text) => html`<p>${withCode(text)}</p>`)}
<p>Version ${told.info.version}, at <code>${told.servers[0].url}</code>. The same for programs:
<a href="/docs/openapi.json">OpenAPI 3.1 as JSON</a>, <a href="/docs/openapi.yaml">as YAML</a>.</p>
</header>
<nav aria-label="Routes">${groups.map(({ name, routes }) => html`<section><h2>${name}</h2><ul>${routes.map(entry)}</ul></section>`)}</nav>
<main>
${groups.map(({ name, description, routes }) => html`<section><h2 id="${name}">${name}</h2><p>${description}</p>${routes.map((route) => describeRoute(route, told))}</section>`)}
<section><h2 id="schemas">Schemas</h2>${Object.entries(told.components.schemas).map(describeSchema)}</section>
</main>
</body>
</html>
`.html;
}

function entry({ method, path, operationId }: Route): Html {
  return html`<li><a href="#${operationId}"><code>${method.toUpperCase()} ${path}</code></a></li>`;
}

function describeRoute(route: Route, told: Told): Html {
  const { method, path, operationId, summary, description = '', parameters, requestBody, responses } = route;
  const body = requestBody === undefined ? [] : [html`<h4>Body</h4>${describeContent(requestBody.content)}`];
  return html`
<article id="${operationId}">
<h3><code>${method.toUpperCase()} ${path}</code> ${summary}</h3>
${description === '' ? '' : html`<p>${withCode(description)}</p>`}
<p>${needs(route)}</p>
<pre><code>${curlLine(route, told.servers[0].url)}</code></pre>
${parameters.length === 0 ? '' : describeParameters(parameters)}
${body}
<h4>Answers</h4>
${Object.entries(responses).map(([status, answer]) => describeAnswer(status, answer))}
</article>`;
}

function needs({ security }: Route): Html {
  const role = security[0]?.['adminToken']?.[0];
  if (role !== undefined) return html`Needs a token of the role <code>${role}</code>.`;
  return security.length === 0 ? html`Needs no token.` : html`Needs a signature.`;
}

function curlLine(route: Route, url: string): string {
  const { method, security, requestBody, parameters } = route;
  const isAction = parameters.some(({ name }) => name === 'Idempotency-Key');
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${url}${exampleAddress(route)}'`,
    ...(security[0]?.['adminToken'] === undefined ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...(isAction ? ['-H "Idempotency-Key: $(uuidgen)"'] : []),
    ...(requestBody === undefined
      ? []
      : [
          "-H 'Content-Type: application/json'",
          `-d '${JSON.stringify(requestBody.content['application/json']?.example)}'`,
        ]),
  ].join(' \\\n  ');
}

/** The address with an example of everything that has to stand in it. */
function exampleAddress({ path, parameters }: Route): string {
  const required = parameters.filter((one) => one.required);
  const query = required.filter((one) => one.in === 'query').map(({ name, example }) => `${name}=${example}`);
  const filled = required.reduce(
    (text, { name, example }) => text.replace(`{${name}}`, String(example)),
    path,
  );
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

function describeParameters(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description = '', schema }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${place}${required ? ', required' : ''}</td><td>${withCode(description)} <code>${wordsOf(schema)}</code></td></tr>`,
  );
  return html`<h4>Parameters</h4><table><tbody>${rows}</tbody></table>`;
}

/** What a parameter may be, in short. */
function wordsOf(schema: JsonSchema): string {
  const words = schema['enum'] as readonly unknown[] | undefined;
  const fallback =
    'default' in schema ? `${schema['type']}, ${schema['default']} by default` : String(schema['type']);
  return words === undefined ? fallback : words.join(' | ');
}

function describeAnswer(status: string, { description, content }: Answer): Html {
  return html`<details><summary><b>${status}</b> ${withCode(description)}</summary>${describeContent(content)}</details>`;
}

function describeContent(content: Readonly<Record<string, Media>>): Html[] {
  return Object.entries(content).map(
    ([type, { schema, example }]) => html`
<p><code>${type}</code> ${namesIn(schema).map((name) => html`<a href="#schema-${name}">${name}</a> `)}</p>
${example === undefined ? '' : html`<pre tabindex="0"><code>${asText(example)}</code></pre>`}`,
  );
}

/** The named schemas that a schema is made of at its top. */
function namesIn({ $ref, oneOf }: JsonSchema): string[] {
  if (typeof $ref === 'string') return [$ref.split('/').at(-1)!];
  return Array.isArray(oneOf) ? oneOf.flatMap((one: JsonSchema) => namesIn(one)) : [];
}

function describeSchema([name, schema]: [string, JsonSchema]): Html {
  return html`<details id="schema-${name}"><summary>${name}</summary><pre tabindex="0"><code>${asText(schema)}</code></pre></details>`;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Text with its `marked` words as code. */
function withCode(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
