import { z } from 'zod';

/** A schema as JSON Schema 2020-12, which is what OpenAPI 3.1 takes. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** The named schemas of the document, found while its routes are described. */
export interface Components {
  /**
   * The schema as the document holds it: a reference where it has a name (`.meta({ id })`). `input` is what is taken in,
   * `output` what is answered; they differ where a schema has defaults or transforms. Throws for a name that stands for
   * two things.
   */
  convert(schema: z.ZodType, side: 'input' | 'output'): JsonSchema;
  /** Every named schema that was referred to, in the order of their names. */
  list(): Readonly<Record<string, JsonSchema>>;
}

const REFERENCE = '#/components/schemas/';

export function createComponents(): Components {
  const found = new Map<string, JsonSchema>();
  return {
    convert(schema, side) {
      // Inside a list even a schema that has a name of its own becomes a reference.
      const converted = rewriteReferences(
        z.toJSONSchema(z.array(schema), { io: side, override: keepExamples }),
      );
      for (const [name, held] of Object.entries(converted.$defs ?? {})) keep(found, name, held);
      return converted.items;
    },
    list: () => Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Of what is transformed zod leaves examples out, for they may be of what comes out; ours are of what is sent. */
function keepExamples({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: object }): void {
  const { examples } = z.globalRegistry.get(zodSchema) ?? {};
  if (examples !== undefined) Object.assign(jsonSchema, { examples });
}

function keep(found: Map<string, JsonSchema>, name: string, { id: _, ...schema }: JsonSchema): void {
  const known = found.get(name);
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`Two schemas of the API's document are called ${name}.`);
  found.set(name, schema);
}

interface Converted {
  readonly items: JsonSchema;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

function rewriteReferences(schema: object): Converted {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', REFERENCE) : value,
  ) as Converted;
}

/** What a reference stands for; any other schema is what it is. */
export function resolve(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  return resolve(components[reference.slice(REFERENCE.length)]!, components);
}
