/**
 * The product's closed word lists, as the glossary explains them. A test holds them against `src/vocabulary.ts`.
 */
export const ticketStates = ['new', 'open', 'waiting', 'resolved', 'closed', 'cancelled'];
export const priorities = ['critical', 'high', 'normal', 'low'];
export const tiers = ['1', '2', '3', '4'];
export const clockKinds = ['response', 'troubleshoot', 'fix'];
export const clockStates = ['pending', 'running', 'paused', 'met', 'breached', 'missed', 'cancelled'];
export const escalationLevels = ['1', '2', '3', '4'];
export const messageKinds = ['escalation', 'breach', 'phone-advice', 'ticket-details', 'ladder-reset'];
export const messageStates = ['pending', 'in-flight', 'held', 'delivered', 'dropped', 'dead'];
export const driftKinds = [
  'calendar',
  'pause',
  'target',
  'priority',
  'timezone',
  'missing',
  'extra',
  'unexplained',
];
