import { z } from 'zod';
import { clockKinds, clockStates, priorities, ticketStates } from '../vocabulary.ts';
import { pageQuery, wordsOf, wordsText } from './list-query.ts';
import { line } from './text-schema.ts';

/** What a list of tickets can be put in order by; a minus in front turns it round. */
export const ticketSorts = ['dueAt', 'openedAt', 'updatedAt', 'priority', 'number'] as const;
export type TicketSort = (typeof ticketSorts)[number];

const tierText = wordsText(['1', '2', '3', '4'])
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(['1', '2', '3', '4']).transform(Number)).min(1));

/** Which live tickets are meant. Any other parameter is refused: a misspelt filter would mean all of them. */
export const TicketFilter = z.strictObject({
  state: wordsOf(ticketStates).optional(),
  priority: wordsOf(priorities).optional(),
  tier: tierText.optional(),
  table: line(80).optional(),
  account: line(200).optional(),
  clock: z
    .enum(clockKinds)
    .optional()
    .describe('Only clocks of this kind count for `clockState` and for the order by `dueAt`.'),
  clockState: wordsOf(clockStates).optional(),
  details: z
    .enum(['missing', 'complete'])
    .optional()
    .describe('Whether rows of the ticket-details checklist are missing.'),
  q: line(100).trim().min(1).optional().describe('Part of the number, the short description or the account.'),
  heldBack: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Overdue before it was first mirrored, and not adopted.'),
});
export type TicketFilter = z.infer<typeof TicketFilter>;

/** The parameters of `GET /admin/tickets`. */
export const TicketListQuery = TicketFilter.extend({
  sort: z
    .templateLiteral([z.enum(['', '-']), z.enum(ticketSorts)])
    .default('-openedAt')
    .describe('A minus in front turns the order round.'),
  ...pageQuery,
});
export type TicketListQuery = z.infer<typeof TicketListQuery>;
