/** The stages, in the order in which the data flows. */
export const stages = [
  'servicenow',
  'intake',
  'tickets',
  'clocks',
  'escalations',
  'outbox',
  'alerts',
] as const;
/** What everything stands on; it knows nothing of tickets' ways. */
export const ground = ['calendar', 'time', 'config', 'store', 'schedule', 'telemetry', 'event-log'] as const;
/** What people and other machines see. */
export const faces = ['http', 'admin', 'console', 'openapi'] as const;
/** Rules as data, and histories judged offline: both work with the stages' pure files. */
export const offline = ['policy', 'evaluate'] as const;
/** Puts the parts together, like every file in `src/` itself. */
export const top = ['wiring', 'commands', 'explanation'] as const;

/** What the end of a file's name says that it touches. */
export type Suffix = 'store' | 'client' | 'route' | 'job';
export type Zone = 'stage' | 'ground' | 'face' | 'offline' | 'top' | 'simulator' | 'words';

/** Where a file stands. */
export interface Place {
  readonly path: string;
  /** The folder below `src/`, or the file's name where it stands in `src/` itself. */
  readonly folder: string;
  readonly zone: Zone;
  readonly suffix: Suffix | null;
  /** Knows no clock, no chance and nothing outside: its answers depend on its arguments alone. */
  readonly isPure: boolean;
}

const zones: readonly (readonly [Zone, readonly string[]])[] = [
  ['stage', stages],
  ['ground', ground],
  ['face', faces],
  ['offline', offline],
  ['top', top],
  ['simulator', ['simulator']],
  ['words', ['vocabulary.ts']],
];

/** Says where a file stands. Throws for a folder that the layout does not know: it has to be given a place first. */
export function placeOf(path: string): Place {
  const folder = path.split('/')[1] ?? '';
  const zone =
    zones.find(([, folders]) => folders.includes(folder))?.[0] ?? (isRootFile(path) ? 'top' : undefined);
  if (zone === undefined)
    throw new Error(`${path} stands in no known part of the layout (test/house/layout.ts)`);
  const suffix = (/-(store|client|route|job)\.ts$/.exec(path)?.[1] ?? null) as Suffix | null;
  return { path, folder, zone, suffix, isPure: isPure(path, folder, zone, suffix) };
}

function isRootFile(path: string): boolean {
  return path.split('/').length === 2;
}

function isPure(path: string, folder: string, zone: Zone, suffix: Suffix | null): boolean {
  if (path === 'src/time/time-source.ts') return false;
  // What is wrong with a setting is a value like any other, and pure files check settings too.
  if (path === 'src/config/faults.ts') return true;
  if (zone === 'words' || folder.startsWith('judgement')) return true;
  return suffix === null && (zone === 'stage' || folder === 'calendar' || folder === 'time');
}
