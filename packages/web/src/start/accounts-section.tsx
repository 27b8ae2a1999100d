import { formatMilliseconds } from "./quantities.ts";
import type { AccountOverview } from "./researcher-api.ts";

/** How busy the accounts at model providers are: a long queue here is why people wait for answers. */
export function AccountsSection({ accounts }: { readonly accounts: readonly AccountOverview[] }) {
  if (accounts.length === 0) return null;
  return (
    <section className="study stack" aria-labelledby="accounts">
      <h2 id="accounts">Calls to models</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and must do so by keyboard too */}
      <section className="scroll-x" tabIndex={0} aria-label="Calls to models by account">
        <table className="numbers" aria-labelledby="accounts">
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col">At a time</th>
              <th scope="col">Under way</th>
              <th scope="col">Waiting</th>
              <th scope="col">Waited, 95 % at most</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr key={account.account}>
                <th scope="row">
                  <code>{account.account}</code>
                  {account.restMs > 0 && (
                    <span className="tag small">rests for {formatMilliseconds(account.restMs)}</span>
                  )}
                </th>
                <td>{account.limit}</td>
                <td>{account.running}</td>
                <td>{account.waiting}</td>
                <td>{formatMilliseconds(account.waitedP95Ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="small quiet">
        The limit shrinks when a provider says it is too much (429), and grows while all goes well. Say in{" "}
        <code>models.yaml</code> what an account bears.
      </p>
    </section>
  );
}
