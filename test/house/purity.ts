import { placeOf } from './layout.ts';
import type { SourceFile } from './source-file.ts';

/** Something that only some places may do. */
interface Restriction {
  readonly what: string;
  readonly pattern: RegExp;
  isAllowedIn(path: string): boolean;
}

const startsUp = (path: string): boolean =>
  ['main.ts', 'app.ts', 'cli.ts', 'wiring', 'commands'].includes(placeOf(path).folder);
const isSimulator = (path: string): boolean => placeOf(path).zone === 'simulator';

const restrictions: readonly Restriction[] = [
  {
    what: 'reads the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/,
    isAllowedIn: (path) => path === 'src/time/time-source.ts' || path.startsWith('src/simulator/time/'),
  },
  {
    what: 'starts a timer',
    pattern: /\b(setTimeout|setInterval|setImmediate)\b|\bAbortSignal\.timeout\b/,
    isAllowedIn: (path) =>
      path === 'src/time/time-source.ts' ||
      path.startsWith('src/simulator/time/') ||
      placeOf(path).folder === 'main.ts',
  },
  {
    what: 'measures time',
    pattern: /\bperformance\.|\bprocess\.(hrtime|uptime)\b/,
    isAllowedIn: (path) => startsUp(path),
  },
  {
    what: 'draws lots',
    pattern: /\bMath\.random\b|\brandom(UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/,
    isAllowedIn: (path) => startsUp(path) || isSimulator(path),
  },
  {
    what: 'reads the environment',
    pattern: /\bprocess\.(env|argv)\b/,
    isAllowedIn: (path) => ['main.ts', 'cli.ts', 'commands'].includes(placeOf(path).folder),
  },
  {
    what: 'ends the process',
    pattern: /\bprocess\.(exit|exitCode|kill|abort)\b/,
    isAllowedIn: (path) => ['main.ts', 'cli.ts', 'commands'].includes(placeOf(path).folder),
  },
  {
    what: 'speaks SQL',
    pattern: /\.(selectFrom|insertInto|updateTable|deleteFrom|executeSql)\(|\bsql`/,
    isAllowedIn: (path) => placeOf(path).suffix === 'store' || placeOf(path).folder === 'store',
  },
  {
    what: 'touches what is outside, from a pure file',
    pattern: /\bprocess\.|\bfetch\(|\bconsole\.|\bglobalThis\./,
    isAllowedIn: (path) => !placeOf(path).isPure,
  },
];

/** The parts of Node that give the same answer to the same question. */
const pureParts: Readonly<Record<string, readonly string[]>> = {
  'node:crypto': ['createHash', 'createHmac', 'createSign', 'timingSafeEqual'],
  // Loads a library's code when it is first needed: that takes time and changes no answer.
  'node:module': ['createRequire'],
};

/** Names what a file does and may not do, where it stands. */
export function findImpurities(file: SourceFile): string[] {
  const done = restrictions.filter(
    ({ pattern, isAllowedIn }) => pattern.test(file.code) && !isAllowedIn(file.path),
  );
  return [...done.map(({ what }) => what), ...findImpureParts(file)];
}

function findImpureParts({ path, imports }: SourceFile): string[] {
  if (!placeOf(path).isPure) return [];
  return imports
    .filter(({ target, isTypeOnly }) => target.startsWith('node:') && !isTypeOnly)
    .filter(
      ({ target, names }) => names.length === 0 || names.some((name) => !pureParts[target]?.includes(name)),
    )
    .map(({ target }) => `uses ${target} from a pure file`);
}
