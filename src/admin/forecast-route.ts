import { z } from 'zod';
import { type Forecast, forecastHorizons, forecastWindows, summariseForecast } from '../clocks/forecast.ts';
import { type ComingBreach, countComingBreaches, listComingBreaches } from '../clocks/forecast-store.ts';
import type { HttpServer } from '../http/http-server.ts';
import { routeSchema } from '../http/route-schema.ts';
import type { Db } from '../store/database.ts';
import { formatInstant, type Instant } from '../time/instant.ts';
import { instantText } from '../time/instant-text.ts';
import { clockKinds, priorities } from '../vocabulary.ts';
import { pageQuery } from './list-query.ts';
import { shown } from './text-schema.ts';

export interface ForecastRouteParts {
  readonly db: Db;
  /** The instance's clock. */
  now(): Instant;
  /** When the business day that is open at `at`, or the next one, ends; null where no calendar says. */
  endOfBusinessDay(at: Instant): Instant | null;
}

const count = z.int();

const HorizonJson = z.object({
  window: z.enum(forecastWindows),
  until: instantText,
  total: count,
  byClock: z.record(z.enum(clockKinds), count),
  byPriority: z.record(z.enum(priorities), count),
  byAccount: z.array(z.object({ account: shown('Example Telecom').nullable(), count })),
});

const BreachJson = z.object({
  number: shown('CS0001042'),
  table: shown('sn_customerservice_case'),
  account: shown('Example Telecom').nullable(),
  clock: z.enum(clockKinds),
  priority: z.enum(priorities).nullable(),
  dueAt: instantText,
});

const ForecastJson = z
  .object({
    at: instantText,
    horizons: z.array(HorizonJson),
    clocks: z.array(BreachJson).describe('The next to breach first, as many as `limit` says.'),
  })
  .meta({ id: 'Forecast' });

const schema = routeSchema({
  operationId: 'readForecast',
  group: 'reports',
  summary: 'Show which clocks will breach if nothing happens',
  description: 'In 15 min, 1 h, 4 h and this business day.',
  querystring: z.strictObject({ limit: pageQuery.limit }),
  response: { 200: ForecastJson },
});

/** `GET /admin/forecast`: which clocks will breach if nothing happens, in 15 min, 1 h, 4 h and this business day. */
export function registerForecast(scope: HttpServer, parts: ForecastRouteParts): void {
  scope.get('/forecast', { schema }, async (request) => {
    const now = parts.now();
    const horizons = forecastHorizons(now, parts.endOfBusinessDay(now));
    const groups = await countComingBreaches(parts.db, horizons);
    const coming = await listComingBreaches(parts.db, horizons, request.query.limit);
    return {
      at: formatInstant(now),
      horizons: summariseForecast(horizons, groups).map(horizonJson),
      clocks: coming.map(breachJson),
    };
  });
}

function horizonJson(forecast: Forecast): z.infer<typeof HorizonJson> {
  return { ...forecast, until: formatInstant(forecast.until), byAccount: [...forecast.byAccount] };
}

function breachJson({ kind, dueAt, ...breach }: ComingBreach): z.infer<typeof BreachJson> {
  return { ...breach, clock: kind, dueAt: formatInstant(dueAt) };
}
