import type { WireError } from "./wire-answer.ts";

/**
 * What is wrong with an account, or with the way to it, and so with every question: there is no money left, access is barred (a
 * suspended account, a limit of the key, a region, a page that blocks us), or the key is wrong.
 */
export type AccountProblem = "money" | "access" | "key";

/** Codes and types of errors by which vendors say it; compared in lower case with `_` for what separates words. */
const codes: readonly (readonly [AccountProblem, RegExp])[] = [
  [
    "money",
    /insufficient_(quota|balance|funds|credits?)|billing|payment_required|credit_(balance|limit)|no_credits?|out_of_credits?|arrear|overdue|spend(ing)?_limit|hard_limit|budget_exceeded|usage_limit/,
  ],
  [
    "key",
    /^api_key_|invalid_(api_)?key|(invalid|expired|missing)_(token|credentials?)|authentication_error|unauthenticated/,
  ],
  [
    "access",
    /(account|organi[sz]ation|project|key|access|subscription)_?(is_)?(deactivated|suspended|disabled|restricted|blocked|terminated|expired|revoked|denied)|permission_(denied|error)|key_limit|unsupported_(country|region)|region_not|ip_(not_allowed|blocked)/,
  ],
];

const money =
  /credit (balance|limit|grant)|(your|account|insufficient|not enough|available|low|negative) (account )?balance|billing|insufficient (funds|credits?|quota)|(out of|no|not enough|more|remaining|ran out of|run out of|purchase|buy|add) credits?|requires? (more )?credits|payment|prepaid|spend(ing)? limit|monthly (limit|budget|usage|spend)|hard limit|top[- ]?up|recharge|free (trial|tier|credits?) .{0,20}(ended|expired|exhausted|over|used)|余额|欠费|充值|guthaben|solde insuffisant|saldo insuficiente/;
const keyword =
  "(api[ _-]?key|access[ _-]?token|auth(?:entication|orization)? (?:token|header)|credentials?|bearer token|密钥|令牌)";
const badWord =
  "(invalid|incorrect|not valid|isn't valid|wrong|expired|revoked|deleted|missing|malformed|not found|not provided|not recogni[sz]ed|unknown|required|无效|错误)";
const badKey = new RegExp(
  `${keyword}.{0,60}${badWord}|${badWord}.{0,30}${keyword}|unauthori[sz]ed|not authenticated|no auth`,
);
const barred =
  /(country|countries|region|territory|location).{0,60}(not|isn't|un)( ?)(supported|available|allowed)|not (supported|available) in your|(account|organi[sz]ation|project|workspace|subscription|user|team|plan).{0,60}(disabled|suspended|deactivated|blocked|banned|restricted|not active|inactive|terminated|closed|locked|violat)|terms of service|(api )?key('s)? .{0,30}(limit|quota|disabled|suspended|blocked)|limit .{0,20}(of|for|on) (this|your|the) (api )?key|key limit|access (is )?(denied|forbidden|blocked|terminated)|(not|no) (permission|authori[sz]ation|authorized|entitled|subscribed)|do(es)?n[o']t have (access|permission)|ip( address)? .{0,30}(not allowed|blocked|denied|whitelist|allowlist)|been blocked|attention required|captcha|firewall|verify (your|that you)/;
/** What a 403 about the question itself speaks of. */
const aboutContent =
  /moderat|flagged|safety|content[ _-]?(policy|filter)|inappropriate|harmful|prohibited (content|use)/;

/**
 * The account's problem that an error speaks of, in whatever words; null where it is about the question, the pace or the server.
 *
 * @param status HTTP status; 0 for an error in the middle of an answer, which has none
 * @param error null where the body is no JSON, such as a block page
 * @param said the server's words, without what it quotes of the question
 */
export function accountProblem(status: number, error: WireError | null, said: string): AccountProblem | null {
  if (status === 402) return "money";
  if (status === 407 || status === 451) return "access";
  const code = (error?.code ?? "").toLowerCase().replaceAll(/[\s.-]+/g, "_");
  const byCode = codes.find(([, pattern]) => pattern.test(code))?.[0] ?? null;
  // Of too many calls vendors speak of quota and billing as well: there only a code, or money by name, counts.
  if (status === 429) return byCode === "money" || isMoneyByName(code, said) ? "money" : null;
  // A server that fails may speak of its billing service; only a code is believed.
  if (status >= 500) return byCode === "money" ? "money" : null;
  const words = said.toLowerCase();
  if (status === 403 && aboutContent.test(`${code} ${words}`)) return null;
  if (byCode === "money" || money.test(words)) return "money";
  if (status === 401) return barred.test(words) ? "access" : "key";
  if (byCode === "key" || badKey.test(words)) return "key";
  if (byCode === "access" || barred.test(words) || status === 403) return "access";
  return null;
}

function isMoneyByName(code: string, said: string): boolean {
  return (
    code !== "resource_exhausted" &&
    /balance|credits?\b|insufficient|prepaid|余额|欠费/.test(said.toLowerCase())
  );
}
