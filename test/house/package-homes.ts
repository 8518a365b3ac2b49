import { type Place, placeOf } from './layout.ts';

/** Where an outside package may be used: there it is wrapped, everywhere else only the wrapping is known. */
type Home = (place: Place) => boolean;

const inFolder =
  (...folders: readonly string[]): Home =>
  (place) =>
    folders.includes(place.folder);

const answersRequests: Home = (place) =>
  place.suffix === 'route' || inFolder('http', 'admin', 'console', 'openapi')(place);
const sendsRequests: Home = (place) => place.suffix === 'client';
const touchesDatabase: Home = (place) => place.suffix === 'store' || place.folder === 'store';

/** Every package that the product is built on, with its home. A package that is not listed has none yet. */
export const packageHomes: Readonly<Record<string, Home>> = {
  '@electric-sql/pglite': inFolder('store'),
  '@fastify/helmet': answersRequests,
  '@fastify/rate-limit': answersRequests,
  '@fastify/under-pressure': answersRequests,
  axios: sendsRequests,
  cockatiel: sendsRequests,
  'date-holidays': inFolder('calendar'),
  fastify: answersRequests,
  'fastify-type-provider-zod': answersRequests,
  fflate: inFolder('event-log'),
  kysely: touchesDatabase,
  luxon: inFolder('calendar', 'time'),
  'node-cron': inFolder('schedule'),
  pg: inFolder('store'),
  'pg-boss': inFolder('store'),
  pino: inFolder('telemetry'),
  'pino-pretty': inFolder('telemetry'),
  'prom-client': inFolder('telemetry'),
  standardwebhooks: inFolder('intake'),
  yaml: inFolder('config', 'openapi'),
  // Shapes are declared wherever something from outside is read; the simulated instance reads nothing of ours.
  zod: (place) => place.zone !== 'simulator',

  'node:http': (place) => sendsRequests(place) || answersRequests(place) || inFolder('simulator')(place),
  'node:https': (place) => sendsRequests(place) || inFolder('simulator')(place),
};

/** Says why a file may not import a package, or null where it may. Parts of Node that are not listed are free. */
export function judgePackage(path: string, name: string): string | null {
  const home = packageHomes[name];
  if (home === undefined)
    return name.startsWith('node:') ? null : `${name} has no home yet (test/house/package-homes.ts)`;
  return home(placeOf(path)) ? null : `${name} is not at home here (test/house/package-homes.ts)`;
}
