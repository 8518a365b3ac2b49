import { type JsonSchema, resolve } from './components.ts';

/**
 * An example of a schema: its own where it has one, otherwise put together from those of its parts. So a field is given
 * its example where it is declared, and every answer that holds it shows it. What may be left out and has no example is
 * left out; throws for any other text without one.
 */
export function exampleOf(schema: JsonSchema, components: Readonly<Record<string, JsonSchema>>): unknown {
  const example = (part: unknown): unknown => exampleOf(part as JsonSchema, components);
  const { examples, anyOf, oneOf, items, ...rest } = resolve(schema, components);
  if (Array.isArray(examples)) return examples[0];
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return example(choices[0]);
  switch (rest['type']) {
    case 'object':
      return exampleOfObject(rest, example);
    case 'array':
      return items === undefined ? [] : [example(items)];
    default:
      return exampleOfValue(rest);
  }
}

function exampleOfObject(schema: JsonSchema, example: (part: unknown) => unknown): object {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema['required'] ?? []) as readonly string[];
  const own = Object.entries(properties)
    .filter(([name, property]) => required.includes(name) || hasExample(property))
    .map(([name, property]) => [name, example(property)]);
  const names = (schema['propertyNames'] as JsonSchema | undefined)?.['enum'];
  const others = Array.isArray(names)
    ? names.map((name: string) => [name, example(schema['additionalProperties'])])
    : [];
  return Object.fromEntries([...own, ...others]) as object;
}

/** Whether an example of a part can be made up: a text says nothing by itself. */
function hasExample(schema: JsonSchema): boolean {
  return (
    schema['type'] !== 'string' || ['examples', 'enum', 'const', 'default'].some((word) => word in schema)
  );
}

function exampleOfValue(schema: JsonSchema): unknown {
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema['type'] === 'boolean') return false;
  if (schema['type'] === 'integer' || schema['type'] === 'number')
    return Math.max(1, Number(schema['minimum'] ?? 1));
  throw new Error(`A schema of the API's document has no example: ${JSON.stringify(schema)}`);
}
