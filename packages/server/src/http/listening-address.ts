import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

/** How a server that listens on a host is reached. */
export interface ListeningAddress {
  /** From this machine: `http://127.0.0.1:8787`. */
  readonly own: string;
  /** From wherever it can be reached; the same where that is this machine alone. */
  readonly forOthers: string;
}

/** Listening on all addresses is no address to go to. */
const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/**
 * The addresses of a host and port.
 *
 * @param interfaces this machine's network interfaces
 */
export function listeningAddress(
  host: string,
  port: number,
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>> = networkInterfaces(),
): ListeningAddress {
  const own = `http://${wildcards[host] ?? bracketed(host)}:${port}`;
  if (wildcards[host] === undefined) return { own, forOthers: own };
  const addresses = Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  const [first] = addresses;
  return { own, forOthers: first === undefined ? own : `http://${first.address}:${port}` };
}

/** True when only this machine can reach a server on this host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host);
}

/** Whether a `Host` header names this machine itself, or the very host a server listens on. */
export function namesThisMachine(hostHeader: string, host: string): boolean {
  const name = hostHeader.replace(/:\d+$/, "").toLowerCase();
  return name === bracketed(host) || name === "[::1]" || isLoopback(name);
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
