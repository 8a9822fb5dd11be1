import type { EventDoc } from './event-model.ts';

/**
 * An event to be inserted in the transaction of its cause.
 * @param subject what it happened to; type and subject together are the event's unique key
 */
export function newEvent(
  type: string,
  subject: string,
  payload: Record<string, unknown>,
  at: Date,
): EventDoc {
  return {
    _id: `${type}:${subject}`,
    type,
    payload,
    at,
    state: 'due',
    dueAt: at,
    attempts: 0,
    leasedBy: null,
    applied: [],
    error: null,
    doneAt: null,
  };
}
