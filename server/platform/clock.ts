/** Where "now" comes from. Tests move it; nothing else may ask the system for the time of business. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
