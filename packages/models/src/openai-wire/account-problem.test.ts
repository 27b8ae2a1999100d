import { describe, expect, test } from "vitest";
import { accountProblem } from "./account-problem.ts";

/** Status, code, words, and what they mean. The words are ours, in the manner of many vendors. */
const cases: readonly (readonly [number, string, string, "money" | "access" | "key" | null])[] = [
  [402, "", "", "money"],
  [400, "invalid_request_error", "Your credit balance is too low.", "money"],
  [400, "", "Insufficient account balance", "money"],
  [403, "", "Please add credits to go on", "money"],
  [403, "Arrearage", "Access denied, make sure your account is in good standing.", "money"],
  [403, "billing_not_active", "Billing is off for this project", "money"],
  [401, "", "You have run out of credits", "money"],
  [429, "insufficient_quota", "Check your plan and billing details", "money"],
  [429, "", "account balance too low", "money"],
  [400, "budget_exceeded", "Budget was exceeded for this key", "money"],
  [400, "", "Your monthly usage limit is reached", "money"],
  [400, "", "账户余额不足", "money"],
  [0, "insufficient_balance", "", "money"],
  [0, "", "No credits left: recharge the account", "money"],
  [500, "insufficient_quota", "", "money"],
  [401, "", "", "key"],
  [401, "invalid_api_key", "", "key"],
  [400, "API_KEY_INVALID", "The key was rejected", "key"],
  [400, "", "Incorrect API key given", "key"],
  [400, "", "The API key has expired", "key"],
  [403, "", "Missing authentication token", "key"],
  [403, "authentication_error", "", "key"],
  [403, "", "invalid credentials", "key"],
  [403, "", "", "access"],
  [451, "", "", "access"],
  [407, "", "", "access"],
  [403, "unsupported_country_region_territory", "", "access"],
  [400, "FAILED_PRECONDITION", "This location is not supported for the service.", "access"],
  [400, "", "Your organization has been disabled.", "access"],
  [401, "", "The account was suspended", "access"],
  [403, "permission_error", "The key may not use this resource", "access"],
  [403, "", "Key limit exceeded (total limit)", "access"],
  [400, "", "The daily limit of this API key is reached", "access"],
  [400, "", "You don't have access to this model", "access"],
  [403, "", "Just a moment: verify that you are human", "access"],
  // what waiting, another question or another setting mends is no problem of the account
  [429, "rate_limit_exceeded", "Limit of tokens per minute reached", null],
  [429, "RESOURCE_EXHAUSTED", "Quota exceeded, check your plan and billing details", null],
  [429, "RESOURCE_EXHAUSTED", "Quota exceeded; prepaid credits raise it", null],
  [429, "", "Too many requests", null],
  [503, "", "The billing service does not answer", null],
  [500, "", "Internal error", null],
  [500, "", "The billing service does not answer", null],
  [529, "overloaded_error", "Overloaded", null],
  [403, "", "Your input was flagged by moderation", null],
  [403, "content_policy_violation", "", null],
  [400, "context_length_exceeded", "This model takes at most 8192 tokens", null],
  [400, "", "temperature must be at most 2", null],
  [400, "", "messages must not be empty", null],
  [404, "model_not_found", "The model does not exist", null],
  [0, "server_error", "The upstream failed", null],
];

describe("what an error says of the account", () => {
  test.each(cases)("%i %s %s", (status, code, words, expected) => {
    expect(accountProblem(status, { code, message: words }, words)).toBe(expected);
  });

  test.each([
    [403, "access"],
    [401, "key"],
    [400, null],
    [503, null],
    [429, null],
  ])("a page in place of JSON with status %i", (status, expected) => {
    expect(accountProblem(status, null, "")).toBe(expected);
  });
});
