/** 0 ok, 1 failed, 2 bad usage or input, 3 stopped by a cap. */
export const exitCodes = Object.freeze({ ok: 0, failed: 1, badInput: 2, capped: 3 });

/** What a command hands its exit code to; without, it is 0. */
export type Finish = (exitCode: number) => void;
