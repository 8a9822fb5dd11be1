export type Stopper = { name: string; stop: () => Promise<void>; kill: () => void };

/**
 * What has been started, to be stopped in the reverse order: the server drains before its database goes. What is
 * still pushed after stopping began is stopped by the next `stopAll`.
 */
export function stopStack() {
  const stack: Stopper[] = [];
  let stopping = false;
  let current: Promise<void> | undefined;
  const run = async () => {
    for (let next = stack.at(-1); next; next = stack.at(-1)) {
      const { name, stop } = next;
      await stop().catch((error: unknown) => console.error(`${name} did not stop:`, error));
      stack.splice(stack.indexOf(next), 1);
    }
  };
  return {
    isStopping: () => stopping,
    push: (stopper: Stopper) => void stack.push(stopper),
    stopAll: () => {
      stopping = true;
      // Cleared afterwards, not within: on an empty stack run() ends before it is remembered.
      current ??= run().finally(() => {
        current = undefined;
      });
      return current;
    },
    killAll: () => {
      for (const { kill } of stack) kill();
    },
  };
}

export type StopStack = ReturnType<typeof stopStack>;
