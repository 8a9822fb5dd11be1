/**
 * Loaded before a child's own code: ends the child when whoever started it is gone, however that came about (the
 * channel to it closes even on SIGKILL). First the polite way, and after 3 s by force: the database ends then too.
 */
process.on('disconnect', () => {
  setTimeout(() => process.exit(1), 3_000).unref();
  process.kill(process.pid, 'SIGTERM');
});
// Listening must not keep a child alive that has finished.
process.channel?.unref();
