/** Where times come from. Real people share the wall clock; a simulated person may have a clock of their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(participantId?: string): number;
}

/** Clocks that only move when they are told to, one per simulated person; everybody else reads the wall clock. */
export class SimulatedClocks implements Clock {
  readonly #times = new Map<string, number>();

  now(participantId?: string): number {
    return (participantId === undefined ? undefined : this.#times.get(participantId)) ?? Date.now();
  }

  set(participantId: string, at: number): void {
    this.#times.set(participantId, at);
  }

  release(participantId: string): void {
    this.#times.delete(participantId);
  }
}
