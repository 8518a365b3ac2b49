/** Remembers which addresses take which methods, so that a wrong method is told apart from a wrong address. */
export interface MethodTable {
  add(template: string, method: string): void;
  /** The methods that some route at this path takes; empty where there is none. */
  allowed(path: string): string[];
  /** Everything that was added. */
  list(): { template: string; methods: string[] }[];
}

export function createMethodTable(): MethodTable {
  const templates = new Map<string, Set<string>>();
  return {
    add(template, method) {
      const methods = templates.get(template) ?? new Set();
      templates.set(template, methods.add(method));
    },
    allowed(path) {
      const matching = [...templates].filter(([template]) => matches(template, path));
      return [...new Set(matching.flatMap(([, methods]) => [...methods]))].sort();
    },
    list: () => [...templates].map(([template, methods]) => ({ template, methods: [...methods].sort() })),
  };
}

/** Whether a path fits a template like `/admin/tickets/:number` or `/console/*`. */
function matches(template: string, path: string): boolean {
  const expected = template.split('/');
  const given = path.split('/');
  const isOpenEnded = expected.at(-1) === '*';
  if (isOpenEnded) expected.pop();
  if (isOpenEnded ? given.length <= expected.length : given.length !== expected.length) return false;
  return expected.every((part, index) =>
    part.startsWith(':') ? given[index] !== '' : part === given[index],
  );
}
