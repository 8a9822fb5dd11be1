import type { Points } from '../../server/platform/point.ts';

type About = Record<string, unknown>;

export interface Held {
  /** Resolves when somebody stands at the step. */
  reached: Promise<About>;
  /** Lets them go on. */
  release(): void;
}

export interface Steps {
  points: Points;
  /** What happens the next time the named step is reached; each is used once, in order. */
  next: (name: string, act: (about: About) => Promise<unknown> | void) => void;
  /** Stops the next one who reaches the named step until released. */
  hold: (name: string) => Held;
}

/** Named steps of the server's flows, where a test lets something else happen first, or breaks off. */
export function steps(): Steps {
  const planned = new Map<string, ((about: About) => Promise<unknown> | void)[]>();
  const next: Steps['next'] = (name, act) => {
    planned.set(name, [...(planned.get(name) ?? []), act]);
  };
  return {
    async points(name, about) {
      await planned.get(name)?.shift()?.(about);
    },
    next,
    hold(name) {
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      const reached = new Promise<About>((resolve) => {
        next(name, (about) => {
          resolve(about);
          return gate;
        });
      });
      return { reached, release: () => release() };
    },
  };
}
