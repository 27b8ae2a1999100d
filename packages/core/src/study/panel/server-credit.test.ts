import { expect, test } from "vitest";
import { panelPresets } from "./panel-presets.ts";
import { serverCreditAddress, serverCreditFault } from "./server-credit.ts";

const form = panelPresets.sona.serverCredit;
if (form === null) throw new Error("the preset has a form");
const good =
  "https://school.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=123&credit_token=9185d436e5f9&survey_code={id}";

test("SONA's own form is called, with the person's code encoded", () => {
  expect(serverCreditFault(form, good)).toBeNull();
  expect(serverCreditAddress(form, good, "44 1&x=2")).toBe(
    "https://school.sona-systems.com/services/SonaAPI.svc/WebstudyCredit?experiment_id=123&credit_token=9185d436e5f9&survey_code=44+1%26x%3D2",
  );
  expect(serverCreditAddress(form, good, "")).toBeNull();
  expect(serverCreditAddress(form, `${good}#top`, "44")).toBe(good.replace("{id}", "44"));
});

test.each([
  ["http", good.replace("https:", "http:"), "is no plain https:// address"],
  ["a port", good.replace(".com/", ".com:8443/"), "is no plain https:// address"],
  ["a name and password", good.replace("https://", "https://a:b@"), "is no plain https:// address"],
  ["another host", good.replace("school.sona-systems.com", "169.254.169.254"), "leads to 169.254.169.254"],
  [
    "a host that only ends like SONA's",
    good.replace("school.sona-systems.com", "evil-sona-systems.com"),
    "leads to evil-sona-systems.com",
  ],
  [
    "the page for browsers",
    good.replace("/services/SonaAPI.svc/WebstudyCredit", "/webstudy_credit.aspx"),
    "has the path /webstudy_credit.aspx",
  ],
  ["no token", good.replace("credit_token=9185d436e5f9&", ""), "lacks credit_token"],
  ["a parameter more", `${good}&next=1`, "has next too"],
  ["one twice", `${good}&experiment_id=5`, "has experiment_id twice"],
  ["XXXX, which SONA shows in its place", good.replace("{id}", "XXXX"), "has survey_code=XXXX"],
  ["another placeholder", good.replace("123", "{study}"), "has experiment_id={study}"],
])("not with %s", (_, address, fault) => {
  expect(serverCreditFault(form, address)).toBe(fault);
  expect(serverCreditAddress(form, address, "44")).toBeNull();
});
