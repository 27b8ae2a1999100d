/** What a division of calls may do with the limiter of an account. */
export interface GovernedLimiter {
  readonly running: number;
  readonly waiting: number;
  /** How many of the account's calls are this process's from now on; calls that are under way go on. */
  setShare(calls: number): void;
  /** Nothing is begun on the account for so long. */
  rest(restMs: number): void;
}

/** How processes that ask on the same accounts divide the calls an account bears. */
export interface AccountSharing {
  /**
   * Told once of every account, before its first call. Until `setShare` is called the limiter has all `maximum` calls, so an
   * implementation that has to ask elsewhere first sets 0.
   */
  govern(account: string, maximum: number, limiter: GovernedLimiter): void;
  /** A server asked the account to rest; whoever shares it should hear. */
  rested(account: string, restMs: number): void;
}
