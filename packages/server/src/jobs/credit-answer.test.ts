import { expect, test } from "vitest";
import { readCreditAnswer } from "./credit-answer.ts";

const granted = `<WebstudyCreditResponse xmlns="http://tempuri.org/"><WebstudyCreditResult xmlns:a="x" xmlns:i="y">
<a:Errors i:nil="true"/><a:Result><a:anon_id_code i:nil="true"/><a:credit_status>G</a:credit_status><a:signup_id>123</a:signup_id><a:survey_code>44012</a:survey_code></a:Result>
</WebstudyCreditResult></WebstudyCreditResponse>`;

test("a result means that the credit is granted", () => {
  expect(readCreditAnswer(200, granted, "44012")).toEqual({ kind: "granted" });
});

test.each([
  ["a redirect", 302, "", "HTTP 302: leads elsewhere, and the server follows no such redirect"],
  ["a failure", 500, granted, "HTTP 500"],
  ["a page for people", 200, "<html><body>Log in</body></html>", "an answer without a result"],
  ["nothing", 200, "", "an answer without a result"],
  [
    "an empty result",
    200,
    '<R><a:Errors i:nil="true"/><a:Result i:nil="true"/></R>',
    "an answer without a result",
  ],
  ["another status", 200, granted.replace(">G<", ">N<"), "the credit is not granted"],
  [
    "an error, whose words lose the code",
    200,
    '<R><a:Errors><a:APIError><a:ErrorMessage>No survey code 44012\nfound</a:ErrorMessage></a:APIError></a:Errors><a:Result i:nil="true"/></R>',
    "No survey code … found",
  ],
  [
    "an error with numbers that may be of other people, from four digits on",
    200,
    "<R><a:Errors>Codes 4711 and 815 of 123456 are taken</a:Errors></R>",
    "Codes … and 815 of … are taken",
  ],
])("%s is none", (_, status, body, problem) => {
  expect(readCreditAnswer(status, body, "44012")).toEqual({ kind: "refused", problem });
});
