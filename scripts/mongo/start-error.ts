/**
 * Something the person at the terminal can put right (a taken port, no MongoDB to be had). Its message is the
 * whole story: starters print it without a stack trace.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
