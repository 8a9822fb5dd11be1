import type { FaultPoint } from './fault-actions.ts';
import type { CallFault, FaultRule, NotifyFault } from './fault-rule.ts';

/** What is known of a call when it is decided whether it is struck. */
export interface FaultScene {
  outTradeNo: string | undefined;
  api: 'v2' | 'v3';
  attempt?: number;
}

interface Entry {
  rule: FaultRule;
  used: number;
}

/** Small seeded generator (mulberry32), so that a run with `probability` can be repeated exactly. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The rules in force. */
export class FaultTable {
  #seed = 1;
  #next = seeded(1);
  #entries: Entry[] = [];

  replace(rules: FaultRule[], seed = 1): void {
    this.#seed = seed;
    this.#next = seeded(seed);
    this.#entries = rules.map((rule) => ({ rule, used: 0 }));
  }

  list(): { seed: number; rules: (FaultRule & { used: number })[] } {
    return { seed: this.#seed, rules: this.#entries.map(({ rule, used }) => ({ ...rule, used })) };
  }

  /** The fault that strikes this call, if any; it counts as used. */
  strikeCall(on: Exclude<FaultPoint, 'notify'>, scene: FaultScene): CallFault | undefined {
    const rule = this.#strike(on, scene);
    return rule?.on === 'notify' ? undefined : rule;
  }

  /** The fault that strikes this delivery of a notice, if any; it counts as used. */
  strikeNotice(scene: FaultScene): NotifyFault | undefined {
    const rule = this.#strike('notify', scene);
    return rule?.on === 'notify' ? rule : undefined;
  }

  #strike(on: FaultPoint, scene: FaultScene): FaultRule | undefined {
    const entry = this.#entries.find(
      ({ rule, used }) =>
        rule.on === on &&
        used < (rule.times ?? Infinity) &&
        fits(rule, scene) &&
        (rule.probability === undefined || this.#next() < rule.probability),
    );
    if (entry !== undefined) entry.used += 1;
    return entry?.rule;
  }
}

function fits({ match = {} }: FaultRule, scene: FaultScene): boolean {
  return (['outTradeNo', 'api', 'attempt'] as const).every(
    (name) => match[name] === undefined || String(match[name]) === String(scene[name]),
  );
}
