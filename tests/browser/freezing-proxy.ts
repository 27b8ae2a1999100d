import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface FreezingProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly baseUrl: string;
  /** From now on nothing passes over the connections there are, and nobody is told; new ones work. */
  freeze(): void;
}

/** Stands between a browser and a server as a network does that loses a connection without a word. */
export async function startFreezingProxy(target: string): Promise<FreezingProxy> {
  const sockets = new Set<Socket>();
  const port = Number(new URL(target).port);
  const proxy = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => sockets.delete(from));
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
