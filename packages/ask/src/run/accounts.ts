import { RefractError } from "@refract/core";
import type { LocalModelService, ModelClient } from "@refract/models";
import type { RunSetup } from "../plan/run-setup.ts";

/** The models of a run that one account answers for. */
export interface AccountModels {
  readonly client: ModelClient;
  readonly modelIndexes: readonly number[];
  /** Calls the account bears at most. */
  readonly concurrency: number;
}

/** The models of a run by account. Throws RefractError `missing-key` or `invalid-input` for a model that can't be opened. */
export async function accountsOf(
  setup: RunSetup,
  service: LocalModelService,
): Promise<readonly AccountModels[]> {
  const accounts = new Map<string, { client: ModelClient; modelIndexes: number[]; concurrency: number }>();
  for (const [index, model] of setup.models.entries()) {
    const client = await service.open(model);
    const known = accounts.get(client.account);
    if (known !== undefined) known.modelIndexes.push(index);
    else
      accounts.set(client.account, {
        client,
        modelIndexes: [index],
        concurrency: service.maximumConcurrency(client),
      });
  }
  if (setup.judge !== null) await service.open(setup.judge);
  if (accounts.size === 0)
    throw new RefractError("invalid-input", "--model: none, expected at least one model");
  return [...accounts.values()];
}
