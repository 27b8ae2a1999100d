import http, { type AgentOptions, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { RefractError } from "@refract/core";
import type { Environment } from "./provider.ts";

/** As many idle connections as calls that are ever under way on one account. */
const maximumIdle = 256;
/** An idle connection is closed after so long: what stands between may have forgotten it, and a call by it would hang. Milliseconds. */
const idleMs = 10_000;
const keepOpen: AgentOptions = {
  keepAlive: true,
  maxFreeSockets: maximumIdle,
  scheduling: "lifo",
  timeout: idleMs,
};

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

let agents: Agents | null = null;
let proxies: ProxyVariables | undefined;

/** The agents that calls go out by: connections are kept, and the proxies of `useOutgoingProxies` are used. */
export function outgoingAgents(): Agents {
  const options = proxies === undefined ? keepOpen : { ...keepOpen, proxyEnv: { ...proxies } };
  agents ??= { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return agents;
}

interface ProxyVariables {
  readonly HTTP_PROXY?: string;
  readonly HTTPS_PROXY?: string;
  readonly NO_PROXY: string;
}

/** Servers of this machine are never behind a proxy. */
const ownMachine = "localhost,127.0.0.1,::1";

/**
 * Sends everything that goes out from now on through the proxies that `HTTP_PROXY`, `HTTPS_PROXY` (or `ALL_PROXY`) and `NO_PROXY` name, in
 * capitals or not: `fetch` and the calls that don't use it alike. Call it once, when a program starts. Servers on this machine are
 * reached directly.
 *
 * @returns a function that takes it back, or null when no proxy is named
 * @throws RefractError `invalid-input` for an address that is no `http://` or `https://` one, and where this Node has no proxies
 */
export function useOutgoingProxies(env: Environment): (() => void) | null {
  const all = proxyOf(env, "ALL_PROXY");
  const plain = proxyOf(env, "HTTP_PROXY") ?? all;
  const secure = proxyOf(env, "HTTPS_PROXY") ?? all;
  if (plain === null && secure === null) return null;
  const set: typeof http.setGlobalProxyFromEnv | undefined = http.setGlobalProxyFromEnv;
  if (set === undefined)
    throw new RefractError(
      "unavailable",
      `a proxy is set, and Node ${process.versions.node} can't send everything through it, expected Node 24.14 or later, or no HTTP_PROXY and HTTPS_PROXY`,
    );
  const exceptions = (env.no_proxy ?? env.NO_PROXY ?? "").trim();
  proxies = {
    ...(plain === null ? {} : { HTTP_PROXY: plain }),
    ...(secure === null ? {} : { HTTPS_PROXY: secure }),
    NO_PROXY: exceptions === "" ? ownMachine : exceptions === "*" ? "*" : `${exceptions},${ownMachine}`,
  };
  const restore = set({ ...proxies });
  agents = null;
  return () => {
    restore();
    proxies = undefined;
    agents = null;
  };
}

/** The small name goes first, as with curl. */
function proxyOf(env: Environment, name: string): string | null {
  const value = (env[name.toLowerCase()] ?? env[name] ?? "").trim();
  if (value === "") return null;
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol))
    // what follows the name may hold a password
    throw new RefractError("invalid-input", `${name}: invalid proxy, expected http://host:port`);
  return address;
}
